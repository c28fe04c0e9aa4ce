import { SettingRefused } from '../configuration-error.js';
import type { PublicUrl } from '../settings.js';
import { readWebAddress, refusePlaceholderAddress } from './web-address.js';

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
