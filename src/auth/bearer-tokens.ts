import { Injectable } from '@nestjs/common';
import { Settings } from '../config/settings.js';
import { OidcError } from '../oidc/errors.js';
import { RelyingParty } from '../oidc/relying-party.js';
import type { Caller } from './caller.js';
import { readGroups } from './groups.js';
import { identityOf } from './identity.js';

/** Access tokens with which other programs call /api (RFC 6750). */
@Injectable()
export class BearerTokens {
  constructor(
    private readonly settings: Settings,
    private readonly relyingParty: RelyingParty,
  ) {}

  /** The token of an Authorization header; undefined where it holds none. */
  static read(header: string | undefined): string | undefined {
    return /^Bearer +([A-Za-z0-9._~+/-]+=*) *$/i.exec(header ?? '')?.[1];
  }

  /** Who is behind the token. Throws OidcError access_token_invalid with the reason; keys_unavailable and provider_* when it cannot be judged. */
  async accept(token: string): Promise<Caller> {
    const { api } = this.settings;
    if (api === undefined)
      throw new OidcError('access_token_invalid', 'this application accepts no access tokens: API_AUDIENCE is not set', 'access_token');
    if (api.tokens === 'introspection') return this.introspect(token, api.audience);
    const { claims, scopes } = await this.relyingParty.verifyAccessToken(token, { audience: api.audience });
    return this.caller(claims, scopes);
  }

  private async introspect(token: string, audience: string): Promise<Caller> {
    const answer = await this.relyingParty.introspect(token);
    if (!answer.active) throw new OidcError('access_token_invalid', 'the provider says that the token is not active', 'access_token');
    const { aud, sub, scope, iss } = answer;
    const audiences = Array.isArray(aud) ? aud : [aud];
    if (!audiences.includes(audience))
      throw new OidcError('access_token_invalid', 'the token is meant for another audience', 'access_token');
    if (typeof sub !== 'string' || sub === '')
      throw new OidcError('access_token_invalid', 'the provider does not say whose token it is', 'access_token');
    return this.caller(
      { ...answer, iss: typeof iss === 'string' ? iss : this.relyingParty.issuer, sub },
      typeof scope === 'string' ? scope.split(' ') : [],
    );
  }

  private caller(
    claims: Readonly<Record<string, unknown>> & { readonly iss: string; readonly sub: string },
    scopes: readonly string[],
  ): Caller {
    const { name, email, username } = identityOf(claims, undefined);
    const groups = readGroups(this.settings.provider.groupsClaim, claims);
    return {
      userId: undefined,
      issuer: claims.iss,
      subject: claims.sub,
      name,
      email,
      username,
      groups: groups.kind === 'list' ? groups.names : undefined,
      scopes,
      claims,
      userinfo: undefined,
      session: undefined,
    };
  }
}
