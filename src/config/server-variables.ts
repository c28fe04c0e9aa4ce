import { isIP } from 'node:net';
import { z } from 'zod';
import { readPublicUrl } from './public-url.js';
import { SettingRefused } from './setting-refused.js';
import { oneOf, readBy, wholeNumber } from './setting-schema.js';
import { readTrustedProxies } from './trusted-proxies.js';

/** How the process listens, is reached, is limited and logs. */
export const serverVariables = z.object({
  NODE_ENV: oneOf(['development', 'test', 'production']).default('development'),
  PORT: wholeNumber(1, 65_535).default(8080),
  HOST: readBy(readHost).default('localhost'),
  PUBLIC_URL: readBy(readPublicUrl).optional(),
  TRUST_PROXY: readBy(readTrustedProxies).default([]),
  RATE_LIMIT: readBy(readRateLimit).default(1200),
  LOG_LEVEL: oneOf(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  METRICS_TOKEN: readBy(readMetricsToken).optional(),
  API_AUDIENCE: readBy(readAudience).optional(),
  API_TOKENS: oneOf(['jwt', 'introspection']).default('jwt'),
});

function readHost(text: string): string {
  const host = text.replace(/^\[(.*)\]$/, '$1');
  if (isIP(host) === 0 && !/^[A-Za-z0-9]([A-Za-z0-9.-]{0,252})$/.test(host)) {
    throw new SettingRefused(
      'is not the name or address of a network interface',
      'Write a host alone, such as localhost, 0.0.0.0 or ::; the port belongs in PORT. Some shells and conda set HOST by themselves: write HOST=localhost before the command, or unset it.',
    );
  }
  return host;
}

function readRateLimit(text: string): number | 'off' {
  if (text === 'off') return 'off';
  if (/^[1-9]\d{0,6}$/.test(text)) return Number(text);
  throw new SettingRefused(
    'is neither a number nor off',
    'Write how many sign-in and logout requests one address may make in a minute, such as 1200, or off.',
  );
}

function readAudience(text: string): string {
  if (/^[\x21-\x7e]{1,500}$/.test(text)) return text;
  throw new SettingRefused('is not an audience', 'Write what the access tokens have as aud, such as api://default.');
}

function readMetricsToken(text: string): string {
  // RFC 6750, section 2.1: what can stand in an Authorization header after Bearer.
  if (!/^[A-Za-z0-9._~+/-]{16,}=*$/.test(text)) {
    throw new SettingRefused(
      'cannot be sent as a bearer token',
      'Write 16 or more letters, digits or - . _ ~ + /, such as the output of: openssl rand -hex 32',
    );
  }
  return text;
}
