import type { JWK } from 'jose';
import { isJsonObject, type JsonObject } from '../json-object.js';

/** More keys than this are not tried for one token: each costs a signature check. */
const maxCandidates = 16;
const publicMembers = ['kty', 'n', 'e', 'crv', 'x', 'y'];

/** Asymmetric JWS algorithms (RFC 7518, section 3.1; RFC 8037; RFC 9864), each with the key type and curve that fit. */
const keyShapes = new Map<string, { readonly kty: string; readonly crv?: string }>([
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'].map((algorithm) => [algorithm, { kty: 'RSA' }] as const),
  ['ES256', { kty: 'EC', crv: 'P-256' }],
  ['ES384', { kty: 'EC', crv: 'P-384' }],
  ['ES512', { kty: 'EC', crv: 'P-521' }],
  ['EdDSA', { kty: 'OKP', crv: 'Ed25519' }],
  ['Ed25519', { kty: 'OKP', crv: 'Ed25519' }],
]);

/** Every algorithm that takes a key of the provider's, and not a shared secret. */
export const keyAlgorithms: readonly string[] = [...keyShapes.keys()];

/** Whether a token of this algorithm is signed with the client secret (OpenID Connect Core 1.0, section 10.1), and not with a key of the provider. */
export function usesClientSecret(algorithm: string): boolean {
  return /^HS(256|384|512)$/.test(algorithm);
}

/** The hash of an algorithm, for at_hash and c_hash; undefined for `none` and whatever we do not know. */
export function signatureHash(algorithm: string): string | undefined {
  if (!keyShapes.has(algorithm) && !usesClientSecret(algorithm)) return undefined;
  return `sha${/(256|384|512)$/.exec(algorithm)?.[0] ?? '512'}`;
}

/**
 * What a token may be signed with: the setting, else what the provider advertises, else RS256 (OpenID Connect Core 1.0, section
 * 3.1.3.7 (7)). `none` never is. HS* is only where the setting names it, whatever the provider advertises: a client secret is a
 * weak key to trust a person by, but LINE has no other for web logins.
 */
export function allowedAlgorithms(configured: readonly string[] | undefined, advertised: readonly string[] | undefined): readonly string[] {
  const wanted = configured ?? advertised ?? ['RS256'];
  const allowed = wanted.filter((algorithm) => keyShapes.has(algorithm) || (configured !== undefined && usesClientSecret(algorithm)));
  // Two names of one algorithm (RFC 9864, section 2.2).
  return allowed.includes('EdDSA') || allowed.includes('Ed25519') ? [...new Set([...allowed, 'EdDSA', 'Ed25519'])] : allowed;
}

/** What the provider's key endpoint returned once (RFC 7517, section 5). */
export class VerificationKeys {
  /** The `kid` of each key, for messages. */
  readonly ids: readonly string[];
  private readonly keys: readonly { readonly published: JsonObject; readonly publicKey: JWK }[];

  constructor(keys: readonly unknown[]) {
    this.keys = keys.filter(isJsonObject).map((published) => ({ published, publicKey: publicPart(published) }));
    this.ids = this.keys.map(({ published: { kid } }) => (typeof kid === 'string' ? kid : '(none)'));
  }

  /**
   * The keys that may have signed a token: right type, not for encryption, and with the token's `kid` when it names one. Several may
   * share a `kid`, and a token may name none (OpenID Connect Core 1.0, section 10.1): then all that fit are worth a try.
   */
  candidates(algorithm: string, kid: string | undefined): readonly JWK[] {
    const fitting = this.keys.filter(({ published }) => fits(published, algorithm, kid));
    // The same objects each time: jose keeps the key that it imported from one.
    return fitting.slice(0, maxCandidates).map(({ publicKey }) => publicKey);
  }
}

function fits(key: JsonObject, algorithm: string, kid: string | undefined): boolean {
  const shape = keyShapes.get(algorithm);
  if (shape === undefined || key.kty !== shape.kty || (shape.crv !== undefined && key.crv !== shape.crv)) return false;
  if (kid !== undefined && key.kid !== kid) return false;
  if (isGiven(key.use) && key.use !== 'sig') return false;
  if (isGiven(key.key_ops) && !(Array.isArray(key.key_ops) && key.key_ops.includes('verify'))) return false;
  return !isGiven(key.alg) || key.alg === algorithm || (shape.crv === 'Ed25519' && (key.alg === 'EdDSA' || key.alg === 'Ed25519'));
}

function isGiven(member: unknown): boolean {
  return member !== undefined && member !== null;
}

/** Only the public members of a key, whatever else is in it: what a provider published by mistake, or a private key. */
export function publicPart(key: JsonObject): JWK {
  return Object.fromEntries(publicMembers.flatMap((name) => (typeof key[name] === 'string' ? [[name, key[name]]] : [])));
}
