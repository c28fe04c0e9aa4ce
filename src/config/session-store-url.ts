import { SettingRefused } from './setting-refused.js';
import type { SessionStoreSettings } from './settings.js';

/**
 * Reads where sessions live: `database`, `redis://host:6379/0`, or `rediss://` for TLS; Valkey speaks the same protocol.
 * A cluster is several addresses separated by commas, or one that begins with `redis+cluster://` (`rediss+cluster://`).
 *
 * @throws SettingRefused
 */
export function readSessionStoreUrl(text: string): SessionStoreSettings {
  if (text === 'database') return { kind: 'database' };
  // A comma inside a password is not a separator.
  const addresses = text.split(/\s*,\s*(?=rediss?(?:\+cluster)?:)/i);
  const urls = addresses.map((address) => address.replace(/^(rediss?)\+cluster:/i, '$1:'));
  if (urls.some((url) => !/^rediss?:\/\//i.test(url) || !URL.canParse(url) || /[\s#]/.test(url) || new URL(url).hostname === '')) {
    throw new SettingRefused(
      'holds something other than addresses of Redis',
      'Write redis://:password@host:6379 or rediss:// for TLS, for a cluster several with commas between; percent-encode / ? # @ : in the password.',
    );
  }
  const cluster = addresses.length > 1 || /^rediss?\+cluster:/i.test(text);
  if (cluster && urls.some((url) => !/^\/?0?$/.test(new URL(url).pathname))) {
    throw new SettingRefused('chooses a database number in a cluster', 'A cluster has database 0 only: remove the /number at the end.');
  }
  return { kind: 'redis', urls, cluster };
}
