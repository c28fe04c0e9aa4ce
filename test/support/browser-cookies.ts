import type { Cookie } from './cookie.js';

/** A cookie as Playwright's `context.addCookies` takes it. */
export interface BrowserCookie {
  readonly name: string;
  readonly value: string;
  readonly domain: string;
  readonly path: string;
  readonly secure: boolean;
  readonly httpOnly: boolean;
  readonly sameSite: 'Strict' | 'Lax' | 'None';
}

/** Cookies of the in-memory browser for a real one, where they end with its session. */
export function browserCookies(cookies: readonly Cookie[]): BrowserCookie[] {
  return cookies.map(({ name, value, domain, path, secure, httpOnly, sameSite }) => ({
    name,
    value,
    domain,
    path,
    secure,
    httpOnly,
    sameSite,
  }));
}
