import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { SignInRequest } from '../http/sign-in-request.js';
import { Settings } from '../../config/settings.js';
import { RateLimits } from '../../limits/rate-limits.js';
import { OidcError, type TokenClaims, type VerifiedAccessToken } from '@fanlight/oidc';
import type { CurrentUser } from '../access/current-user.js';
import { GroupReader } from '../access/groups.js';
import { rolesIn, rolesOf } from '../access/roles.js';
import type { Connection } from '../connections/connection.js';
import { Connections } from '../connections/connections.js';
import { statedClaims } from '../connections/stated-claims.js';
import { SignInError } from '../sign-in-error.js';
import { userDetails } from '../login/user-details.js';

/** Milliseconds for which a refused token is refused again without asking. */
const rememberedMs = 30_000;
const maxRemembered = 2000;
/** Questions of one address that may be under way at a time. */
const maxUnderWay = 50;
/** Requests of RATE_LIMIT that a refused token counts for: each has cost a question to the provider. */
const pointsPerRefusal = 10;

/**
 * Access tokens that the provider is asked about. Whoever sends made-up ones is stopped here: every question counts against the limit
 * that the provider sets for this whole application.
 */
@Injectable()
export class IntrospectedTokens {
  private readonly refused = new Map<string, { readonly error: OidcError; readonly until: number }>();
  private readonly underWay = new Map<string, number>();

  constructor(private readonly limits: RateLimits) {}

  /** Throws OidcError access_token_invalid and provider_*, SignInError too_many_requests for an address that sends too many bad ones. */
  async accept(
    token: string,
    { id: connection, relyingParty }: Connection,
    audience: string,
    address: string,
  ): Promise<VerifiedAccessToken> {
    const id = createHash('sha256').update(`${connection}\n${token}`).digest('base64url');
    const known = this.refused.get(id);
    if (known !== undefined && known.until > Date.now()) throw known.error;
    await this.enter(address);
    try {
      return await relyingParty.introspectAccessToken(token, { audience });
    } catch (error) {
      if (error instanceof OidcError && error.code === 'access_token_invalid') {
        this.remember(id, error);
        await this.limits.consume(address, 'shared', { points: pointsPerRefusal, purpose: 'bearer' });
      }
      throw error;
    } finally {
      this.leave(address);
    }
  }

  private async enter(address: string): Promise<void> {
    const wait = await this.limits.consume(address, 'shared', { points: 0, purpose: 'bearer' });
    if (wait > 0) throw tooMany('Too many access tokens of one address were refused in a minute (RATE_LIMIT).', wait);
    // Looked at and counted without a pause between, so that a thousand at once do not all pass.
    const others = this.underWay.get(address) ?? 0;
    if (others >= maxUnderWay) throw tooMany('Too many access tokens of one address are being judged.', 1);
    this.underWay.set(address, others + 1);
  }

  private leave(address: string): void {
    const others = (this.underWay.get(address) ?? 1) - 1;
    if (others === 0) this.underWay.delete(address);
    else this.underWay.set(address, others);
  }

  private remember(id: string, error: OidcError): void {
    // Oldest first, as a Map keeps them.
    for (const oldest of this.refused.keys()) {
      if (this.refused.size < maxRemembered) break;
      this.refused.delete(oldest);
    }
    this.refused.delete(id);
    this.refused.set(id, { error, until: Date.now() + rememberedMs });
  }
}

function tooMany(message: string, retryAfter: number): SignInError {
  return new SignInError('too_many_requests', message, { detail: { retryAfter } });
}

/** Access tokens with which other programs call /api (RFC 6750). */
@Injectable()
export class BearerTokens {
  constructor(
    private readonly settings: Settings,
    private readonly connections: Connections,
    private readonly introspected: IntrospectedTokens,
    private readonly groups: GroupReader,
  ) {}

  /** The token of an API call; undefined for other requests, and where its Authorization header holds none. */
  static read({ isApi, headers }: Pick<SignInRequest, 'isApi' | 'headers'>): string | undefined {
    return isApi ? /^Bearer +([A-Za-z0-9._~+/-]+=*) *$/i.exec(headers.authorization ?? '')?.[1] : undefined;
  }

  /**
   * Who is behind the token that `address` sent. Throws OidcError access_token_invalid with the reason; keys_unavailable and provider_* when it
   * cannot be judged; SignInError too_many_requests.
   */
  async accept(token: string, address: string): Promise<CurrentUser> {
    const { api } = this.settings;
    if (api === undefined)
      throw new OidcError('access_token_invalid', 'this application accepts no access tokens: API_AUDIENCE is not set', 'access_token');
    const connection = await this.issuerOf(token, api.tokens);
    const { claims, scopes } = await (api.tokens === 'introspection'
      ? this.introspected.accept(token, connection, api.audience, address)
      : connection.relyingParty.verifyAccessToken(token, { audience: api.audience }));
    return this.userOf(connection, claims, scopes);
  }

  /**
   * Whose keys judge a token, or who is asked about it: the connection of the issuer that it names, unproved, so that no token is shown to
   * another provider than its own. One that names none that is known is the default one's to judge.
   */
  private async issuerOf(token: string, judgedBy: 'jwt' | 'introspection'): Promise<Connection> {
    const { default: otherwise } = this.connections;
    const { iss } = statedClaims(token);
    // Each request asks this: a source only where the default connection does not have the issuer.
    if (iss === undefined || (await otherwise.isIssuer(iss))) return otherwise;
    const known = await this.connections.byIssuer(iss);
    // Access tokens of Okta's org server are for Okta alone.
    return known.find(({ provider }) => judgedBy === 'introspection' || provider.server.kind !== 'okta-org') ?? otherwise;
  }

  private userOf({ id: connection, provider, settings }: Connection, claims: TokenClaims, scopes: readonly string[]): CurrentUser {
    const { name, email, username } = userDetails(connection, claims);
    const groups = this.groups.read(provider, claims);
    const names = groups.kind === 'list' ? groups.names : undefined;
    const roles = rolesIn({ groupRoles: rolesOf(settings.entry.roles, names) });
    return { connection, issuer: claims.iss, subject: claims.sub, name, email, username, groups: names, roles, scopes, claims };
  }
}
