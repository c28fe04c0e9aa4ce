import { Injectable } from '@nestjs/common';
import { endsGrant, OidcError, type Refreshed, statedAudience, type TokenClaims, type Tokens } from '@fanlight/oidc';
import type { SealedPayload, Session } from '../../session/session.js';
import { Sessions } from '../../session/sessions.js';
import { signedInSession } from '../access/current-user.js';
import { requestSource } from '../access/incoming-request.js';
import type { Connection } from '../connections/connection.js';
import { Connections } from '../connections/connections.js';
import { SignInError } from '../sign-in-error.js';
import { AuthEvents } from '../auth-events.js';
import { type HostRequest, requestOf, type SignInRequest } from '../http/sign-in-request.js';
import { SignOut } from '../logout/sign-out.js';
import { RenewedClaims } from './renewed-claims.js';

/** Seconds before its end at which a token counts as old: it must outlive the call that it is used for. */
const marginSeconds = 60;

export interface AccessTokenNeeds {
  /** All of them must have been granted. */
  readonly scopes?: readonly string[];
  /** What the API that is to be called goes by: the token must say that it is meant for it. */
  readonly audience?: string;
}

/** Access tokens of the person who sent a request, for calling other APIs in their name. */
@Injectable()
export class AccessTokens {
  constructor(
    private readonly sessions: Sessions,
    private readonly connections: Connections,
    private readonly signOut: SignOut,
    private readonly events: AuthEvents,
    private readonly claims: RenewedClaims,
  ) {}

  /**
   * A token that is valid for the next minute, refreshed where it is not: once, however many tabs and instances ask at a time.
   *
   * Throws SignInError `signed_out` (nobody is signed in), `session_ended` (the provider refused the refresh token: the session
   * is over), `token_unavailable` (a scope was not granted, the token is meant for another API, or it has expired and there is
   * no refresh token); OidcError when the provider cannot be reached: the session stays; StoreUnavailableError.
   */
  async for(request: HostRequest, needs?: AccessTokenNeeds): Promise<string> {
    return (await this.tokensFor(request, needs)).tokens.accessToken;
  }

  /**
   * Calls another API with that token, as the built-in fetch would; where tokens are bound to a key (OIDC_DPOP=on), with the proof that the
   * API asks for (RFC 9449), which nobody can make from the token alone. Redirects are not followed unless `init` says so.
   *
   * Throws what `for` throws, and what fetch throws.
   */
  async fetch(request: HostRequest, url: string | URL, init?: RequestInit, needs?: AccessTokenNeeds): Promise<Response> {
    const { session, tokens } = await this.tokensFor(request, needs);
    return (await this.connectionOf(session)).relyingParty.fetch(tokens, url, init);
  }

  private async tokensFor(
    request: HostRequest,
    { scopes = [], audience }: AccessTokenNeeds = {},
  ): Promise<{ session: Session; tokens: Tokens }> {
    const known = requestOf(request);
    if (known === undefined) throw new SignInError('signed_out', 'This is no request to this application.');
    const session = await signedInSession(known);
    const held = await this.sessions.tokens(session.key);
    if (held === undefined) throw new SignInError('session_ended', 'The session ended while this request was under way.');
    const tokens = this.isFresh(asTokens(held)) ? asTokens(held) : await this.refresh(session, known);
    if (audience !== undefined) await this.checkAudience(session, tokens, audience);
    const missing = scopes.filter((scope) => !tokens.scopes.includes(scope));
    if (missing.length > 0) throw unavailable(`These scopes were not granted at sign-in: ${missing.join(' ')}`, { missingScopes: missing });
    return { session, tokens };
  }

  /** An API would refuse the token anyway; here the reason is known, and another API's token does not leave. */
  private async checkAudience(session: Session, { accessToken }: Tokens, audience: string): Promise<void> {
    const { server } = (await this.connectionOf(session)).provider;
    const reason = server.kind === 'okta-org' ? forOktaAlone : reasonAgainst(statedAudience(accessToken), audience);
    if (reason !== undefined) throw unavailable(reason, { audience, reason });
  }

