import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import passport from 'passport';
import { isPrefetch } from '../access/incoming-request.js';
import { AuthError } from '../auth-error.js';
import { OidcStrategy, type OidcStrategyOptions } from './oidc.strategy.js';

/** The few members of a Node response that Passport uses to redirect, on a Fastify reply. */
class PassportResponse {
  statusCode = 200;

  constructor(private readonly reply: FastifyReply) {}

  setHeader(name: string, value: string): void {
    // Fastify counts the body itself.
    if (name.toLowerCase() !== 'content-length') void this.reply.header(name, value);
  }

  end(): void {
    void this.reply.code(this.statusCode).header('cache-control', 'no-store').send('');
  }
}

type Middleware = (request: unknown, response: PassportResponse, next: (error: unknown) => void) => void;

/**
 * Runs the Passport strategy on Fastify: Passport is given the Fastify request as it is and, as response, the three members
 * that it uses. The strategy goes in as an object, not by name, so that two applications in one process do not share one.
 */
abstract class PassportLoginGuard implements CanActivate {
  protected constructor(
    private readonly strategy: OidcStrategy,
    private readonly phase: OidcStrategyOptions['phase'],
  ) {}

  /** Lets the handler run once the strategy succeeds. A redirect ends the request: then no handler runs. */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest & { user?: unknown }>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    if (isPrefetch(request.headers)) throw new AuthError('prefetch_refused', 'A browser asked for this ahead of a person.');
    request.user = await this.authenticate(request, reply);
    return true;
  }

  /** Rejects with what the strategy failed with: Nest's AuthGuard would turn each failure into a bare "Unauthorized". */
  private authenticate(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    return new Promise((resolve, reject) => {
      // Passport hangs the actions of this request on the object that it is given: two requests must not share one.
      const strategy = Object.create(this.strategy) as OidcStrategy;
      const done = (error: unknown, user: unknown, info: unknown): void => {
        if (error || !user) reject(error ?? info);
        else resolve(user);
      };
      const options: OidcStrategyOptions = { phase: this.phase, reply };
      const run = passport.authenticate(strategy, options, done) as Middleware;
      run(request, new PassportResponse(reply), reject);
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
