import { createPrivateKey, type KeyObject } from 'node:crypto';
import { type ClientAuth, ClientSecretPost, type CryptoKey, modifyAssertion, None, PrivateKeyJwt } from 'openid-client';
import { OidcError } from '../errors.js';
import { parseJsonObject } from '../json-object.js';
import type { RelyingPartyOptions } from '../relying-party-options.js';
import { plainText } from './provider-response.js';

type Credentials = Pick<RelyingPartyOptions, 'clientAuth' | 'clientSecret' | 'clientPrivateKey'>;

/** `audience`: whom an assertion is meant for, by the provider's wish. */
export type Authenticate = (audience: string) => ClientAuth;

/**
 * How this client proves itself at the token endpoint and those beside it (OpenID Connect Core 1.0, section 9).
 * @throws OidcError configuration when what the method needs is not set, or is no key
 */
export function clientAuthentication({ clientAuth, clientSecret, clientPrivateKey }: Credentials): Authenticate {
  switch (clientAuth) {
    case 'client_secret_basic':
      return toAnyone(basic(required(clientSecret, 'client_secret_basic needs a client secret')));
    case 'client_secret_post':
      return toAnyone(ClientSecretPost(required(clientSecret, 'client_secret_post needs a client secret')));
    case 'private_key_jwt': {
      const key = clientKey(required(clientPrivateKey, 'private_key_jwt needs a private key'));
      return (audience) => privateKeyJwt(key, audience);
    }
    case 'none':
      return None;
  }
}

function toAnyone(authenticate: ClientAuth): Authenticate {
  return () => authenticate;
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

/** What a signature is made with: its algorithm, and the key as openid-client takes it. */
interface Signer {
  readonly algorithm: string;
  readonly key: { readonly key: CryptoKey; readonly kid?: string };
}

/** Given the algorithms that the provider takes for what is to be signed; none: it does not say. */
export type ClientKey = (advertised: readonly string[]) => Signer;

/**
 * The key with which this client signs assertions and request objects.
 * @param key PEM or JWK text; a JWK's own `kid` serves where none is set, and its `alg` is the one it signs with (RFC 7517, section 4.4)
 * @throws OidcError configuration
 */
export function clientKey({ pem, kid }: NonNullable<Credentials['clientPrivateKey']>): ClientKey {
  const key = readPrivateKey(pem, 'client authentication');
  const jwk = parseJsonObject(pem);
  const keyId = kid ?? (typeof jwk?.kid === 'string' ? jwk.kid : undefined);
  const own = typeof jwk?.alg === 'string' ? [jwk.alg] : undefined;
  const signer: ClientKey = (advertised) => {
    const fitting = algorithmsOf(key).filter((algorithm) => own?.includes(algorithm) ?? true);
    const algorithm = fitting.find((name) => advertised.includes(name)) ?? fitting[0];
    if (algorithm === undefined) {
      const message = `a private key of type ${key.asymmetricKeyType} cannot sign for this client${own ? ` with its alg ${plainText(own[0], 40)}` : ''}`;
      throw new OidcError('configuration', message, 'token');
    }
    return { algorithm, key: { key: key.toCryptoKey(importParameters(algorithm), false, ['sign']), ...(keyId && { kid: keyId }) } };
  };
  // What no provider could take is said at the start, not at the first login.
  signer([]);
  return signer;
}

const curves: Readonly<Record<string, string>> = { prime256v1: 'ES256', secp384r1: 'ES384', secp521r1: 'ES512' };

/** What a key can sign with, by preference (RFC 7518, section 3.1; RFC 8037; RFC 9864). */
function algorithmsOf({ asymmetricKeyType: type, asymmetricKeyDetails: details }: KeyObject): readonly string[] {
  if (type === 'rsa') return ['RS256', 'PS256', 'RS384', 'PS384', 'RS512', 'PS512'];
  if (type === 'ed25519') return ['EdDSA', 'Ed25519'];
  return [curves[details?.namedCurve ?? '']].filter((algorithm) => algorithm !== undefined);
}

function importParameters(algorithm: string): Parameters<KeyObject['toCryptoKey']>[0] {
  if (algorithm.startsWith('Ed')) return { name: 'Ed25519' };
  const bits = algorithm.slice(2);
  if (algorithm.startsWith('ES')) return { name: 'ECDSA', namedCurve: `P-${bits === '512' ? '521' : bits}` };
  return { name: algorithm.startsWith('PS') ? 'RSA-PSS' : 'RSASSA-PKCS1-v1_5', hash: `SHA-${bits}` };
}

/** private_key_jwt (OpenID Connect Core 1.0, section 9; RFC 7523). */
function privateKeyJwt(sign: ClientKey, audience: string): ClientAuth {
  return (server, ...request) => {
    const { algorithm, key } = sign(server.token_endpoint_auth_signing_alg_values_supported ?? []);
    const authenticate = PrivateKeyJwt(key, {
      [modifyAssertion](header, payload) {
        header.alg = algorithm;
        payload.aud = audience;
      },
    });
    return authenticate(server, ...request);
  };
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
