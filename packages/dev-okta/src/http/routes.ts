import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { EmbeddedOktaSwitches } from '../embedded-okta.js';

/** What a path asks for. */
export interface Route {
  readonly to: 'organisation' | 'stylesheet' | 'sign-in' | 'discovery' | 'endpoint' | 'management' | 'nothing';
  /** `org` where the path names none. */
  readonly serverId: string;
  /** Of `to: 'endpoint'`: token, keys and the like. */
  readonly endpoint: string;
}

const discovery = '(?:openid-configuration|oauth-authorization-server)';
const server = '(?<serverId>[^/]+)';
const endpoints = '(?<endpoint>authorize|token|userinfo|keys|logout|introspect|revoke|par)(?:/[^/]+)?';

/** The first that matches; Okta gives the OAuth discovery of custom servers in two places. */
const routes: readonly (readonly [RegExp, Route['to']])[] = [
  [/^\/$/, 'organisation'],
  [/^\/assets\/embedded-okta\.css$/, 'stylesheet'],
  [new RegExp(`^/signin/${server}/[^/]+$`), 'sign-in'],
  [/^\/(?:api\/v1|oauth2\/v1\/clients)\//, 'management'],
  [new RegExp(`^/\\.well-known/${discovery}$`), 'discovery'],
  [new RegExp(`^/\\.well-known/oauth-authorization-server/oauth2/${server}$`), 'discovery'],
  [new RegExp(`^/oauth2/${server}/\\.well-known/${discovery}$`), 'discovery'],
  [new RegExp(`^/oauth2/v1/${endpoints}$`), 'endpoint'],
  [new RegExp(`^/oauth2/${server}/v1/${endpoints}$`), 'endpoint'],
];

export function routeFor(path: string): Route {
  const [pattern, to = 'nothing'] = routes.find(([candidate]) => candidate.test(path)) ?? [];
  return { to, serverId: 'org', endpoint: '', ...pattern?.exec(path)?.groups };
}

const requestLimit = 1200;
const windowSeconds = 60;

/** Sets what every answer of Okta carries: a request id, the state of the rate limit, and the time by Okta's clock. */
export function setOktaHeaders(response: ServerResponse, route: Route, { rateLimited, clockSkew }: EmbeddedOktaSwitches): void {
  const now = Date.now() + clockSkew * 1000;
  response.setHeader('x-okta-request-id', randomBytes(16).toString('base64url'));
  response.setHeader('x-rate-limit-limit', requestLimit);
  response.setHeader('x-rate-limit-remaining', rateLimited ? 0 : requestLimit - 1);
  response.setHeader('x-rate-limit-reset', Math.ceil(now / 1000) + windowSeconds);
  // A browser counts the life of cookies by this header: with a clock an hour ahead the sign-in would be over before it began.
  if (!isForBrowsers(route)) response.setHeader('date', new Date(now).toUTCString());
}

function isForBrowsers(route: Route): boolean {
  if (route.to === 'endpoint') return route.endpoint === 'authorize' || route.endpoint === 'logout';
  return route.to !== 'discovery' && route.to !== 'management';
}

/** Okta limits neither discovery nor keys; our own pages stay open, so that the limit can be lifted again. */
export function isLimited(route: Route, { rateLimited }: EmbeddedOktaSwitches): boolean {
  if (!rateLimited) return false;
  if (route.to === 'endpoint') return route.endpoint !== 'keys';
  return route.to === 'management' || route.to === 'sign-in';
}
