import { RateLimitPauses, readRetryAfter } from './rate-limit.js';

const now = Date.parse('2026-01-01T00:00:00Z');
const second = now / 1000;

describe('readRetryAfter', () => {
  it.each([
    [{ 'retry-after': '7' }, 7],
    [{ 'retry-after': '0' }, 1],
    [{ 'retry-after': 'Thu, 01 Jan 2026 00:00:30 GMT' }, 30],
    [{ 'retry-after': 'Thu, 01 Jan 2015 00:00:30 GMT' }, 1],
    [{ 'retry-after': '99999999999' }, 86_400],
    [{ 'retry-after': 'soon' }, undefined],
    [{ 'x-rate-limit-reset': String(second + 12) }, 12],
    [{ 'x-rate-limit-reset': '0' }, undefined],
    [{ 'x-rate-limit-reset': 'x' }, undefined],
    [{ 'retry-after': '3', 'x-rate-limit-reset': String(second + 12) }, 3],
    [{}, undefined],
  ])('reads %j as %p seconds', (headers, seconds) => {
    expect(readRetryAfter(new Headers(headers as Record<string, string>), now)).toBe(seconds);
  });
});

describe('RateLimitPauses', () => {
  it('pauses one endpoint until its time has come', () => {
    const pauses = new RateLimitPauses();
    pauses.start('https://p/token', 5, now);
    expect(pauses.remaining('https://p/token', now + 4500)).toBe(1);
    expect(pauses.remaining('https://p/userinfo', now)).toBe(0);
    expect(pauses.remaining('https://p/token', now + 9000)).toBe(0);
    pauses.start('https://p/token', 5, now);
    expect(pauses.remaining('https://p/token', now + 5000)).toBe(0);
  });

  it('pauses no longer than a minute', () => {
    const pauses = new RateLimitPauses();
    pauses.start('https://p/token', 3600, now);
    expect(pauses.remaining('https://p/token', now)).toBe(60);
  });
});
