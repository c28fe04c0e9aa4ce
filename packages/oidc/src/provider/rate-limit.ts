import type { TransportResponse } from './transport.js';

/** Seconds. */
const maxRetryAfter = 24 * 60 * 60;
const maxPause = 60;

/**
 * Seconds after which the provider takes requests again: `Retry-After` as seconds or date (RFC 9110, section 10.2.3), or Okta's
 * `X-Rate-Limit-Reset` (seconds since the epoch; 0 when too many requests ran at once). Undefined: it did not say.
 * @param now milliseconds since the epoch
 */
export function readRetryAfter(headers: TransportResponse['headers'], now: number): number | undefined {
  const reset = headers.get('x-rate-limit-reset') ?? '';
  const seconds = readHeader(headers.get('retry-after') ?? '', now) ?? (/^[1-9]\d*$/.test(reset) ? Number(reset) - now / 1000 : undefined);
  return seconds === undefined ? undefined : Math.min(Math.max(Math.ceil(seconds), 1), maxRetryAfter);
}

function readHeader(header: string, now: number): number | undefined {
  if (/^\d+$/.test(header)) return Number(header);
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : (date - now) / 1000;
}

/** Remembers which endpoints asked for a pause, so that a provider under pressure is not asked again at once. */
export class RateLimitPauses {
  private readonly until = new Map<string, number>();

  /** A pause lasts a minute at most: a wrong header must not lock everyone out for hours. */
  start(endpoint: string, seconds: number, now: number): void {
    this.until.set(endpoint, now + Math.min(seconds, maxPause) * 1000);
  }

  /** Seconds that are left, 0 when requests may go out. */
  remaining(endpoint: string, now: number): number {
    return Math.max(0, Math.ceil(((this.until.get(endpoint) ?? now) - now) / 1000));
  }
}
