import { createPrivateKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { type ProblemList, SettingRefused } from '../configuration-error.js';
import type { ProviderSettings } from '../settings.js';
import { readNamedFile } from '../system-error.js';
import type { ProviderVariables } from '../variables/provider-variables.js';

export type ClientCredentials = Pick<ProviderSettings, 'clientId' | 'clientSecret' | 'clientAuth' | 'clientPrivateKey'>;

/**
 * Who this application is at the provider, and how it proves it.
 * Without OIDC_CLIENT_AUTH a private key means private_key_jwt, and anything else client_secret_basic, the default of
 * OpenID Connect Dynamic Client Registration 1.0, section 2.
 */
export function clientCredentials(variables: ProviderVariables, directory: string, problems: ProblemList): ClientCredentials | undefined {
  const { OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret, OIDC_CLIENT_PRIVATE_KEY_FILE: keyFile } = variables;
  const clientAuth = variables.OIDC_CLIENT_AUTH ?? (keyFile === undefined ? 'client_secret_basic' : 'private_key_jwt');
  const pem = readKey('OIDC_CLIENT_PRIVATE_KEY_FILE', variables, directory, problems);
  const isSymmetric = variables.OIDC_ID_TOKEN_ALGORITHMS?.some((algorithm) => algorithm.startsWith('HS'));

  if (clientId === undefined) {
    problems.addMissing(
      'OIDC_CLIENT_ID',
      "Copy the client id from the application's page at the provider (Okta: Applications > your app > General).",
    );
  }
  if (clientAuth.startsWith('client_secret') && clientSecret === undefined) {
    problems.addMissing(
      'OIDC_CLIENT_SECRET',
      `Copy the client secret from the same page; for a client without one write OIDC_CLIENT_AUTH=none. (${clientAuth} needs it.)`,
    );
  }
  if (isSymmetric && clientSecret === undefined)
    problems.addMissing('OIDC_CLIENT_SECRET', 'ID tokens of the HS algorithms in OIDC_ID_TOKEN_ALGORITHMS are checked with it.');
  if (clientAuth === 'private_key_jwt' && keyFile === undefined) {
    problems.addMissing(
      'OIDC_CLIENT_PRIVATE_KEY_FILE',
      'Write the path of the private key whose public half the provider has; private_key_jwt needs it.',
    );
  }
  if (variables.OIDC_REQUEST_OBJECT && keyFile === undefined)
    problems.addMissing('OIDC_CLIENT_PRIVATE_KEY_FILE', 'OIDC_REQUEST_OBJECT=on signs requests with it.');
  if (clientAuth === 'none' && clientSecret !== undefined)
    problems.warn('OIDC_CLIENT_SECRET', 'is not used, because OIDC_CLIENT_AUTH is none');
  if (clientId === undefined) return undefined;
  const clientPrivateKey = pem === undefined ? undefined : { pem, kid: variables.OIDC_CLIENT_KEY_ID };
  return { clientId, clientSecret, clientAuth, clientPrivateKey };
}

type KeyVariable = 'OIDC_CLIENT_PRIVATE_KEY_FILE' | 'OIDC_ID_TOKEN_DECRYPTION_KEY_FILE';

/**
 * The private key that a variable names, as PEM or JWK text; a connection in the database has the key itself in place of a path. Undefined
 * where it is not set, or there is a problem with it in the list.
 */
export function readKey(name: KeyVariable, variables: ProviderVariables, directory: string, problems: ProblemList): string | undefined {
  const value = variables[name];
  if (value === undefined) return undefined;
  return problems.attempt(name, () => (/^\s*(?:-----BEGIN|\{)/.test(value) ? checkedKey(value) : readPrivateKeyFile(value, directory)));
}

/**
 * Reads a private key as PEM (`BEGIN PRIVATE KEY`) or JWK, and makes sure that it is one.
 *
 * @returns the text of the file
 * @throws SettingRefused which never quotes the file.
 */
export function readPrivateKeyFile(path: string, directory: string): string {
  return checkedKey(readNamedFile(path, directory));
}

function checkedKey(text: string): string {
  if (text.includes('ENCRYPTED')) {
    throw new SettingRefused(
      'names a key that is protected by a passphrase',
      'Store it without one (openssl pkcs8 -topk8 -nocrypt) and protect the file instead.',
    );
  }
  const bits = parseKey(text).asymmetricKeyDetails?.modulusLength;
  // RFC 7518, section 3.3
  if (bits !== undefined && bits < 2048) throw new SettingRefused(`names an RSA key of ${bits} bits`, 'Make one of 2048 bits or more.');
  return text;
}

function parseKey(text: string): KeyObject {
  try {
    return createPrivateKey(text.trimStart().startsWith('{') ? { key: JSON.parse(text) as JsonWebKey, format: 'jwk' } : text);
  } catch {
    throw new SettingRefused(
      'names a file without a private key',
      'Store one private key, as PEM (BEGIN PRIVATE KEY) or as a JWK with its private members.',
    );
  }
}
