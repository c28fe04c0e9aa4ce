import { Catch } from '@nestjs/common';
import { SignInFilter } from '@fanlight/signin';
import { ViewError } from '../rendering/views.js';

/** Every error of the application becomes a page, or JSON (RFC 9457), as those of sign-in do. */
@Catch()
export class ErrorFilter extends SignInFilter {
  /** It says which view is broken, and where. */
  protected override isForDevelopers(error: unknown): boolean {
    return error instanceof ViewError;
  }
}
