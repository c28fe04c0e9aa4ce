import { readPrivateKeyFile } from './private-key-file.js';
import type { ProblemList } from './problem-list.js';
import type { ProviderSettings, SettingWarning } from './settings.js';
import type { Variables } from './variables.js';

export type ClientCredentials = Pick<ProviderSettings, 'clientId' | 'clientSecret' | 'clientAuth' | 'clientPrivateKey'>;

/**
 * Who this application is at the provider, and how it proves it.
 * Without OIDC_CLIENT_AUTH a private key means private_key_jwt, and anything else client_secret_basic, the default of
 * OpenID Connect Dynamic Client Registration 1.0, section 2.
 */
export function clientCredentials(
  variables: Variables,
  directory: string,
  problems: ProblemList,
  warnings: SettingWarning[],
): ClientCredentials | undefined {
  const { OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret, OIDC_CLIENT_PRIVATE_KEY_FILE: keyFile } = variables;
  const clientAuth = variables.OIDC_CLIENT_AUTH ?? (keyFile === undefined ? 'client_secret_basic' : 'private_key_jwt');
  const key =
    keyFile === undefined ? undefined : problems.attempt('OIDC_CLIENT_PRIVATE_KEY_FILE', () => readPrivateKeyFile(keyFile, directory));

  if (clientId === undefined)
    problems.addMissing(
      'OIDC_CLIENT_ID',
      "Copy the client id from the application's page at the provider (Okta: Applications > your app > General).",
    );
  if (clientAuth.startsWith('client_secret') && clientSecret === undefined) {
    problems.addMissing(
      'OIDC_CLIENT_SECRET',
      `Copy the client secret from the same page; for a client without one write OIDC_CLIENT_AUTH=none. (${clientAuth} needs it.)`,
    );
  }
  if (variables.OIDC_ID_TOKEN_ALGORITHMS?.some((algorithm) => algorithm.startsWith('HS')) && clientSecret === undefined) {
    problems.addMissing('OIDC_CLIENT_SECRET', 'ID tokens of the HS algorithms in OIDC_ID_TOKEN_ALGORITHMS are checked with it.');
  }
  if (clientAuth === 'private_key_jwt' && keyFile === undefined) {
    problems.addMissing(
      'OIDC_CLIENT_PRIVATE_KEY_FILE',
      'Write the path of the private key whose public half the provider has; private_key_jwt needs it.',
    );
  }
  if (clientAuth === 'none' && clientSecret !== undefined) {
    warnings.push({ setting: 'OIDC_CLIENT_SECRET', message: 'is not used, because OIDC_CLIENT_AUTH is none' });
  }
  if (clientId === undefined) return undefined;
  const kid = variables.OIDC_CLIENT_KEY_ID ?? key?.kid;
  return { clientId, clientSecret, clientAuth, clientPrivateKey: key === undefined ? undefined : { pem: key.pem, kid } };
}
