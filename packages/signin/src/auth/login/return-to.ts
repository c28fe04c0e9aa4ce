import type { PublicUrl } from '../../config/settings.js';

/** Of a return path: a request line holds no more behind most proxies. */
export const maxReturnToChars = 8192;
/** Printable ASCII without a backslash: what a request target can hold, and what no URL parser rewrites before it reads it. */
const plain = /^\/[\x21-\x5b\x5d-\x7e]*$/;

/**
 * The path, with its query, to go to after sign-in, or undefined when `value` leads anywhere else.
 *
 * The value is resolved as a browser resolves a Location header and compared by origin, never searched for bad prefixes:
 * `//evil`, `/\evil`, `/%09/evil` after decoding, userinfo and foreign schemes all end at another origin.
 * A path that is already in request-target form comes back byte for byte, so that `%2F`, `+` and `f[]=1` survive.
 */
export function returnTo(value: string | null | undefined, publicUrl: PublicUrl): string | undefined {
  if (!value || value.length > maxReturnToChars) return undefined;
  const url = URL.parse(value, `${publicUrl.href}/`);
  if (url === null || url.origin !== publicUrl.origin || url.username !== '' || url.password !== '') return undefined;
  // A path that starts with two slashes is an address of another host as soon as somebody puts it into a Location header.
  if (url.pathname.startsWith('//')) return undefined;
  if (url.pathname !== publicUrl.path && !url.pathname.startsWith(`${publicUrl.path}/`)) return undefined;
  if (plain.test(value) && !value.includes('#') && !hasDotSegment(value)) return value;
  return url.pathname + url.search;
}

function hasDotSegment(value: string): boolean {
  return /\/(?:\.|%2e){1,2}(?:[/?]|$)/i.test(value);
}

/** Where people arrive who wanted nothing else. */
export function homePath(publicUrl: PublicUrl): string {
  return `${publicUrl.path}/`;
}
