import { randomUUID } from 'node:crypto';
import type { JwtLie } from './provider/lie.js';
import type { Scenario } from './scenario.js';

const inMinutes = (minutes: number) => Math.floor(Date.now() / 1000) + minutes * 60;

/** The token with which the provider asks to end everything of a person (Okta's Universal Logout), but for `lie`. */
export function revocationRequest({ app, provider }: Pick<Scenario, 'app' | 'provider'>, lie: JwtLie = {}): Promise<string> {
  const claims = {
    aud: `${app.url}/universal-logout`,
    sub: provider.client.clientId,
    exp: inMinutes(5),
    jti: randomUUID(),
    events: undefined,
  };
  const header = { typ: 'global-token-revocation+jwt', ...lie.header };
  return provider.logoutToken({}, { ...lie, header, claims: { ...claims, ...lie.claims } });
}

/** Posts `body` with that token. Texts go as they are. */
export function postUniversalLogout(appUrl: string, token: string | undefined, body: unknown): Promise<Response> {
  return fetch(`${appUrl}/universal-logout`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}
