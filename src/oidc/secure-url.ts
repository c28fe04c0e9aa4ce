const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** True for https, and for http on this machine (localhost, 127.0.0.1, ::1), where no network can listen. */
export function isSecureUrl(value: string): boolean {
  const url = URL.parse(value);
  if (url === null) return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.has(url.hostname));
}
