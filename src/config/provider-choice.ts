import { authorizationServer } from './authorization-server.js';
import type { ProblemList } from './problem-list.js';
import type { AuthorizationServer, EmbeddedProviderSettings } from './settings.js';
import type { Variables } from './variables.js';

/** The one authorization server that the settings name. Undefined, with problems in the list, when they name none, two, or one that cannot be used. */
export function chooseProvider(
  variables: Variables,
  embedded: EmbeddedProviderSettings | undefined,
  problems: ProblemList,
): AuthorizationServer | undefined {
  const { OKTA_ORG_URL, OKTA_AUTH_SERVER, OIDC_ISSUER, OIDC_DISCOVERY_URL } = variables;
  const orgUrl = OKTA_ORG_URL ?? embedded?.origin;
  if (OIDC_ISSUER !== undefined) {
    for (const name of ['OKTA_ORG_URL', 'OKTA_AUTH_SERVER'] as const) {
      if (variables[name] === undefined) continue;
      problems.add(name, 'and OIDC_ISSUER are both set', 'Keep the two OKTA_ settings for Okta, or OIDC_ISSUER for any other provider.');
    }
    return problems.attempt('OIDC_ISSUER', () => authorizationServer({ issuer: OIDC_ISSUER, discoveryUrl: OIDC_DISCOVERY_URL }));
  }
  if (OIDC_DISCOVERY_URL !== undefined) {
    problems.add(
      'OIDC_DISCOVERY_URL',
      'is set without OIDC_ISSUER',
      'Write OIDC_ISSUER as well: the value of "issuer" in that document. Okta needs neither.',
    );
    return undefined;
  }
  if (orgUrl !== undefined) {
    return problems.attempt('OKTA_ORG_URL', () => authorizationServer({ okta: { orgUrl, authServer: OKTA_AUTH_SERVER } }));
  }
  if (OKTA_AUTH_SERVER !== undefined) {
    problems.add(
      'OKTA_AUTH_SERVER',
      'is set without OKTA_ORG_URL',
      'Write OKTA_ORG_URL=https://your-domain as well, or http://localhost:8081 for the embedded provider.',
    );
  } else if (variables.NODE_ENV === 'production') {
    problems.add(
      'OKTA_ORG_URL',
      'is missing',
      'Name the provider by OKTA_ORG_URL=https://… or OIDC_ISSUER=https://…; the embedded provider is not for production.',
    );
  } else {
    problems.add(
      'OKTA_ORG_URL',
      'is missing, though client credentials are set',
      'Name the provider by OKTA_ORG_URL or OIDC_ISSUER, or remove OIDC_CLIENT_ID and OIDC_CLIENT_SECRET to use the embedded one.',
    );
  }
  return undefined;
}
