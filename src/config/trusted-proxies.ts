import { isIP } from 'node:net';
import { splitWords } from './setting-schema.js';
import { SettingRefused } from './setting-refused.js';

/** Names that Express and Fastify know, as ranges. */
const named: Readonly<Record<string, readonly string[]>> = {
  loopback: ['127.0.0.0/8', '::1/128'],
  linklocal: ['169.254.0.0/16', 'fe80::/10'],
  uniquelocal: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'],
};

/**
 * Reads `off`, or addresses and CIDR ranges separated by commas; `loopback`, `linklocal` and `uniquelocal` stand for their ranges.
 * "Trust everyone" cannot be said: any client could then choose its own address, and with it its rate limit.
 *
 * @throws SettingRefused
 */
export function readTrustedProxies(text: string): string[] {
  if (/^(off|false|no|0)$/i.test(text)) return [];
  return splitWords(text).flatMap((word) => named[word] ?? [readRange(word)]);
}

function readRange(word: string): string {
  const [, address = '', length] = /^([^/]*)(?:\/(\d{1,3}))?$/.exec(word) ?? [];
  const family = isIP(address);
  const longest = family === 6 ? 128 : 32;
  if (family === 0 || Number(length ?? 1) > longest || length === '0') {
    throw new SettingRefused(
      'holds something other than addresses of proxies',
      'Write the addresses or ranges from which the proxies connect, such as TRUST_PROXY=10.0.0.0/8, or loopback, or off.',
    );
  }
  return word;
}
