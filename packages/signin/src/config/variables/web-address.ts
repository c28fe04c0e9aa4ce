import { SettingRefused } from '../configuration-error.js';
import type { PublicUrl } from '../settings.js';

/** True for the names of this machine, where plain http gives nothing away: localhost, 127.0.0.1, ::1. */
export function isLoopback(url: URL): boolean {
  return ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
}

/** True for plain http to another machine, where whoever is on the way can read along. */
export function isExposed(url: URL): boolean {
  return url.protocol === 'http:' && !isLoopback(url);
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
  const url = URL.parse(text);
  if (url === null) throw new SettingRefused('is not a web address', `Write the address as a browser shows it: ${name}=https://…`);
  if (url.username !== '' || url.password !== '')
    throw new SettingRefused('holds a user name or password', `Remove everything between // and @ from ${name}.`);
  if (text.includes('\\')) throw new SettingRefused('holds a backslash', `Write ${name} with / only.`);
  const path = text.replace(/^https?:\/\//i, '').replace(/[?#].*$/s, '');
  if (path === '' || path.includes('//'))
    throw new SettingRefused('holds a doubled slash', `Write ${name} with single slashes after the host.`);
  return url;
}

const ownRoutes = /\/(authorization-code\/callback|login|logout|profile)\/?$/;

/**
 * Reads the address that people use, with or without a path prefix, with or without a slash at the end.
 *
 * @throws SettingRefused
 */
export function readPublicUrl(text: string): PublicUrl {
  refusePlaceholderAddress(text, 'Write the address that people type: PUBLIC_URL=https://app.example.com');
  const url = readWebAddress('PUBLIC_URL', text);
  if (/[?#]/.test(text)) throw new SettingRefused('holds a ? or #', `Write scheme, host and path prefix only: PUBLIC_URL=${url.origin}`);
  if (ownRoutes.test(url.pathname)) {
    throw new SettingRefused(
      "ends in one of the application's own pages",
      `Write the address of the start page: PUBLIC_URL=${url.origin}${url.pathname.replace(ownRoutes, '')}`,
    );
  }
  const path = url.pathname.replace(/\/$/, '');
  // Anything else would have to be escaped in a cookie's Path, in routes and in the registered redirect URI, each in its own way.
  if (!/^(\/[A-Za-z0-9._~-]+)*$/.test(path)) {
    throw new SettingRefused(
      'has a path with characters other than letters, digits and - . _ ~',
      'Choose a plain path prefix, such as https://example.com/app',
    );
  }
  return { href: url.origin + path, origin: url.origin, path, secure: url.protocol === 'https:' };
}

const placeholders = [
  /^(\$?\{.*\}|<.*>|\[.*\]|\$\w+|x{3,}|\*{3,}|\w{0,8}(\.{3}|\u2026))$/i,
  /^(your|my)[-_ ]?(okta|oidc|own|client|app|application|session|super)?[-_ ]?(client|app|session)?[-_ ]?(id|secret|key|password)\b/i,
  /^(change[-_ ]?(me|this|it)|replace[-_ ]?(me|this|with)|to[-_ ]?do|placeholder|insert[-_ ]|(a|some|the)[-_ ]?(secret|long|random))/i,
  /^(secret|password|keyboard cat|client[-_ ]?(id|secret)|session[-_ ]?secret)$/i,
];

const placeholdersInAddresses = [
  /[{}<>[\]$*]|#{2,}|\.{3}|\u2026/,
  /\bx{3,}\b|-x{3,}/i,
  /\byour[-_]?(okta|org|domain|sub-?domain|company|tenant|issuer)/i,
  /^(https?:\/\/)?(sub-?domain|example|tenant|company|domain)\.(okta|oktapreview|okta-emea)\.com\b/i,
];

/** True for what documentation prints in place of an id or a secret: `{clientId}`, `<client id>`, `changeme`. */
export function isPlaceholder(text: string): boolean {
  return placeholders.some((pattern) => pattern.test(text.trim()));
}

/** True for an address with a part that still has to be filled in: `https://{yourOktaDomain}`, `dev-xxxx.okta.com`. */
export function isUnfilled(address: string): boolean {
  return placeholdersInAddresses.some((pattern) => pattern.test(address.replace(/\[[0-9a-f:.]+\]/i, '')));
}

/** @throws SettingRefused for such an address */
export function refusePlaceholderAddress(text: string, fix: string): void {
  if (isUnfilled(text)) throw new SettingRefused('still holds the placeholder of the documentation', fix);
}
