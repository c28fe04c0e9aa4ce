import { createPrivateKey, type KeyObject } from 'node:crypto';
import { type ClientAuth, ClientSecretPost, type CryptoKey, modifyAssertion, None, PrivateKeyJwt } from 'openid-client';
import { OidcError } from '../errors.js';
import { parseJsonObject } from '../json-object.js';
import type { RelyingPartyOptions } from '../relying-party-options.js';

type Credentials = Pick<RelyingPartyOptions, 'clientAuth' | 'clientSecret' | 'clientPrivateKey'>;

/**
 * How this client proves itself at the token endpoint (OpenID Connect Core 1.0, section 9).
 * @throws OidcError configuration when what the method needs is not set, or is no key
 */
export function clientAuthentication({ clientAuth, clientSecret, clientPrivateKey }: Credentials): ClientAuth {
  switch (clientAuth) {
    case 'client_secret_basic':
      return basic(required(clientSecret, 'client_secret_basic needs a client secret'));
    case 'client_secret_post':
      return ClientSecretPost(required(clientSecret, 'client_secret_post needs a client secret'));
    case 'private_key_jwt':
      return privateKeyJwt(required(clientPrivateKey, 'private_key_jwt needs a private key'));
    case 'none':
      return None();
  }
}

/** HTTP Basic with both halves form-encoded first (RFC 6749, section 2.3.1 and appendix B). */
function basic(secret: string): ClientAuth {
  return (_server, client, _body, headers) => {
    const credentials = `${formEncode(client.client_id)}:${formEncode(secret)}`;
    headers.set('authorization', `Basic ${Buffer.from(credentials).toString('base64')}`);
  };
}

/**
 * Escapes what a form must escape and nothing more: openid-client escapes `- _ . ! ~ * ' ( )` too, which the RFC allows, but
 * LemonLDAP::NG and others never decode and would refuse every client whose id or secret has a hyphen.
 */
function formEncode(value: string): string {
  return encodeURIComponent(value).replaceAll('%20', '+');
}

function required<T>(value: T | undefined, message: string): T {
  if (value !== undefined && value !== '') return value;
  throw new OidcError('configuration', message, 'token');
}

const curves: Readonly<Record<string, { algorithm: string; namedCurve: string }>> = {
  prime256v1: { algorithm: 'ES256', namedCurve: 'P-256' },
  secp384r1: { algorithm: 'ES384', namedCurve: 'P-384' },
  secp521r1: { algorithm: 'ES512', namedCurve: 'P-521' },
};

/**
 * private_key_jwt (OpenID Connect Core 1.0, section 9; RFC 7523). `aud` is the token endpoint: every provider takes it, some nothing else.
 * @param pem PEM or JWK text; a JWK's own `kid` serves where none is set
 * @throws OidcError configuration
 */
function privateKeyJwt({ pem, kid }: { readonly pem: string; readonly kid: string | undefined }): ClientAuth {
  const key = readPrivateKey(pem, 'client authentication');
  const ownKid = parseJsonObject(pem)?.kid;
  const keyId = kid ?? (typeof ownKid === 'string' ? ownKid : undefined);
  // What no provider could take is said at the start, not at the first login.
  signingKey(key, []);
  return (server, ...request) => {
    const { algorithm, cryptoKey } = signingKey(key, server.token_endpoint_auth_signing_alg_values_supported ?? []);
    const authenticate = PrivateKeyJwt(keyId === undefined ? cryptoKey : { key: cryptoKey, kid: keyId }, {
      [modifyAssertion](header, payload) {
        header.alg = algorithm;
        payload.aud = server.token_endpoint;
      },
    });
    return authenticate(server, ...request);
  };
}

/** The algorithm follows from the key; among several that fit, the provider's wish counts. */
function signingKey(key: KeyObject, advertised: readonly string[]): { algorithm: string; cryptoKey: CryptoKey } {
  const sign = (algorithm: string, parameters: Parameters<KeyObject['toCryptoKey']>[0]): { algorithm: string; cryptoKey: CryptoKey } => ({
    algorithm,
    cryptoKey: key.toCryptoKey(parameters, false, ['sign']),
  });
  const prefers = (algorithm: string, other: string): boolean => advertised.includes(algorithm) && !advertised.includes(other);
  const curve = curves[key.asymmetricKeyDetails?.namedCurve ?? ''];
  if (curve !== undefined) return sign(curve.algorithm, { name: 'ECDSA', namedCurve: curve.namedCurve });
  if (key.asymmetricKeyType === 'ed25519') return sign(prefers('Ed25519', 'EdDSA') ? 'Ed25519' : 'EdDSA', { name: 'Ed25519' });
  if (key.asymmetricKeyType === 'rsa') {
    if (prefers('PS256', 'RS256')) return sign('PS256', { name: 'RSA-PSS', hash: 'SHA-256' });
    return sign('RS256', { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' });
  }
  throw new OidcError('configuration', `a private key of type ${key.asymmetricKeyType} cannot sign for private_key_jwt`, 'token');
}

/**
 * Reads a private key from PEM (PKCS#8, PKCS#1 or SEC1) or JWK text.
 * @param purpose for the message, such as `client authentication`
 * @throws OidcError configuration; the message holds nothing of the key
 */
export function readPrivateKey(text: string, purpose: string): KeyObject {
  const jwk = parseJsonObject(text);
  try {
    return jwk === undefined ? createPrivateKey(text) : createPrivateKey({ key: { ...jwk }, format: 'jwk' });
  } catch {
    const wanted = 'it must be an unencrypted PEM or a private JWK';
    throw new OidcError('configuration', `the private key for ${purpose} cannot be read: ${wanted}`, 'token');
  }
}
