import type { ExecutionContext } from '@nestjs/common';
import { Injectable } from '@nestjs/common';
import { AuthGuard } from '@nestjs/passport';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Settings } from '../config/settings.js';
import { RelyingParty } from '../oidc/relying-party.js';
import { AuthError } from './auth-error.js';
import { loginRequest } from './login-request.js';
import { OidcStrategy, type OidcStrategyOptions } from './oidc.strategy.js';
import { isPrefetch } from './page-load.js';
import { requestQuery } from './request-query.js';

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

/**
 * Runs the Passport strategy on Fastify: Passport is given the Fastify request as it is and, as response, the three members
 * that it uses. The strategy goes in as an object, not by name, so that two applications in one process do not share one.
 */
abstract class PassportLoginGuard extends AuthGuard() {
  protected constructor(strategy: OidcStrategy) {
    super({
      // Passport hangs its actions on an object that it is given, where of a named strategy it makes one for each request.
      // Read once a request, so each has its own: otherwise two that come together would share them, and one person get the other's sign-in.
      get defaultStrategy(): string {
        // passport.authenticate takes a strategy object in place of a name; the declaration only knows names.
        return Object.create(strategy) as string;
      },
    });
  }

  /** Called by the guard, though its declaration does not say so. */
  getResponse(context: ExecutionContext): PassportResponse {
    return new PassportResponse(context.switchToHttp().getResponse<FastifyReply>());
  }

  override getAuthenticateOptions(context: ExecutionContext): OidcStrategyOptions {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    // Fastify answers HEAD with the handler of GET: nobody is looking, so nothing is started and nothing used up.
    if (request.method === 'HEAD' || isPrefetch(request.headers))
      throw new AuthError('prefetch_refused', 'A browser or a program asked for this ahead of a person.');
    return this.strategyOptions(request, http.getResponse<FastifyReply>());
  }

  /** Failures keep their cause up to the page: Nest's own guard would turn each into a bare "Unauthorized". */
  override handleRequest<Finished>(error: unknown, user: Finished, info: unknown): Finished {
    if (error || !user) throw error ?? info;
    return user;
  }

  protected abstract strategyOptions(request: FastifyRequest, reply: FastifyReply): OidcStrategyOptions;
}

/** Sends the browser to the provider. */
@Injectable()
export class BeginLoginGuard extends PassportLoginGuard {
  constructor(
    strategy: OidcStrategy,
    private readonly settings: Settings,
    private readonly relyingParty: RelyingParty,
  ) {
    super(strategy);
  }

  protected override strategyOptions(request: FastifyRequest, reply: FastifyReply): OidcStrategyOptions {
    const parameters = request.body instanceof URLSearchParams ? request.body : requestQuery(request.url);
    return { phase: 'begin', reply, login: loginRequest(parameters, this.relyingParty.issuer, this.settings.publicUrl) };
  }
}

/** Takes the provider's answer; `request.user` is a FinishedLogin afterwards. */
@Injectable()
export class FinishLoginGuard extends PassportLoginGuard {
  constructor(strategy: OidcStrategy) {
    super(strategy);
  }

  protected override strategyOptions(_request: FastifyRequest, reply: FastifyReply): OidcStrategyOptions {
    return { phase: 'finish', reply };
  }
}
