import { type CryptoKey, importJWK } from 'jose';
import { isJsonObject, type JsonObject } from './json-object.js';
import { keyShape } from './signing-algorithms.js';

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
