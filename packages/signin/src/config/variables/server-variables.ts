import { isIP } from 'node:net';
import { z } from 'zod';
import { SettingRefused } from '../configuration-error.js';
import { readPublicUrl } from './web-address.js';
import { matching, oneOf, readBy, splitWords, wholeNumber } from './setting-schema.js';

/** How the process listens, is reached, is limited and logs. */
export const serverVariables = z.object({
  NODE_ENV: oneOf(['development', 'test', 'production']).default('development'),
  PORT: wholeNumber(1, 65_535).default(8080),
  EMBEDDED_OKTA_PORT: wholeNumber(1, 65_535).default(8081),
  HOST: readBy(readHost).default('localhost'),
  PUBLIC_URL: readBy(readPublicUrl).optional(),
  TRUST_PROXY: readBy(readTrustedProxies).default([]),
  RATE_LIMIT: readBy(readRateLimit).default(1200),
  LOG_LEVEL: oneOf(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  SIGN_IN_TRACE: oneOf(['off', 'last']).optional(),
  // RFC 6750, section 2.1: what can stand in an Authorization header after Bearer.
  METRICS_TOKEN: matching(
    /^[A-Za-z0-9._~+/-]{16,}=*$/,
    'cannot be sent as a bearer token',
    'Write 16 or more letters, digits or - . _ ~ + /, such as the output of: openssl rand -hex 32',
  ).optional(),
  API_AUDIENCE: matching(
    /^[\x21-\x7e]{1,500}$/,
    'is not an audience',
    'Write what the access tokens have as aud, such as api://default.',
  ).optional(),
  API_TOKENS: oneOf(['jwt', 'introspection']).default('jwt'),
});

function readHost(text: string): string {
  const host = text.replace(/^\[(.*)\]$/, '$1');
  if (isIP(host) !== 0 || /^[A-Za-z0-9]([A-Za-z0-9.-]{0,252})$/.test(host)) return host;
  throw new SettingRefused(
    'is not the name or address of a network interface',
    'Write a host alone, such as localhost, 0.0.0.0 or ::; the port belongs in PORT. Some shells and conda set HOST by themselves: write HOST=localhost before the command, or unset it.',
  );
}

function readRateLimit(text: string): number | 'off' {
  if (text === 'off') return 'off';
  if (/^[1-9]\d{0,6}$/.test(text)) return Number(text);
  throw new SettingRefused(
    'is neither a number nor off',
    'Write how many sign-in and logout requests one address may make in a minute, such as 1200, or off.',
  );
}

/** Names that Express and Fastify know, as ranges. */
const namedRanges: Readonly<Record<string, readonly string[]>> = {
  loopback: ['127.0.0.0/8', '::1/128'],
  linklocal: ['169.254.0.0/16', 'fe80::/10'],
  uniquelocal: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'],
};

/**
 * `off`, or addresses and CIDR ranges separated by commas.
 * "Trust everyone" cannot be said: any client could then choose its own address, and with it its rate limit.
 */
function readTrustedProxies(text: string): string[] {
  if (/^(off|false|no|0)$/i.test(text)) return [];
  return splitWords(text).flatMap((word) => namedRanges[word] ?? [readRange(word)]);
}

function readRange(word: string): string {
  const [, address = '', length = '1'] = /^([^/]*)(?:\/(\d{1,3}))?$/.exec(word) ?? [];
  const family = isIP(address);
  if (family !== 0 && Number(length) <= (family === 6 ? 128 : 32) && length !== '0') return word;
  throw new SettingRefused(
    'holds something other than addresses of proxies',
    'Write the addresses or ranges from which the proxies connect, such as TRUST_PROXY=10.0.0.0/8, or loopback, or off.',
  );
}
