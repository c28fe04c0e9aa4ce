import { SettingRefused } from './setting-refused.js';

const loopbackHosts = new Set(['localhost', '127.0.0.1', '[::1]']);

/** True for the names of this machine, where plain http gives nothing away: localhost, 127.0.0.1, ::1. */
export function isLoopback(url: URL): boolean {
  return loopbackHosts.has(url.hostname);
}

/**
 * Reads an absolute http or https address for its parts; what is compared with other parties' strings is never taken from the result.
 * Refuses what is wrong in every setting: no scheme, a scheme that stands twice, a user name or password, a doubled slash.
 *
 * @param name The variable, for the fix.
 * @throws SettingRefused
 */
export function readWebAddress(name: string, text: string): URL {
  if (/^["'`\u201c\u201d]/.test(text))
    throw new SettingRefused('begins with a quote', `Write the value without quotes, which not every program takes off: ${name}=https://…`);
  if (/[\s\p{Cc}]/u.test(text)) throw new SettingRefused('holds a space or a control character', `Write ${name} without it.`);
  if (/^https?:\/*https?[:/]/i.test(text)) throw new SettingRefused('holds the scheme twice', `Write https:// once: ${name}=https://…`);
  if (!/^https?:\/\//i.test(text)) throw new SettingRefused('does not begin with https://', `Write the whole address: ${name}=https://…`);
  const url = parse(name, text);
  if (url.username !== '' || url.password !== '') {
    throw new SettingRefused('holds a user name or password', `Remove everything between // and @ from ${name}.`);
  }
  if (/\\/.test(text)) throw new SettingRefused('holds a backslash', `Write ${name} with / only.`);
  const path = text.replace(/^https?:\/\//i, '').replace(/[?#].*$/s, '');
  if (path === '' || path.includes('//'))
    throw new SettingRefused('holds a doubled slash', `Write ${name} with single slashes after the host.`);
  return url;
}

function parse(name: string, text: string): URL {
  try {
    return new URL(text);
  } catch {
    throw new SettingRefused('is not a web address', `Write the address as a browser shows it: ${name}=https://…`);
  }
}
