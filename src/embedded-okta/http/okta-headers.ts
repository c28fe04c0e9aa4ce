import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { EmbeddedOktaSwitches } from '../embedded-okta.js';
import type { Route } from './routes.js';

const LIMIT = 1200;
/** Seconds. */
const WINDOW = 60;

/** Sets what every answer of Okta carries: a request id, the state of the rate limit, and the time by Okta's clock. */
export function setOktaHeaders(response: ServerResponse, route: Route, { rateLimited, clockSkew }: EmbeddedOktaSwitches): void {
  const now = Date.now() + clockSkew * 1000;
  response.setHeader('x-okta-request-id', randomBytes(16).toString('base64url'));
  response.setHeader('x-rate-limit-limit', LIMIT);
  response.setHeader('x-rate-limit-remaining', rateLimited ? 0 : LIMIT - 1);
  response.setHeader('x-rate-limit-reset', Math.ceil(now / 1000) + WINDOW);
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
