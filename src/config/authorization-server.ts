import { readOktaAuthServer } from './okta-auth-server.js';
import { isOktaAddress, splitOktaIssuer } from './okta-issuer.js';
import { readOktaOrgUrl } from './okta-org-url.js';
import { discoveryUrlOf, readDiscoveryUrl, readIssuer } from './oidc-issuer.js';
import { ProblemList } from './problem-list.js';
import type { AuthorizationServer, ServerEndpoints } from './settings.js';

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
  if ('okta' in choice) return oktaServer(choice.okta.orgUrl, choice.okta.authServer ?? 'org');
  return isOktaAddress(choice.issuer)
    ? oktaServerByIssuer(choice.issuer, choice.discoveryUrl)
    : oidcServer(choice.issuer, choice.discoveryUrl);
}

function oktaServer(orgUrlText: string, authServerText: string): AuthorizationServer {
  const problems = new ProblemList();
  const orgUrl = problems.attempt('OKTA_ORG_URL', () => readOktaOrgUrl(orgUrlText));
  const id = problems.attempt('OKTA_AUTH_SERVER', () => readOktaAuthServer(authServerText));
  if (orgUrl === undefined || id === undefined) throw problems.toError();

  const isOrg = id === 'org';
  const issuer = isOrg ? orgUrl : `${orgUrl}/oauth2/${id}`;
  const host = orgUrl.replace(/^https?:\/\//, '');
  return {
    kind: isOrg ? 'okta-org' : 'okta-custom',
    id,
    label: isOrg ? `Okta org authorization server at ${host}` : `Okta custom authorization server "${id}" at ${host}`,
    issuer,
    discoveryUrl: discoveryUrlOf(issuer),
    orgUrl,
    endpoints: oktaEndpoints(isOrg ? `${orgUrl}/oauth2/v1` : `${issuer}/v1`),
  };
}

/** The same names under both kinds of server: https://developer.okta.com/docs/api/openapi/okta-oauth/oauth/tag/CustomAS */
function oktaEndpoints(base: string): ServerEndpoints {
  return {
    authorization: `${base}/authorize`,
    token: `${base}/token`,
    userinfo: `${base}/userinfo`,
    keys: `${base}/keys`,
    logout: `${base}/logout`,
    introspection: `${base}/introspect`,
    revocation: `${base}/revoke`,
    pushedAuthorization: `${base}/par`,
  };
}

function oktaServerByIssuer(issuer: string, discoveryText: string | undefined): AuthorizationServer {
  const problems = new ProblemList();
  const { orgUrl, authServer } = splitOktaIssuer(issuer);
  const server = problems.attemptAs('OIDC_ISSUER', () => oktaServer(orgUrl, authServer));
  const discovery = problems.attempt('OIDC_DISCOVERY_URL', () =>
    discoveryText === undefined ? undefined : readDiscoveryUrl(discoveryText, issuer),
  );
  if (server === undefined || !problems.isEmpty) throw problems.toError();
  return { ...server, discoveryUrl: discovery ?? server.discoveryUrl };
}

function oidcServer(issuerText: string, discoveryText: string | undefined): AuthorizationServer {
  const problems = new ProblemList();
  const issuer = problems.attempt('OIDC_ISSUER', () => readIssuer(issuerText, discoveryText !== undefined));
  const discovery = problems.attempt('OIDC_DISCOVERY_URL', () =>
    discoveryText === undefined ? undefined : readDiscoveryUrl(discoveryText, issuerText),
  );
  if (issuer === undefined || !problems.isEmpty) throw problems.toError();

  return {
    kind: 'oidc',
    id: issuer,
    label: `OpenID Connect provider ${issuer}`,
    issuer,
    discoveryUrl: discovery ?? discoveryUrlOf(issuer),
    orgUrl: undefined,
    endpoints: undefined,
  };
}
