/** What a path asks for. */
export type Route =
  | { readonly to: 'organisation' }
  | { readonly to: 'stylesheet' }
  | { readonly to: 'sign-in'; readonly serverId: string }
  | { readonly to: 'discovery'; readonly serverId: string }
  | { readonly to: 'endpoint'; readonly serverId: string; readonly endpoint: string }
  | { readonly to: 'management'; readonly path: string }
  | { readonly to: 'nothing' };

const DISCOVERY = '(?:openid-configuration|oauth-authorization-server)';
const SERVER = '(?<serverId>[^/]+)';
const ENDPOINT = '(?<endpoint>authorize|token|userinfo|keys|logout|introspect|revoke|par)(?:/[^/]+)?';

type Make = (groups: Readonly<Record<string, string>>, path: string) => Route;

/** The first that matches; Okta gives the OAuth discovery of custom servers in two places. */
const TABLE: readonly (readonly [RegExp, Make])[] = [
  [/^\/$/, () => ({ to: 'organisation' })],
  [/^\/assets\/embedded-okta\.css$/, () => ({ to: 'stylesheet' })],
  [new RegExp(`^/signin/${SERVER}/[^/]+$`), ({ serverId = '' }) => ({ to: 'sign-in', serverId })],
  [/^\/(?:api\/v1|oauth2\/v1\/clients)\//, (_, path) => ({ to: 'management', path })],
  [/^\/api\/v1\/[^/]+$/, (_, path) => ({ to: 'management', path })],
  [new RegExp(`^/\\.well-known/${DISCOVERY}$`), () => ({ to: 'discovery', serverId: 'org' })],
  [new RegExp(`^/\\.well-known/oauth-authorization-server/oauth2/${SERVER}$`), ({ serverId = '' }) => ({ to: 'discovery', serverId })],
  [new RegExp(`^/oauth2/${SERVER}/\\.well-known/${DISCOVERY}$`), ({ serverId = '' }) => ({ to: 'discovery', serverId })],
  [new RegExp(`^/oauth2/v1/${ENDPOINT}$`), ({ endpoint = '' }) => ({ to: 'endpoint', serverId: 'org', endpoint })],
  [new RegExp(`^/oauth2/${SERVER}/v1/${ENDPOINT}$`), ({ serverId = '', endpoint = '' }) => ({ to: 'endpoint', serverId, endpoint })],
];

export function routeFor(path: string): Route {
  for (const [pattern, make] of TABLE) {
    const match = pattern.exec(path);
    if (match) return make(match.groups ?? {}, path);
  }
  return { to: 'nothing' };
}
