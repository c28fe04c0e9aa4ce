import { Injectable } from '@nestjs/common';
import { Settings } from '../../config/settings.js';
import { OidcError } from '../../oidc/errors.js';
import { RelyingParty } from '../../oidc/relying-party.js';
import type { Claims } from '../../oidc/sign-in.js';
import type { CurrentUser } from '../access/current-user.js';
import { GroupReader } from '../access/groups.js';
import { userDetails } from '../login/user-details.js';
import { IntrospectedTokens } from './introspected-tokens.js';

/** Access tokens with which other programs call /api (RFC 6750). */
@Injectable()
export class BearerTokens {
  constructor(
    private readonly settings: Settings,
    private readonly relyingParty: RelyingParty,
    private readonly introspected: IntrospectedTokens,
    private readonly groups: GroupReader,
  ) {}

  /** The token of an Authorization header; undefined where it holds none. */
  static read(header: string | undefined): string | undefined {
    return /^Bearer +([A-Za-z0-9._~+/-]+=*) *$/i.exec(header ?? '')?.[1];
  }

  /**
   * Who is behind the token that `address` sent. Throws OidcError access_token_invalid with the reason; keys_unavailable and provider_* when it
   * cannot be judged; AuthError too_many_requests.
   */
  async accept(token: string, address: string): Promise<CurrentUser> {
    const { api } = this.settings;
    if (api === undefined)
      throw new OidcError('access_token_invalid', 'this application accepts no access tokens: API_AUDIENCE is not set', 'access_token');
    const { claims, scopes } = await (api.tokens === 'introspection'
      ? this.introspected.accept(token, api.audience, address)
      : this.relyingParty.verifyAccessToken(token, { audience: api.audience }));
    return this.userOf(claims, scopes);
  }

  private userOf(claims: Claims, scopes: readonly string[]): CurrentUser {
    const { name, email, username } = userDetails(claims, undefined);
    const groups = this.groups.read(claims);
    const names = groups.kind === 'list' ? groups.names : undefined;
    return { issuer: claims.iss, subject: claims.sub, name, email, username, groups: names, scopes, claims };
  }
}
