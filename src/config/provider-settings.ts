import { clientCredentials, type ClientCredentials } from './client-credentials.js';
import { embeddedClient, embeddedProvider } from './embedded-provider.js';
import { readPrivateKeyFile } from './private-key-file.js';
import type { ProblemList } from './problem-list.js';
import { chooseProvider } from './provider-choice.js';
import type { ProviderPreset } from './provider-preset.js';
import { proxySettings } from './proxy-variables.js';
import type { EmbeddedProviderSettings, ProviderSettings, SettingWarning } from './settings.js';
import type { Variables } from './variables.js';

export interface ProviderPart {
  readonly provider: ProviderSettings;
  readonly embeddedProvider: EmbeddedProviderSettings | undefined;
}

/** Undefined when there are problems in the list. */
export function providerSettings(
  variables: Variables,
  preset: ProviderPreset | undefined,
  directory: string,
  problems: ProblemList,
  warnings: SettingWarning[],
): ProviderPart | undefined {
  const embedded = embeddedProvider(variables);
  if (embedded?.port === variables.PORT) {
    problems.add('PORT', 'is the port of the embedded provider', 'Choose another PORT, or another EMBEDDED_OKTA_PORT.');
  }
  const server = chooseProvider(variables, embedded, problems);
  const client = embedded === undefined ? clientCredentials(variables, directory, problems, warnings) : embeddedCredentials;
  const decryptionFile = variables.OIDC_ID_TOKEN_DECRYPTION_KEY_FILE;
  const decryptionKey =
    decryptionFile === undefined
      ? undefined
      : problems.attempt('OIDC_ID_TOKEN_DECRYPTION_KEY_FILE', () => readPrivateKeyFile(decryptionFile, directory).pem);
  if (server === undefined || client === undefined) return undefined;
  const provider: ProviderSettings = {
    server,
    ...client,
    scopes: embedded !== undefined && server.kind === 'okta-org' ? withGroups(variables.OIDC_SCOPES) : variables.OIDC_SCOPES,
    responseMode: variables.OIDC_RESPONSE_MODE,
    groupsClaim: variables.OIDC_GROUPS_CLAIM,
    groupsSeparator: variables.OIDC_GROUPS_SEPARATOR,
    userinfo: variables.OIDC_USERINFO,
    clockTolerance: variables.OIDC_CLOCK_TOLERANCE,
    authorizeParams: variables.OIDC_AUTHORIZE_PARAMS,
    dpop: variables.OIDC_DPOP,
    pkce: variables.OIDC_PKCE,
    nonce: variables.OIDC_NONCE,
    idTokenDecryptionKey: decryptionKey,
    idTokenAlgorithms: variables.OIDC_ID_TOKEN_ALGORITHMS,
    tenants: variables.OIDC_TENANTS,
    endSession: endSession(variables),
    // The embedded provider is part of this process.
    proxy: embedded === undefined ? proxySettings(variables) : { https: '', http: '', noProxy: '' },
    recognised: preset === undefined ? undefined : { id: preset.id, name: preset.name, notes: preset.notes },
  };
  return { provider, embeddedProvider: embedded };
}

/** Okta's org server puts groups into the ID token when the scope is asked for: the embedded people have groups to show. */
function withGroups(scopes: readonly string[]): readonly string[] {
  return scopes.includes('groups') ? scopes : [...scopes, 'groups'];
}

const embeddedCredentials: ClientCredentials = {
  clientId: embeddedClient.id,
  clientSecret: embeddedClient.secret,
  clientAuth: 'client_secret_basic',
  clientPrivateKey: undefined,
};

function endSession(variables: Variables): ProviderSettings['endSession'] {
  const url = variables.OIDC_END_SESSION_URL;
  if (url === undefined) return undefined;
  return { url, returnParameter: variables.OIDC_END_SESSION_RETURN_PARAM, clientIdParameter: variables.OIDC_END_SESSION_CLIENT_ID_PARAM };
}
