import { belongsToHost, type Cookie, coversPath, readSetCookie } from './cookie.js';
import { isLoopback, siteOf } from './site.js';

/** The most cookies that Chromium keeps for one host; it drops the oldest. */
const mostPerHost = 180;

/** A browser's cookies: kept by host and path, never by port. */
export class CookieJar {
  /** Oldest first. */
  private cookies: Cookie[] = [];

  constructor(private readonly now: () => number) {}

  /** Keeps what one Set-Cookie line of a response from `url` sets, or deletes what it expires. */
  keep(line: string, url: URL): void {
    const cookie = readSetCookie(line, url, this.now());
    if (cookie === undefined) return;
    const known = this.cookies.findIndex((other) => isSame(other, cookie));
    if (cookie.expires !== undefined && cookie.expires <= this.now()) {
      if (known >= 0) this.cookies.splice(known, 1);
    } else if (known >= 0) {
      this.cookies[known] = cookie;
    } else {
      this.cookies.push(cookie);
      this.dropOldest(cookie.domain);
    }
  }

  /**
   * The Cookie header of a request to `url`: longer paths first, then older cookies (RFC 6265bis, section 5.8.3).
   * @param from the page that leads there; undefined: the person typed the address
   * @param safe the method is GET or HEAD and the request loads a page: what SameSite=Lax lets pass from another site
   */
  header(url: URL, from: URL | undefined, safe: boolean): string | undefined {
    const crossSite = from !== undefined && siteOf(from) !== siteOf(url);
    const sent = this.for(url).filter(({ sameSite }) => !crossSite || sameSite === 'None' || (sameSite === 'Lax' && safe));
    return sent.length === 0 ? undefined : sent.map(({ name, value }) => (name === '' ? value : `${name}=${value}`)).join('; ');
  }

  /** The cookies that belong to an address, wherever the request comes from. */
  for(url: URL): Cookie[] {
    this.cookies = this.cookies.filter(({ expires }) => expires === undefined || expires > this.now());
    const secureOrigin = url.protocol === 'https:' || isLoopback(url.hostname);
    return this.cookies
      .filter((cookie) => belongsToHost(cookie, url.hostname) && coversPath(cookie, url.pathname) && (secureOrigin || !cookie.secure))
      .sort((one, other) => other.path.length - one.path.length);
  }

  /** Deletes cookies by name, or all of them, as a person does in the browser's settings. */
  clear(name?: string): void {
    this.cookies = name === undefined ? [] : this.cookies.filter((cookie) => cookie.name !== name);
  }

  private dropOldest(domain: string): void {
    const ofHost = this.cookies.filter((cookie) => cookie.domain === domain);
    const surplus = new Set(ofHost.slice(0, Math.max(0, ofHost.length - mostPerHost)));
    this.cookies = this.cookies.filter((cookie) => !surplus.has(cookie));
  }
}

function isSame(one: Cookie, other: Cookie): boolean {
  return one.name === other.name && one.domain === other.domain && one.hostOnly === other.hostOnly && one.path === other.path;
}
