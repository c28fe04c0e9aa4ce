import { isLoopback } from './site.js';

/** A cookie as a browser keeps it. */
export interface Cookie {
  readonly name: string;
  readonly value: string;
  /** Host that set it, or the Domain attribute without its leading dot. */
  readonly domain: string;
  readonly hostOnly: boolean;
  readonly path: string;
  readonly secure: boolean;
  readonly httpOnly: boolean;
  readonly sameSite: 'Strict' | 'Lax' | 'None';
  /** Milliseconds since the epoch; undefined: until the browser closes. */
  readonly expires: number | undefined;
}

/**
 * Reads one Set-Cookie line as Chromium does (RFC 6265bis, section 5.6).
 * @returns undefined where a browser drops the line: over 4096 bytes, wrong prefix rules, Secure over plain http, a foreign Domain.
 */
export function readSetCookie(line: string, url: URL, now: number): Cookie | undefined {
  const [pair = '', ...rest] = line.split(';');
  const separator = pair.indexOf('=');
  const name = separator < 0 ? '' : pair.slice(0, separator).trim();
  const value = pair.slice(separator + 1).trim();
  if (Buffer.byteLength(name + value) > 4096 || name + value === '') return undefined;

  const attributes = readAttributes(rest);
  const domain = attributes.get('domain')?.replace(/^\./, '').toLowerCase() || undefined;
  const path = attributes.get('path');
  const cookie: Cookie = {
    name,
    value,
    domain: domain ?? url.hostname,
    hostOnly: domain === undefined,
    path: path?.startsWith('/') ? path : folderOf(url.pathname),
    secure: attributes.has('secure'),
    httpOnly: attributes.has('httponly'),
    sameSite: readSameSite(attributes.get('samesite')),
    expires: readExpiry(attributes, now),
  };
  return isAcceptable(cookie, url) ? cookie : undefined;
}

function isAcceptable(cookie: Cookie, url: URL): boolean {
  const secureOrigin = url.protocol === 'https:' || isLoopback(url.hostname);
  if (cookie.secure && !secureOrigin) return false;
  if (cookie.sameSite === 'None' && !cookie.secure) return false;
  if (/^__(secure|host)-/i.test(cookie.name) && !cookie.secure) return false;
  if (/^__host-/i.test(cookie.name) && !(cookie.hostOnly && cookie.path === '/')) return false;
  return belongsToHost(cookie, url.hostname);
}

export function belongsToHost({ domain, hostOnly }: Cookie, hostname: string): boolean {
  return domain === hostname || (!hostOnly && hostname.endsWith(`.${domain}`));
}

/** RFC 6265bis, section 5.1.4. */
export function coversPath({ path }: Cookie, pathname: string): boolean {
  return pathname === path || pathname.startsWith(path.endsWith('/') ? path : `${path}/`);
}

function readAttributes(parts: readonly string[]): Map<string, string> {
  return new Map(
    parts.map((part): [string, string] => {
      const [name = '', ...value] = part.split('=');
      return [name.trim().toLowerCase(), value.join('=').trim()];
    }),
  );
}

function readSameSite(value: string | undefined): Cookie['sameSite'] {
  return (['Strict', 'None'] as const).find((known) => known.toLowerCase() === value?.toLowerCase()) ?? 'Lax';
}

function readExpiry(attributes: Map<string, string>, now: number): number | undefined {
  const maxAge = attributes.get('max-age');
  if (maxAge !== undefined && /^-?\d+$/.test(maxAge)) return now + Number(maxAge) * 1000;
  const date = Date.parse(attributes.get('expires') ?? '');
  return Number.isNaN(date) ? undefined : date;
}

/** RFC 6265bis, section 5.1.4: the default path. */
function folderOf(pathname: string): string {
  return pathname.slice(0, pathname.lastIndexOf('/')) || '/';
}
