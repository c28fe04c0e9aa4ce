import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AuthenticateOptions } from 'passport';
import OpenIDConnectStrategy from 'passport-openidconnect';
import { Settings } from '../config/settings.js';
import { OidcError } from '../oidc/errors.js';
import { RelyingParty } from '../oidc/relying-party.js';
import type { SignedIn } from '../oidc/sign-in.js';
import { AuthError } from './auth-error.js';
import { authorizationResponse } from './authorization-response.js';
import { callbackPath } from './callback-path.js';
import { Clock } from './clock.js';
import type { LoginRequest } from './login-request.js';
import { LoginTransactions } from './login-transactions.js';

/** What the login guard hands to the strategy with each request. */
export type OidcStrategyOptions = AuthenticateOptions & { readonly reply: FastifyReply } & (
    { readonly phase: 'begin'; readonly login: LoginRequest } | { readonly phase: 'finish' }
  );

/** What a finished sign-in leaves on the request as `user`. */
export interface FinishedLogin {
  readonly signedIn: SignedIn;
  readonly returnTo: string;
  /** When the browser left for the provider, milliseconds. */
  readonly startedAt: number;
}

export interface KnownLogin {
  readonly returnTo: string;
  /** This request has proved that this browser started the login: only then may words of the provider be shown. */
  readonly proven: boolean;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** The login that this request starts or finishes. */
    login: KnownLogin | null;
  }
}

/**
 * passport-openidconnect's strategy with its judgement taken away: constructor, `validate` and Passport's actions (success,
 * fail, error, redirect) stay, the protocol is src/oidc's.
 *
 * `authenticate` is replaced as a whole. Wrapping only the parent's token request would leave it as a second judge after the
 * certified one, and a worse one: it reads `error` before `state`, knows no clock tolerance, compares the issuer with a fixed
 * text, and throws out of reach on an ID token that is not an object.
 */
@Injectable()
export class OidcStrategy extends PassportStrategy(OpenIDConnectStrategy, 'oidc', 8) {
  constructor(
    settings: Settings,
    private readonly relyingParty: RelyingParty,
    private readonly transactions: LoginTransactions,
    private readonly clock: Clock,
  ) {
    const { server, clientId } = settings.provider;
    super({
      issuer: server.issuer,
      // Only a description: discovery may be out of reach now, and where it is read its endpoints are the ones in use.
      authorizationURL: server.endpoints?.authorization ?? server.issuer,
      tokenURL: server.endpoints?.token ?? server.issuer,
      userInfoURL: server.endpoints?.userinfo ?? server.issuer,
      clientID: clientId,
      clientSecret: '',
      callbackURL: `${settings.publicUrl.href}${callbackPath}`,
      // Nothing is kept under it; to make one up, the parent calls url.parse, of which Node warns.
      sessionKey: 'unused',
    });
  }

  /** Passport calls this on a fresh object per request (`Object.create(strategy)`), so the actions belong to this request alone. */
  override authenticate(incoming: unknown, options?: unknown): void {
    const request = incoming as FastifyRequest;
    const given = options as OidcStrategyOptions;
    const done = given.phase === 'begin' ? this.begin(request, given.reply, given.login) : this.finish(request, given.reply);
    done.catch((error: unknown) => {
      // Passport keeps the two apart: somebody said no, or something broke. Both carry their cause to the page.
      if (isRefusal(error)) this.fail(error, error.status);
      else this.error(error instanceof Error ? error : new Error('Sign-in failed', { cause: error }));
    });
  }

  /** The place to look at a person before a session starts: throw an AuthError to refuse, return what goes on as `request.user`. */
  validate(login: FinishedLogin): FinishedLogin | Promise<FinishedLogin> {
    return login;
  }

  private async begin(request: FastifyRequest, reply: FastifyReply, login: LoginRequest): Promise<void> {
    request.login = { returnTo: login.returnTo, proven: false };
    const { transaction, url } = await this.relyingParty.begin(login.extras);
    reply.header('set-cookie', this.transactions.remember({ transaction, returnTo: login.returnTo }, request.headers.cookie));
    this.redirect(url, 302);
  }

  private async finish(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const response = await this.relyingParty.openResponse(authorizationResponse(request));
    const state = response.get('state') ?? '';
    // First of all the login is used up and shown to be this browser's: neither `error` nor `code` means anything before that.
    reply.header('set-cookie', this.transactions.forget(state, request.headers.cookie));
    const { transaction, returnTo } = this.transactions.take(state, request.headers.cookie, this.clock.milliseconds());
    request.login = { returnTo, proven: true };
    const signedIn = await this.relyingParty.complete(response, transaction);
    this.success(await this.validate({ signedIn, returnTo, startedAt: transaction.startedAt }));
  }
}

function isRefusal(error: unknown): error is AuthError | OidcError {
  return (error instanceof AuthError || error instanceof OidcError) && error.status < 500;
}
