import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import passport from 'passport';
import { isPrefetch } from '../access/incoming-request.js';
import { SignInError } from '../sign-in-error.js';
import { type RepliedRequest, repliedRequest } from '../http/request.decorator.js';
import { OidcStrategy, type OidcStrategyOptions } from './oidc.strategy.js';

/** What a strategy of Passport calls on a response. */
interface PassportResponse {
  statusCode: number;
  setHeader(name: string, value: string): void;
  end(): void;
}

type Middleware = (request: unknown, response: PassportResponse, next: (error: unknown) => void) => void;

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
      // Passport hangs the actions of this request on the object that it is given: two requests must not share one.
      const strategy = Object.create(this.strategy) as OidcStrategy;
      const done = (error: unknown, user: unknown, info: unknown): void => {
        if (error || !user) reject(error ?? info);
        else resolve(user);
      };
      const options: OidcStrategyOptions = { phase: this.phase };
      const run = passport.authenticate(strategy, options, done) as Middleware;
      run(request, passportResponse(request), reject);
    });
  }
}

/** Passport redirects by these three alone. */
function passportResponse({ reply }: RepliedRequest): PassportResponse {
  return {
    statusCode: 302,
    setHeader: (name, value) => void (name.toLowerCase() === 'content-length' || reply.header(name, value)),
    end(): void {
      reply.code(this.statusCode).header('cache-control', 'no-store').empty();
    },
  };
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
