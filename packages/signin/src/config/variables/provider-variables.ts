import { isIPv6 } from 'node:net';
import { z } from 'zod';
import { SettingRefused } from '../configuration-error.js';
import type { ProxySettings } from '@fanlight/oidc';
import { readAuthorizeParams } from './authorize-params.js';
import { matching, oneOf, onOff, percentDecoded, readBy, splitWords, wholeNumber } from './setting-schema.js';
import { isExposed, isPlaceholder, readWebAddress } from './web-address.js';

const parameterName = matching(/^[\w.-]+$/, 'is not the name of a query parameter', 'Write the name alone, such as returnTo.');

/** The provider and how this client presents itself. The four addresses are checked together, in authorization-server.ts. */
export const providerVariables = z.object({
  OKTA_ORG_URL: z.string().optional(),
  OKTA_AUTH_SERVER: z.string().optional(),
  OIDC_ISSUER: z.string().optional(),
  OIDC_DISCOVERY_URL: z.string().optional(),
  OIDC_CLIENT_ID: readBy(readCredential).optional(),
  OIDC_CLIENT_SECRET: readBy(readCredential).optional(),
  OIDC_CLIENT_AUTH: oneOf(['client_secret_basic', 'client_secret_post', 'private_key_jwt', 'none']).optional(),
  OIDC_CLIENT_PRIVATE_KEY_FILE: z.string().optional(),
  OIDC_CLIENT_KEY_ID: z.string().optional(),
  OIDC_CLIENT_ASSERTION_AUDIENCE: oneOf(['issuer', 'endpoint']).optional(),
  OIDC_REQUEST_OBJECT: onOff().default(false),
  OIDC_SCOPES: readBy(readScopes).default(['openid', 'profile', 'email']),
  OIDC_RESPONSE_MODE: oneOf(['query', 'form_post', 'jwt', 'query.jwt', 'form_post.jwt']).default('query'),
  OIDC_GROUPS_CLAIM: z.string().default('groups'),
  OIDC_GROUPS_SEPARATOR: readBy(readGroupsSeparator).optional(),
  OIDC_USERINFO: oneOf(['auto', 'required', 'off']).default('auto'),
  OIDC_CLOCK_TOLERANCE: wholeNumber(0, 300).default(60),
  OIDC_AUTHORIZE_PARAMS: readBy(readAuthorizeParams).default({}),
  OIDC_DPOP: onOff().default(false),
  OIDC_PKCE: onOff().default(true),
  OIDC_NONCE: onOff().default(true),
  OIDC_ID_TOKEN_ALGORITHMS: readBy(readAlgorithms).optional(),
  OIDC_ID_TOKEN_DECRYPTION_KEY_FILE: z.string().optional(),
  OIDC_ID_TOKEN_ENCRYPTION: oneOf(['required', 'optional']).default('required'),
  OIDC_TENANTS: readBy(readTenants).default([]),
  OIDC_END_SESSION_URL: readBy(readEndSessionUrl).optional(),
  OIDC_END_SESSION_RETURN_PARAM: parameterName.default('post_logout_redirect_uri'),
  OIDC_END_SESSION_CLIENT_ID_PARAM: parameterName.optional(),
});

export type ProviderVariables = z.output<typeof providerVariables>;

function readCredential(text: string): string {
  if (isPlaceholder(text)) {
    throw new SettingRefused(
      'still holds the placeholder of the documentation',
      "Copy the value from the application's page at the provider (Okta: Applications > your app > General).",
    );
  }
  if (/\p{Cc}/u.test(text)) throw new SettingRefused('holds a control character or line break', 'Copy the value again, as one line.');
  return text;
}

function readScopes(text: string): string[] {
  const scopes = text.split(/\s+/).filter((scope) => scope !== '');
  if (scopes.some((scope) => scope.includes(',')))
    throw new SettingRefused('separates scopes by commas', 'Separate them by spaces: OIDC_SCOPES=openid profile email');
  // OpenID Connect Core 1.0, section 3.1.2.1: without openid the provider returns no ID token.
  if (!scopes.includes('openid')) throw new SettingRefused('does not hold openid', 'Add it: OIDC_SCOPES=openid profile email');
  // RFC 6749, section 3.3
  if (scopes.some((scope) => !/^[\x21\x23-\x5B\x5D-\x7E]+$/.test(scope))) {
    throw new SettingRefused(
      'holds a character that no scope can have',
      'Write the names alone, without quotes: OIDC_SCOPES=openid profile email',
    );
  }
  return [...new Set(scopes)];
}

function readGroupsSeparator(text: string): string | undefined {
  if (text === 'none') return undefined;
  if (text === 'space') return ' ';
  if (text === 'comma') return ',';
  if (/^[^\p{L}\p{N}\p{Cc}]{1,3}$/u.test(text)) return text;
  throw new SettingRefused(
    'cannot separate the names of groups',
    'Write none, comma, space, or the sign itself, such as ; where the provider sends one text: Admins;Everyone',
  );
}

function readTenants(text: string): string[] {
  if (text === '*') return ['*'];
  const tenants = splitWords(text).map((tenant) => tenant.toLowerCase());
  if (tenants.every((tenant) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(tenant))) return tenants;
  throw new SettingRefused(
    'holds something other than ids of tenants',
    'Write GUIDs with commas between (Entra admin center > Overview > Tenant ID), or * alone for every tenant.',
  );
}

function readAlgorithms(text: string): string[] {
  const algorithms = splitWords(text);
  if (algorithms.every((algorithm) => /^(RS|PS|ES|HS)(256|384|512)$|^(EdDSA|Ed25519)$/.test(algorithm))) return algorithms;
  throw new SettingRefused(
    'holds an algorithm that cannot be accepted',
    'Write JWS algorithms such as RS256 or ES256; none is never accepted.',
  );
}

function readEndSessionUrl(text: string): string {
  if (!isExposed(readWebAddress('OIDC_END_SESSION_URL', text))) return text;
  throw new SettingRefused('begins with http://', 'Write OIDC_END_SESSION_URL=https://…');
}

/** The proxies on the way to the provider, by the names that other programs read as well. */
export const proxyVariables = z.object({
  HTTPS_PROXY: readBy(readProxy).optional(),
  HTTP_PROXY: readBy(readProxy).optional(),
  NO_PROXY: readBy(readNoProxy).optional(),
});

export function proxySettings({ HTTPS_PROXY = '', HTTP_PROXY = '', NO_PROXY = '' }: z.output<typeof proxyVariables>): ProxySettings {
  return { https: HTTPS_PROXY, http: HTTP_PROXY, noProxy: NO_PROXY };
}

function readProxy(text: string): string {
  const url = URL.parse(/^[a-z][a-z\d+.-]*:\/\//i.test(text) ? text : `http://${text}`);
  if (url !== null && /^https?:$/.test(url.protocol) && percentDecoded(`${url.username}:${url.password}`) !== undefined) return url.href;
  throw new SettingRefused(
    'is not the address of an HTTP proxy',
    'Write http://proxy.example.com:3128, with user:password@ before the host where the proxy asks for them, percent-encoded.',
  );
}

function readNoProxy(text: string): string {
  const hosts = splitWords(text);
  return hosts.includes('*') ? '*' : hosts.map((host) => (isIPv6(host) ? `[${host}]` : host)).join(',');
}
