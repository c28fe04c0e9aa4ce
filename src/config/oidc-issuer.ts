import { isPlaceholderAddress } from './placeholder.js';
import { SettingRefused } from './setting-refused.js';
import { isLoopback, readWebAddress } from './web-address.js';

const wellKnown = '/.well-known/openid-configuration';

/**
 * Checks an issuer without changing it: it is compared letter by letter with the provider's own (OpenID Connect Discovery 1.0, section 4.3).
 * With a discovery address of its own it need not be a web address (FusionAuth's is free text).
 *
 * @throws SettingRefused
 */
export function readIssuer(issuer: string, hasDiscoveryUrl: boolean): string {
  if (isPlaceholderAddress(issuer)) throw unfilled('OIDC_ISSUER');
  if (hasDiscoveryUrl && !/^[a-z][a-z0-9+.-]*:\//i.test(issuer) && !/[\s\p{Cc}]/u.test(issuer)) return issuer;
  const url = readWebAddress('OIDC_ISSUER', issuer);
  refuseHttp('OIDC_ISSUER', url);
  const pasted = issuer.replace(/[?#].*/s, '').indexOf('/.well-known');
  if (pasted !== -1) {
    throw new SettingRefused(
      'is the address of the discovery document',
      `Write the part before it: OIDC_ISSUER=${issuer.slice(0, pasted)}`,
    );
  }
  // Discovery 1.0, section 3: an issuer has neither query nor fragment.
  if (/[?#]/.test(issuer)) {
    throw new SettingRefused(
      'holds a ? or #',
      "Write the issuer as the provider's discovery document has it; a discovery address with a query belongs in OIDC_DISCOVERY_URL.",
    );
  }
  return issuer;
}

/** @throws SettingRefused */
export function readDiscoveryUrl(text: string, issuer: string): string {
  if (isPlaceholderAddress(text)) throw unfilled('OIDC_DISCOVERY_URL');
  const url = readWebAddress('OIDC_DISCOVERY_URL', text);
  refuseHttp('OIDC_DISCOVERY_URL', url);
  if (url.protocol === 'http:' && /^https:/i.test(issuer)) {
    throw new SettingRefused(
      'begins with http:// while the issuer begins with https://',
      'Write OIDC_DISCOVERY_URL=https://…; http works for an issuer on localhost only.',
    );
  }
  if (url.hash !== '') throw new SettingRefused('holds a #', 'Write OIDC_DISCOVERY_URL without it and what follows.');
  return text;
}

/** Discovery 1.0, section 4.1: a slash at the end of the issuer is removed first. */
export function discoveryUrlOf(issuer: string): string {
  return issuer.replace(/\/$/, '') + wellKnown;
}

function refuseHttp(name: string, url: URL): void {
  if (url.protocol === 'http:' && !isLoopback(url)) {
    throw new SettingRefused(
      'begins with http://',
      `Tokens and secrets would travel in the open. Write ${name}=https://…; http works for localhost only.`,
    );
  }
}

function unfilled(name: string): SettingRefused {
  return new SettingRefused('still holds the placeholder of the documentation', `Write the address of your provider: ${name}=https://…`);
}
