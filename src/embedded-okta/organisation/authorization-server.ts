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

const STANDARD_SCOPES = ['openid', 'profile', 'email', 'address', 'phone', 'offline_access'];

export const CUSTOM_SERVERS: readonly Pick<AuthorizationServer, 'id' | 'name'>[] = [
  { id: 'default', name: 'default' },
  { id: 'aus1embedded', name: 'Embedded API' },
];

/** @returns the org server at the origin: the only one that knows the scope `groups`. */
export function orgServer(origin: string): AuthorizationServer {
  return {
    id: 'org',
    kind: 'org',
    name: 'Org authorization server',
    issuer: origin,
    audience: undefined,
    scopes: [...STANDARD_SCOPES, 'groups'],
  };
}

/** @returns a custom server; an API's own scopes exist here only. */
export function customServer(origin: string, { id, name }: Pick<AuthorizationServer, 'id' | 'name'>): AuthorizationServer {
  return {
    id,
    kind: 'custom',
    name,
    issuer: `${origin}/oauth2/${id}`,
    audience: 'api://default',
    scopes: [...STANDARD_SCOPES, 'device_sso', 'orders:read', 'orders:write'],
  };
}
