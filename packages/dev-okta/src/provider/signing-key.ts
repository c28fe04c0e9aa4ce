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

/** @returns the key with which this authorization server signs, the same after a restart as long as the store has it. */
export function loadSigningKey(store: Store, serverId: string): SigningKey {
  const jwk = store.get<JWK>('SigningKey', serverId) ?? makeKey(store, serverId);
  const privateKey = createPrivateKey({ key: jwk as Record<string, unknown>, format: 'jwk' });
  return { kid: String(jwk.kid), privateKey, publicKey: createPublicKey(privateKey), jwk };
}

function makeKey(store: Store, serverId: string): JWK {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const jwk = { ...privateKey.export({ format: 'jwk' }), kid: randomBytes(32).toString('base64url'), alg: 'RS256', use: 'sig' } as JWK;
  store.put('SigningKey', serverId, jwk);
  return jwk;
}
