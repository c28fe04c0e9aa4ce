import type { EmbeddedProviderSettings } from './settings.js';
import type { Variables } from './variables.js';

/** The one client that the embedded provider knows. Its secret protects nothing: it exists on this machine, outside production. */
export const embeddedClient = { id: 'okta-nest-signin-dev', secret: 'development-only-secret' } as const;

/**
 * The embedded provider serves a process for which no provider is configured, and one that names it by its address without a client of its own
 * (`OKTA_ORG_URL=http://localhost:8081 OKTA_AUTH_SERVER=default`). Never in production.
 */
export function embeddedProvider(variables: Variables): EmbeddedProviderSettings | undefined {
  if (variables.NODE_ENV === 'production') return undefined;
  const port = variables.EMBEDDED_OKTA_PORT;
  const origin = `http://localhost:${port}`;
  const nothingConfigured = [
    ...[variables.OKTA_ORG_URL, variables.OKTA_AUTH_SERVER, variables.OIDC_ISSUER, variables.OIDC_DISCOVERY_URL],
    ...[variables.OIDC_CLIENT_ID, variables.OIDC_CLIENT_SECRET],
  ].every((value) => value === undefined);
  const named = variables.OKTA_ORG_URL?.replace(/\/$/, '') === origin && variables.OIDC_CLIENT_ID === undefined;
  return nothingConfigured || named ? { port, origin } : undefined;
}
