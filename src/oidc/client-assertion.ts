import type { KeyObject } from 'node:crypto';
import { type ClientAuth, type CryptoKey, modifyAssertion, PrivateKeyJwt, type ServerMetadata } from 'openid-client';
import { OidcError } from './errors.js';
import { parseJsonObject } from './json-object.js';
import { readPrivateKey } from './private-key.js';

const CURVES: Readonly<Record<string, { algorithm: string; namedCurve: string }>> = {
  prime256v1: { algorithm: 'ES256', namedCurve: 'P-256' },
  secp384r1: { algorithm: 'ES384', namedCurve: 'P-384' },
  secp521r1: { algorithm: 'ES512', namedCurve: 'P-521' },
};

/**
 * private_key_jwt (OpenID Connect Core 1.0, section 9; RFC 7523). `aud` is the token endpoint: every provider takes it, some nothing else.
 * @param pem PEM or JWK text; a JWK's own `kid` serves where none is set
 * @throws OidcError configuration
 */
export function privateKeyJwt({ pem, kid }: { readonly pem: string; readonly kid: string | undefined }): ClientAuth {
  const key = readPrivateKey(pem, 'client authentication');
  const ownKid = parseJsonObject(pem)?.kid;
  const keyId = kid ?? (typeof ownKid === 'string' ? ownKid : undefined);
  // What no provider could take is said at the start, not at the first login.
  signingKey(key, []);
  return (server, client, body, headers) => signWith(key, keyId, server)(server, client, body, headers);
}

function signWith(key: KeyObject, kid: string | undefined, server: ServerMetadata): ClientAuth {
  const { algorithm, cryptoKey } = signingKey(key, server.token_endpoint_auth_signing_alg_values_supported ?? []);
  return PrivateKeyJwt(kid === undefined ? cryptoKey : { key: cryptoKey, kid }, {
    [modifyAssertion](header, payload) {
      header.alg = algorithm;
      payload.aud = server.token_endpoint;
    },
  });
}

/** The algorithm follows from the key; among several that fit, the provider's wish counts. */
function signingKey(key: KeyObject, advertised: readonly string[]): { algorithm: string; cryptoKey: CryptoKey } {
  const curve = CURVES[key.asymmetricKeyDetails?.namedCurve ?? ''];
  if (curve !== undefined) {
    return { algorithm: curve.algorithm, cryptoKey: key.toCryptoKey({ name: 'ECDSA', namedCurve: curve.namedCurve }, false, ['sign']) };
  }
  if (key.asymmetricKeyType === 'ed25519') {
    const algorithm = advertised.includes('Ed25519') && !advertised.includes('EdDSA') ? 'Ed25519' : 'EdDSA';
    return { algorithm, cryptoKey: key.toCryptoKey({ name: 'Ed25519' }, false, ['sign']) };
  }
  if (key.asymmetricKeyType === 'rsa') {
    const pss = advertised.includes('PS256') && !advertised.includes('RS256');
    const name = pss ? 'RSA-PSS' : 'RSASSA-PKCS1-v1_5';
    return { algorithm: pss ? 'PS256' : 'RS256', cryptoKey: key.toCryptoKey({ name, hash: 'SHA-256' }, false, ['sign']) };
  }
  throw new OidcError('configuration', `a private key of type ${key.asymmetricKeyType} cannot sign for private_key_jwt`, 'token');
}
