import type { ProblemList } from '../configuration-error.js';
import type { AuthorizationServer, EmbeddedProviderSettings, ProviderSettings, RecognisedProvider, Settings } from '../settings.js';
import { proxySettings, type ProviderVariables } from '../variables/provider-variables.js';
import type { Variables } from '../variables/variables.js';
import { findAuthorizationServer } from './authorization-server.js';
import { clientCredentials, type ClientCredentials, readKey } from './client-credentials.js';
import type { KnownProvider } from './recognise-provider.js';

/** The one client that the embedded provider knows. Its secret protects nothing: it exists on this machine, outside production. */
const embeddedCredentials: ClientCredentials = {
  clientId: 'okta-nest-signin-dev',
  clientSecret: 'development-only-secret',
  clientAuth: 'client_secret_basic',
  clientPrivateKey: undefined,
};

/** Undefined when there are problems in the list. */
export function providerSettings(
  variables: Variables,
  preset: KnownProvider | undefined,
  directory: string,
  problems: ProblemList,
): Pick<Settings, 'provider' | 'embeddedProvider'> | undefined {
  const embeddedProvider = findEmbeddedProvider(variables);
  if (embeddedProvider?.port === variables.PORT)
    problems.add('PORT', 'is the port of the embedded provider', 'Choose another PORT, or another EMBEDDED_OKTA_PORT.');
  const server = chooseServer(variables, embeddedProvider, problems);
  const client = embeddedProvider === undefined ? clientCredentials(variables, directory, problems) : embeddedCredentials;
  const read = clientSettings(server, client, variables, preset, directory, problems);
  if (read === undefined) return undefined;
  // The embedded provider is part of this process.
  const provider = { ...read, proxy: proxySettings(embeddedProvider === undefined ? variables : {}) };
  if (embeddedProvider === undefined || server?.kind !== 'okta-org') return { provider, embeddedProvider };
  // Okta's org server puts groups into the ID token when the scope is asked for: the embedded people have groups to show.
  return { provider: { ...provider, scopes: [...new Set([...read.scopes, 'groups'])] }, embeddedProvider };
}

/** One client at one provider, without the proxies on the way. Undefined when there are problems in the list. */
export function clientSettings(
  server: AuthorizationServer | undefined,
  client: ClientCredentials | undefined,
  variables: ProviderVariables & Pick<Variables, 'LOGIN_PARAMETERS'>,
  preset: KnownProvider | undefined,
  directory: string,
  problems: ProblemList,
): Omit<ProviderSettings, 'proxy'> | undefined {
  const { OIDC_END_SESSION_URL: url } = variables;
  const { OIDC_END_SESSION_RETURN_PARAM: returnParameter, OIDC_END_SESSION_CLIENT_ID_PARAM: clientIdParameter } = variables;
  const idTokenDecryptionKey = readKey('OIDC_ID_TOKEN_DECRYPTION_KEY_FILE', variables, directory, problems);
  if (server === undefined || client === undefined) return undefined;
  return {
    server,
    ...client,
    // Okta says: “The audience claim for client_assertion must be the endpoint invoked for the request.”
    clientAssertionAudience: variables.OIDC_CLIENT_ASSERTION_AUDIENCE ?? (server.kind === 'oidc' ? 'issuer' : 'endpoint'),
    requestObject: variables.OIDC_REQUEST_OBJECT,
    scopes: variables.OIDC_SCOPES,
    responseMode: variables.OIDC_RESPONSE_MODE,
    groupsClaim: variables.OIDC_GROUPS_CLAIM,
    groupsSeparator: variables.OIDC_GROUPS_SEPARATOR,
    userinfo: variables.OIDC_USERINFO,
    clockTolerance: variables.OIDC_CLOCK_TOLERANCE,
    authorizeParams: variables.OIDC_AUTHORIZE_PARAMS,
    dpop: variables.OIDC_DPOP,
    pkce: variables.OIDC_PKCE,
    nonce: variables.OIDC_NONCE,
    idTokenDecryptionKey,
    idTokenEncryption: variables.OIDC_ID_TOKEN_ENCRYPTION,
    idTokenAlgorithms: variables.OIDC_ID_TOKEN_ALGORITHMS,
    tenants: variables.OIDC_TENANTS,
    endSession: url === undefined ? undefined : { url, returnParameter, clientIdParameter },
    recognised: preset && recognised(preset),
  };
}

