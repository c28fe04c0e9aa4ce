import { ProblemList, SettingRefused } from '../configuration-error.js';
import type { AuthorizationServer } from '../settings.js';
import { isExposed, readWebAddress, refusePlaceholderAddress } from '../variables/web-address.js';
import { isOktaAddress, readOktaAuthServer, readOktaOrgUrl, splitOktaIssuer } from './okta-address.js';

export type AuthorizationServerChoice =
  | { readonly okta: { readonly orgUrl: string; readonly authServer?: string | undefined } }
  | { readonly issuer: string; readonly discoveryUrl?: string | undefined };

/**
 * The issuer, the discovery address and (for Okta) every endpoint of the authorization server that the settings name.
 *
 * An issuer of Okta's own domains is Okta's server, whichever setting names it. Any other is kept to the letter.
 *
 * @throws ConfigurationError with a problem for each setting that cannot be used.
 */
export function authorizationServer(choice: AuthorizationServerChoice): AuthorizationServer {
  const problems = new ProblemList();
  const server = findAuthorizationServer(choice, problems);
  if (server === undefined || !problems.isEmpty) throw problems.toError();
  return server;
}

/** As authorizationServer. Undefined, with problems in the list, for a server that cannot be used. */
export function findAuthorizationServer(choice: AuthorizationServerChoice, problems: ProblemList): AuthorizationServer | undefined {
  if ('okta' in choice)
    return oktaServer(choice.okta.orgUrl, choice.okta.authServer ?? 'org', ['OKTA_ORG_URL', 'OKTA_AUTH_SERVER'], problems);
  const { issuer, discoveryUrl } = choice;
  const split = splitOktaIssuer(issuer);
  const server = isOktaAddress(issuer)
    ? oktaServer(split.orgUrl, split.authServer, ['OIDC_ISSUER', 'OIDC_ISSUER'], problems)
    : problems.attempt('OIDC_ISSUER', () => otherServer(issuer, discoveryUrl !== undefined));
  if (discoveryUrl === undefined) return server;
  const discovery = problems.attempt('OIDC_DISCOVERY_URL', () => readDiscoveryUrl(discoveryUrl, issuer));
  return server === undefined || discovery === undefined ? undefined : { ...server, discoveryUrl: discovery };
}

function oktaServer(
  orgUrlText: string,
  authServerText: string,
  [orgUrlSetting, authServerSetting]: readonly [string, string],
  problems: ProblemList,
): AuthorizationServer | undefined {
  const orgUrl = problems.attempt(orgUrlSetting, () => readOktaOrgUrl(orgUrlText));
  const id = problems.attempt(authServerSetting, () => readOktaAuthServer(authServerText));
  if (orgUrl === undefined || id === undefined) return undefined;

  const isOrg = id === 'org';
  const issuer = isOrg ? orgUrl : `${orgUrl}/oauth2/${id}`;
  const host = orgUrl.replace(/^https?:\/\//, '');
  // The same names under both kinds of server: https://developer.okta.com/docs/api/openapi/okta-oauth/oauth/tag/CustomAS
  const base = isOrg ? `${orgUrl}/oauth2/v1` : `${issuer}/v1`;
  return {
    kind: isOrg ? 'okta-org' : 'okta-custom',
    id,
    label: isOrg ? `Okta org authorization server at ${host}` : `Okta custom authorization server "${id}" at ${host}`,
    issuer,
    discoveryUrl: discoveryUrlOf(issuer),
    orgUrl,
    endpoints: {
      authorization: `${base}/authorize`,
      token: `${base}/token`,
      userinfo: `${base}/userinfo`,
      keys: `${base}/keys`,
      logout: `${base}/logout`,
      introspection: `${base}/introspect`,
      revocation: `${base}/revoke`,
      pushedAuthorization: `${base}/par`,
    },
  };
}

function otherServer(text: string, hasDiscoveryUrl: boolean): AuthorizationServer {
  const issuer = readIssuer(text, hasDiscoveryUrl);
  const label = `OpenID Connect provider ${issuer}`;
  return { kind: 'oidc', id: issuer, label, issuer, discoveryUrl: discoveryUrlOf(issuer), orgUrl: undefined, endpoints: undefined };
}

/**
 * Checks an issuer without changing it: it is compared letter by letter with the provider's own (OpenID Connect Discovery 1.0, section 4.3).
 * With a discovery address of its own it need not be a web address (FusionAuth's is free text).
 */
function readIssuer(issuer: string, hasDiscoveryUrl: boolean): string {
  refuseUnfilled('OIDC_ISSUER', issuer);
  if (hasDiscoveryUrl && !/^[a-z][a-z0-9+.-]*:\//i.test(issuer) && !/[\s\p{Cc}]/u.test(issuer)) return issuer;
  readHttpsAddress('OIDC_ISSUER', issuer);
  const pasted = issuer.replace(/[?#].*/s, '').indexOf('/.well-known');
  if (pasted !== -1) {
    throw new SettingRefused(
      'is the address of the discovery document',
      `Write the part before it: OIDC_ISSUER=${issuer.slice(0, pasted)}`,
    );
  }
  // Discovery 1.0, section 3: an issuer has neither query nor fragment.
  if (!/[?#]/.test(issuer)) return issuer;
  throw new SettingRefused(
    'holds a ? or #',
    "Write the issuer as the provider's discovery document has it; a discovery address with a query belongs in OIDC_DISCOVERY_URL.",
  );
}

function readDiscoveryUrl(text: string, issuer: string): string {
  refuseUnfilled('OIDC_DISCOVERY_URL', text);
  const url = readHttpsAddress('OIDC_DISCOVERY_URL', text);
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
function discoveryUrlOf(issuer: string): string {
  return `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
}

function readHttpsAddress(name: string, text: string): URL {
  const url = readWebAddress(name, text);
  if (!isExposed(url)) return url;
  throw new SettingRefused(
    'begins with http://',
    `Tokens and secrets would travel in the open. Write ${name}=https://…; http works for localhost only.`,
  );
}

function refuseUnfilled(name: string, text: string): void {
  refusePlaceholderAddress(text, `Write the address of your provider: ${name}=https://…`);
}
