import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { isPrefetch } from '../access/incoming-request.js';
import { SignInError } from '../sign-in-error.js';
import { type RepliedRequest, repliedRequest } from '../http/request.decorator.js';
import { OidcStrategy, type OidcStrategyOptions } from './oidc.strategy.js';

/** Runs the Passport strategy. It goes in as an object, not by name, so that two applications in one process do not share one. */
abstract class PassportLoginGuard implements CanActivate {
  protected constructor(
    private readonly strategy: OidcStrategy,
    private readonly phase: OidcStrategyOptions['phase'],
  ) {}

  /** Lets the handler run once the strategy succeeds. A redirect ends the request: then no handler runs. */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = repliedRequest(context);
    if (isPrefetch(request.headers)) throw new SignInError('prefetch_refused', 'A browser asked for this ahead of a person.');
    request.user = await this.authenticate(request);
    return true;
  }

  /** Rejects with what the strategy failed with: Nest's AuthGuard would turn each failure into a bare "Unauthorized". */
  private authenticate(request: RepliedRequest): Promise<unknown> {
    return new Promise((resolve, reject) => {
      // A strategy calls its actions on itself: two requests must not share one.
      const strategy = Object.assign(Object.create(this.strategy) as OidcStrategy, {
        success: resolve,
        fail: reject,
        error: reject,
        redirect: (url: string) => request.reply.header('cache-control', 'no-store').redirect(url, 302),
      });
      strategy.authenticate(request, { phase: this.phase });
    });
  }
}

/** Sends the browser to the provider. */
@Injectable()
export class BeginLoginGuard extends PassportLoginGuard {
  constructor(strategy: OidcStrategy) {
    super(strategy, 'begin');
  }
}

/** Takes the provider's response; `request.user` is a FinishedLogin afterwards. */
@Injectable()
export class FinishLoginGuard extends PassportLoginGuard {
  constructor(strategy: OidcStrategy) {
    super(strategy, 'finish');
  }
}
