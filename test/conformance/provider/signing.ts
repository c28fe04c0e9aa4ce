import { constants, createHmac, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import type { SigningAlgorithm } from './lie.js';

export interface SigningKey {
  readonly alg: SigningAlgorithm;
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

const made = new Map<string, SigningKey>();
let count = 0;

/** A key of its own. RSA keys take long to make: the first of each name is kept for the whole process. */
export function signingKey(alg: SigningAlgorithm, name: string): SigningKey {
  const kept = made.get(`${alg} ${name}`);
  if (kept) return kept;
  count += 1;
  const key = { alg, kid: `${alg}-${String(count)}`, ...keyPair(alg) };
  made.set(`${alg} ${name}`, key);
  return key;
}

function keyPair(alg: SigningAlgorithm): { privateKey: KeyObject; publicKey: KeyObject } {
  if (alg === 'ES256') return generateKeyPairSync('ec', { namedCurve: 'P-256' });
  if (alg === 'ES384') return generateKeyPairSync('ec', { namedCurve: 'P-384' });
  if (alg === 'EdDSA') return generateKeyPairSync('ed25519');
  return generateKeyPairSync('rsa', { modulusLength: 2048 });
}

/** A compact JWS of any header and payload, also of those that a library refuses to make. */
export function compactJws(header: object, payload: unknown, alg: SigningAlgorithm, key: KeyObject | Buffer): string {
  const input = `${encoded(header)}.${encoded(payload)}`;
  return `${input}.${signature(Buffer.from(input), alg, key).toString('base64url')}`;
}

const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

function signature(input: Buffer, alg: SigningAlgorithm, key: KeyObject | Buffer): Buffer {
  switch (alg) {
    case 'none':
      return Buffer.alloc(0);
    case 'HS256':
      return createHmac('sha256', key).update(input).digest();
    case 'RS256':
      return sign('sha256', input, asPrivate(key));
    case 'PS256':
      return sign('sha256', input, { key: asPrivate(key), padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 });
    case 'ES256':
      return sign('sha256', input, { key: asPrivate(key), dsaEncoding: 'ieee-p1363' });
    case 'ES384':
      return sign('sha384', input, { key: asPrivate(key), dsaEncoding: 'ieee-p1363' });
    case 'EdDSA':
      return sign(null, input, asPrivate(key));
  }
}

function asPrivate(key: KeyObject | Buffer): KeyObject {
  if (Buffer.isBuffer(key)) throw new Error('An asymmetric algorithm needs a private key');
  return key;
}
