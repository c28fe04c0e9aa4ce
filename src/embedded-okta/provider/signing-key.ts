import { createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto';
import type { JWK } from 'oidc-provider';
import type { Store } from './store.js';

export interface SigningKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  /** The private key as oidc-provider takes it. */
  readonly jwk: JWK;
}

const KIND = 'SigningKey';
const ID = 'current';

/** @returns the key that signs everything, the same after a restart. */
export function loadSigningKey(store: Store): SigningKey {
  const stored = store.get<JWK>(KIND, ID);
  return stored ? fromJwk(stored.payload) : rotateSigningKey(store);
}

/** Makes a new key and forgets the old one, as after a rotation whose grace time is over. */
export function rotateSigningKey(store: Store): SigningKey {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const jwk = { ...privateKey.export({ format: 'jwk' }), kid: randomBytes(32).toString('base64url'), alg: 'RS256', use: 'sig' } as JWK;
  store.put(KIND, ID, jwk);
  return fromJwk(jwk);
}

function fromJwk(jwk: JWK): SigningKey {
  const privateKey = createPrivateKey({ key: jwk as Record<string, unknown>, format: 'jwk' });
  return { kid: String(jwk.kid), privateKey, publicKey: createPublicKey(privateKey), jwk };
}
