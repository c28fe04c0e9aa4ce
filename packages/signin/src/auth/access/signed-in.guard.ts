import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { Settings } from '../../config/settings.js';
import { SignInError } from '../sign-in-error.js';
import { Cookies } from '../cookies.js';
import { requestBehind, type SignInRequest } from '../http/sign-in-request.js';
import { BearerTokens } from '../tokens/bearer-tokens.js';
import { currentSession } from './current-user.js';
import { publicRoute } from './decorators.js';
import { isPageLoad } from './incoming-request.js';

/** Guards every route that is not marked public. The error page's filter sends people who open a page to sign in. */
@Injectable()
export class SignedInGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly settings: Settings,
    private readonly cookies: Cookies,
    private readonly bearerTokens: BearerTokens,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (this.reflector.getAllAndOverride<boolean | undefined>(publicRoute, [context.getHandler(), context.getClass()])) return true;
    const request = requestBehind(context);
    if (request === undefined) return true;
    const token = BearerTokens.read(request);
    if (token !== undefined) return this.acceptProgram(token, request);
    if ((await currentSession(request)) !== undefined) return true;
    throw this.refusal(request);
  }

  private async acceptProgram(token: string, request: SignInRequest): Promise<boolean> {
    request.bearer = await this.bearerTokens.accept(token, request.ip);
    return true;
  }

  private refusal(request: SignInRequest): SignInError {
    const returnTo = this.settings.publicUrl.path + request.url;
    // Whoever was signed out in the middle of their work is told so, and not silently sent to the provider.
    if (isPageLoad(request) && request.headers.cookie?.includes(`${this.cookies.ended}=1`)) {
      request.reply?.header('set-cookie', this.cookies.clear(this.cookies.ended));
      return new SignInError('session_ended', 'The session ended during an earlier request.', { returnTo });
    }
    return new SignInError('signed_out', 'This needs a signed-in person.', { returnTo });
  }
}
