import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { SignInOptions } from '../../options/sign-in-options.js';
import { Admission } from './admission.js';
import { isPublic } from './marks.js';
import { refusingIn } from './refusals.js';

/** Microservices and whatever else Nest has have no request and nobody who signs in: they are left alone. */
const guardedTypes = ['http', 'graphql', 'ws'];

/**
 * Lets in who is signed in and what decorators ask for, over HTTP, GraphQL and WebSockets; what is public is left alone.
 * @SignedIn() and the decorators that ask for something bring it along; a host may put it on a class or a handler itself.
 */
@Injectable()
export class SignInGuard implements CanActivate {
  constructor(private readonly admission: Admission) {}

  /** Without a promise where nobody is judged: what is public is to cost as little as it can. */
  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const isLeftAlone = !guardedTypes.includes(context.getType<string>()) || isPublic(context.getHandler(), context.getClass());
    return isLeftAlone || refusingIn(context, () => this.admission.judge(context)).then(() => true);
  }
}

/** SignInGuard for the whole application. Gateways are guarded where they are marked alone: Nest 11 has no global guards for them, Nest 12 has. */
@Injectable()
export class GlobalSignInGuard extends SignInGuard {
  constructor(
    admission: Admission,
    private readonly options: SignInOptions,
  ) {
    super(admission);
  }

  override canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const isMarkedAlone = this.options.protect === 'marked' || context.getType() === 'ws';
    return isMarkedAlone || super.canActivate(context);
  }
}