  private async refresh(session: Session, request: SignInRequest): Promise<Tokens> {
    let unused: Pick<Tokens, 'refreshToken' | 'dpopKey'> | undefined;
    let claims: TokenClaims | undefined;
    try {
      const newest = await this.sessions.replaceTokens(
        session.key,
        async (held) => {
          const tokens = asTokens(held);
          const renewed = await this.renew(tokens, session, (refreshToken) => (unused = { refreshToken, dpopKey: tokens.dpopKey }));
          claims = renewed?.idClaims;
          return renewed && { ...renewed.tokens };
        },
        (tokens) => void this.signOut.revoke(asTokens(tokens), session),
      );
      if (newest === undefined) throw new SignInError('session_ended', 'The session ended while its tokens were renewed.');
      if (claims !== undefined) await this.claims.renew(await this.connectionOf(session), session, claims, requestSource(request));
      return asTokens(newest);
    } catch (error) {
      if (error instanceof ConnectionGone)
        this.signOut.ended(await this.sessions.end(session.key), 'connection_gone', requestSource(request));
      const failure = error instanceof OidcError ? await this.failed(error, session, request) : error;
      // Where the session goes on, its own refresh token may still work, and a revocation would end that one as well.
      if (unused !== undefined && (await this.sessions.tokens(session.key)) === undefined) void this.signOut.revoke(unused, session);
      throw failure;
    }
  }

  /** Undefined: another tab or instance has just done it. */
  private async renew(tokens: Tokens, session: Session, onUnused: (refreshToken: string) => void): Promise<Refreshed | undefined> {
    if (this.isFresh(tokens)) return undefined;
    if (tokens.refreshToken === undefined) throw unavailable(noRefreshToken);
    const { relyingParty } = await this.connectionOf(session);
    const renewed = await relyingParty.refresh(tokens, session.subject, onUnused);
    this.events.emit('refreshed', { session });
    return renewed;
  }

  /**
   * A refusal of the grant ends the session. So does a new
   * ID token that is another person's or none at all (OpenID Connect Core 1.0, section 12.2). Trouble on the way does not.
   */
  private async failed(error: OidcError, session: Session, request: SignInRequest): Promise<Error> {
    this.events.emit('refresh_failed', { session, code: error.response?.error ?? error.code });
    const wrongPerson = ['id_token_claims', 'id_token_issuer', 'id_token_invalid', 'tenant_not_allowed'].includes(error.code);
    if (!wrongPerson && !endsGrant(error)) return error;
    this.signOut.ended(await this.sessions.end(session.key), 'refresh_refused', requestSource(request));
    const reason = wrongPerson
      ? 'The provider answered the refresh of this session with an ID token that does not belong to it.'
      : 'The provider no longer accepts the refresh token of this session.';
    return new SignInError('session_ended', reason, { cause: error });
  }

  /** @throws ConnectionGone; OidcError where its provider has to be asked who it is, and cannot be reached */
  private async connectionOf(session: Session): Promise<Connection> {
    const connection = await this.connections.ofSession(session);
    const clients = [session.data.idClaims['aud']].flat();
    // The tokens are another client's: they are no business of the one that is configured now.
    if (connection === undefined || !clients.includes(connection.provider.clientId)) throw new ConnectionGone();
    return connection;
  }

  private isFresh({ expiresAt }: Tokens): boolean {
    return expiresAt === undefined || expiresAt - marginSeconds > Date.now() / 1000;
  }
}

/** The connection of a session was removed, or is another provider or another client now. */
class ConnectionGone extends SignInError {
  constructor() {
    super('session_ended', 'The connection of this session is gone, or is another one now.');
  }
}

/** https://developer.okta.com/docs/guides/validate-access-tokens/main/ */
const forOktaAlone =
  "Okta's org server issues access tokens for Okta's own APIs alone: take a custom authorization server (OKTA_AUTH_SERVER=default).";

const noRefreshToken =
  'The access token has expired and there is no refresh token: add offline_access to OIDC_SCOPES and allow the grant at the provider.';

function unavailable(message: string, detail?: Readonly<Record<string, unknown>>): SignInError {
  return new SignInError('token_unavailable', message, { detail });
}

function reasonAgainst(stated: readonly string[] | undefined, audience: string): string | undefined {
  if (stated === undefined) return 'The access token does not say which API it is meant for.';
  return stated.includes(audience) ? undefined : `The access token is meant for ${stated.join(', ')}.`;
}

function asTokens(payload: SealedPayload): Tokens {
  // What was sealed at sign-in is a Tokens; the session's part of the code does not look inside.
  return payload as unknown as Tokens;
}
