const safe = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Whether requests of this method, in capitals, may change something (RFC 9110, section 9.2.1). */
export function isUnsafe(method: string): boolean {
  return !safe.has(method);
}