function recognised({ id, name, log, guide, notes, isPublic, otherAccount }: KnownProvider): RecognisedProvider {
  return { id, name, log, guide, notes, isPublic, otherAccount };
}

/**
 * The embedded provider serves a process for which no provider is configured, and one that names it by its address without a client of its own
 * (`OKTA_ORG_URL=http://localhost:8081 OKTA_AUTH_SERVER=default`). Never in production.
 */
function findEmbeddedProvider(variables: Variables): EmbeddedProviderSettings | undefined {
  if (variables.NODE_ENV === 'production') return undefined;
  const port = variables.EMBEDDED_OKTA_PORT;
  const origin = `http://localhost:${port}`;
  const names = ['OKTA_ORG_URL', 'OKTA_AUTH_SERVER', 'OIDC_ISSUER', 'OIDC_DISCOVERY_URL', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET'] as const;
  const isUnconfigured = names.every((name) => variables[name] === undefined);
  const isNamed = variables.OKTA_ORG_URL?.replace(/\/$/, '') === origin && variables.OIDC_CLIENT_ID === undefined;
  return isUnconfigured || isNamed ? { port, origin } : undefined;
}

/** The one authorization server that the settings name. Undefined, with problems in the list, when they name none, two, or one that cannot be used. */
export function chooseServer(
  variables: ProviderVariables & Partial<Pick<Variables, 'NODE_ENV'>>,
  embedded: EmbeddedProviderSettings | undefined,
  problems: ProblemList,
): AuthorizationServer | undefined {
  const { OKTA_AUTH_SERVER: authServer, OIDC_ISSUER: issuer, OIDC_DISCOVERY_URL: discoveryUrl } = variables;
  const orgUrl = variables.OKTA_ORG_URL ?? embedded?.origin;
  if (issuer !== undefined) {
    for (const name of (['OKTA_ORG_URL', 'OKTA_AUTH_SERVER'] as const).filter((setting) => variables[setting] !== undefined))
      problems.add(name, 'and OIDC_ISSUER are both set', 'Keep the two OKTA_ settings for Okta, or OIDC_ISSUER for any other provider.');
    return findAuthorizationServer({ issuer, discoveryUrl }, problems);
  }
  if (discoveryUrl === undefined && orgUrl !== undefined) return findAuthorizationServer({ okta: { orgUrl, authServer } }, problems);
  if (discoveryUrl !== undefined) {
    problems.add(
      'OIDC_DISCOVERY_URL',
      'is set without OIDC_ISSUER',
      'Write OIDC_ISSUER as well: the value of "issuer" in that document. Okta needs neither.',
    );
  } else if (authServer !== undefined) {
    problems.add(
      'OKTA_AUTH_SERVER',
      'is set without OKTA_ORG_URL',
      'Write OKTA_ORG_URL=https://your-domain as well, or http://localhost:8081 for the embedded provider.',
    );
  } else if (variables.NODE_ENV === undefined || variables.NODE_ENV === 'production') {
    const rest = variables.NODE_ENV === undefined ? '.' : '; the embedded provider is not for production.';
    problems.add('OKTA_ORG_URL', 'is missing', `Name the provider by OKTA_ORG_URL=https://… or OIDC_ISSUER=https://…${rest}`);
  } else {
    problems.add(
      'OKTA_ORG_URL',
      'is missing, though client credentials are set',
      'Name the provider by OKTA_ORG_URL or OIDC_ISSUER, or remove OIDC_CLIENT_ID and OIDC_CLIENT_SECRET to use the embedded one.',
    );
  }
  return undefined;
}
