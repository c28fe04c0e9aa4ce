import { type CryptoKey, importJWK } from 'jose';
import { isJsonObject, type JsonObject } from '../json-object.js';

/** More keys than this are not tried for one token: each costs a signature check. */
const MOST_CANDIDATES = 16;
const PUBLIC_MEMBERS = ['kty', 'n', 'e', 'crv', 'x', 'y'] as const;

/** One answer of the provider's key endpoint (RFC 7517, section 5). Imported keys are kept, as importing one costs as much as using it. */
export class VerificationKeys {
  private readonly imported = new Map<string, Promise<CryptoKey>>();
  private readonly keys: readonly JsonObject[];

  constructor(keys: readonly unknown[]) {
    this.keys = keys.filter(isJsonObject);
  }

  /** The `kid` of each key, for messages. */
  get ids(): readonly string[] {
    return this.keys.map(({ kid }) => (typeof kid === 'string' ? kid : '(none)'));
  }

  /**
   * The keys that may have signed a token: right type, not for encryption, and with the token's `kid` when it names one. Several may
   * share a `kid`, and a token may name none (OpenID Connect Core 1.0, section 10.1): then all that fit are worth a try.
   */
  candidates(algorithm: string, kid: string | undefined): readonly (() => Promise<CryptoKey>)[] {
    const fitting = [...this.keys.entries()].filter(([, key]) => fits(key, algorithm, kid));
    return fitting.slice(0, MOST_CANDIDATES).map(
      ([index, key]) =>
        () =>
          this.import(index, key, algorithm),
    );
  }

  private import(index: number, key: JsonObject, algorithm: string): Promise<CryptoKey> {
    const name = `${index} ${algorithm}`;
    let imported = this.imported.get(name);
    if (imported === undefined) {
      imported = importPublicKey(key, algorithm);
      this.imported.set(name, imported);
    }
    return imported;
  }
}

function fits(key: JsonObject, algorithm: string, kid: string | undefined): boolean {
  const shape = keyShape(algorithm);
  if (shape === undefined || key.kty !== shape.kty || (shape.crv !== undefined && key.crv !== shape.crv)) return false;
  if (kid !== undefined && key.kid !== kid) return false;
  if (isGiven(key.use) && key.use !== 'sig') return false;
  if (isGiven(key.key_ops) && !(Array.isArray(key.key_ops) && key.key_ops.includes('verify'))) return false;
  return !isGiven(key.alg) || key.alg === algorithm || (shape.crv === 'Ed25519' && (key.alg === 'EdDSA' || key.alg === 'Ed25519'));
}

function isGiven(member: unknown): boolean {
  return member !== undefined && member !== null;
}

/** Only public members are taken, whatever else a provider published by mistake. */
async function importPublicKey(key: JsonObject, algorithm: string): Promise<CryptoKey> {
  const members = PUBLIC_MEMBERS.flatMap((name) => (typeof key[name] === 'string' ? [[name, key[name]]] : []));
  const imported = await importJWK(Object.fromEntries(members), algorithm);
  if (imported instanceof Uint8Array) throw new TypeError('a public key was expected');
  return imported;
}

/** Asymmetric JWS algorithms (RFC 7518, section 3.1; RFC 8037; RFC 9864), each with the key type and curve that fit. */
const KEY_SHAPES: Readonly<Record<string, { readonly kty: string; readonly crv?: string; readonly hash: 'sha256' | 'sha384' | 'sha512' }>> =
  {
    RS256: { kty: 'RSA', hash: 'sha256' },
    RS384: { kty: 'RSA', hash: 'sha384' },
    RS512: { kty: 'RSA', hash: 'sha512' },
    PS256: { kty: 'RSA', hash: 'sha256' },
    PS384: { kty: 'RSA', hash: 'sha384' },
    PS512: { kty: 'RSA', hash: 'sha512' },
    ES256: { kty: 'EC', crv: 'P-256', hash: 'sha256' },
    ES384: { kty: 'EC', crv: 'P-384', hash: 'sha384' },
    ES512: { kty: 'EC', crv: 'P-521', hash: 'sha512' },
    EdDSA: { kty: 'OKP', crv: 'Ed25519', hash: 'sha512' },
    Ed25519: { kty: 'OKP', crv: 'Ed25519', hash: 'sha512' },
  };

/** Algorithms whose key is the client secret (OpenID Connect Core 1.0, section 10.1), with the hash they use. */
const SECRET_HASHES: Readonly<Record<string, 'sha256' | 'sha384' | 'sha512'>> = { HS256: 'sha256', HS384: 'sha384', HS512: 'sha512' };

/** Every algorithm that takes a key of the provider's, and not a shared secret. */
export const KEY_ALGORITHMS: readonly string[] = Object.keys(KEY_SHAPES);

const DEFAULT_ALGORITHMS = ['RS256'];

/** The shape of key that an algorithm takes and the hash it uses; undefined for `none`, HS* and whatever we do not know. */
export function keyShape(algorithm: string): (typeof KEY_SHAPES)[string] | undefined {
  return Object.hasOwn(KEY_SHAPES, algorithm) ? KEY_SHAPES[algorithm] : undefined;
}

/** Whether a token of this algorithm is signed with the client secret, and not with a key of the provider. */
export function usesClientSecret(algorithm: string): boolean {
  return Object.hasOwn(SECRET_HASHES, algorithm);
}

/** The hash of an algorithm, for at_hash and c_hash; undefined for `none` and whatever we do not know. */
export function signatureHash(algorithm: string): 'sha256' | 'sha384' | 'sha512' | undefined {
  return keyShape(algorithm)?.hash ?? (usesClientSecret(algorithm) ? SECRET_HASHES[algorithm] : undefined);
}

/**
 * What a token may be signed with: the setting, else what the provider advertises, else RS256 (OpenID Connect Core 1.0, section
 * 3.1.3.7 (7)). `none` never is. HS* is only where the setting names it, whatever the provider advertises: a client secret is a
 * weak key to trust a person by, but LINE has no other for web logins.
 */
export function allowedAlgorithms(configured: readonly string[] | undefined, advertised: readonly string[] | undefined): readonly string[] {
  const wanted = configured ?? advertised ?? DEFAULT_ALGORITHMS;
  const allowed = wanted.filter(
    (algorithm) => keyShape(algorithm) !== undefined || (configured !== undefined && usesClientSecret(algorithm)),
  );
  // Two names of one algorithm (RFC 9864, section 2.2).
  return allowed.includes('EdDSA') || allowed.includes('Ed25519') ? [...new Set([...allowed, 'EdDSA', 'Ed25519'])] : allowed;
}
