/** Okta's authorization servers: the one of the organisation itself, and the custom ones under /oauth2/{id}. */
export interface AuthorizationServer {
  readonly id: string;
  readonly kind: 'org' | 'custom';
  readonly name: string;
  /** `{origin}` or `{origin}/oauth2/{id}`, without a slash at the end. */
  readonly issuer: string;
  /** Audience of its access tokens; undefined for the org server, whose tokens are for Okta alone. */
  readonly audience: string | undefined;
  /** Every scope that a request may ask for. */
  readonly scopes: readonly string[];
}

const standardScopes = ['openid', 'profile', 'email', 'address', 'phone', 'offline_access'];

/** @returns the org server, the only one that knows the scope `groups`, and two custom servers, the only ones with an API's own scopes. */
export function authorizationServers(origin: string): readonly AuthorizationServer[] {
  const custom = (id: string, name: string): AuthorizationServer => ({
    id,
    kind: 'custom',
    name,
    issuer: `${origin}/oauth2/${id}`,
    audience: 'api://default',
    scopes: [...standardScopes, 'device_sso', 'orders:read', 'orders:write'],
  });
  return [
    {
      id: 'org',
      kind: 'org',
      name: 'Org authorization server',
      issuer: origin,
      audience: undefined,
      scopes: [...standardScopes, 'groups'],
    },
    custom('default', 'default'),
    custom('aus1embedded', 'Embedded API'),
  ];
}
