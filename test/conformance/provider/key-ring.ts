import { createPublicKey } from 'node:crypto';
import { CompactEncrypt } from 'jose';
import { patched, type JwtLie, type SigningAlgorithm } from './lie.js';
import { compactJws, signingKey, type SigningKey } from './signing.js';

/** The provider's keys: the one that signs, those that the JWKS shows, and the JWTs made with them. */
export class KeyRing {
  private current: SigningKey;
  private readonly old: SigningKey[] = [];
  private rotations = 0;

  constructor(
    private readonly alg: SigningAlgorithm,
    private readonly clientSecret: () => string,
  ) {
    this.current = signingKey(asymmetric(alg), 'first');
  }

  get kid(): string {
    return this.current.kid;
  }

  /** New material for what is signed from now on. `sameKid`: under the old name. `keepOld`: the old key stays in the JWKS. */
  rotate(how: { sameKid?: boolean; keepOld?: boolean } = {}): void {
    this.rotations += 1;
    const next = signingKey(this.current.alg, `rotation ${String(this.rotations)}`);
    if (how.keepOld) this.old.push(this.current);
    this.current = how.sameKid ? { ...next, kid: this.current.kid } : next;
  }

  publicKeys(): Record<string, unknown>[] {
    return [this.current, ...this.old].map(publicJwk);
  }

  async jwt(header: object, claims: object, lie: JwtLie = {}): Promise<string> {
    const alg = lie.alg ?? (lie.signature === 'public-key-as-secret' ? 'HS256' : this.alg);
    const key = this.signerFor(alg, lie);
    const honestHeader = { alg, ...(key.kid === undefined ? {} : { kid: key.kid }), ...header };
    const signed = compactJws(patched(honestHeader, lie.header), patched({ ...claims }, lie.claims), alg, key.key);
    const sent = lie.signature === 'tampered' ? tampered(signed) : signed;
    return lie.encryptTo ? encrypted(sent, lie.encryptTo) : sent;
  }

  private signerFor(alg: SigningAlgorithm, lie: JwtLie) {
    if (lie.signature === 'public-key-as-secret') {
      const pem = createPublicKey(this.current.privateKey).export({ type: 'spki', format: 'pem' });
      return { key: Buffer.from(pem), kid: this.current.kid };
    }
    if (alg === 'HS256') return { key: Buffer.from(this.clientSecret()), kid: undefined };
    if (alg === 'none') return { key: this.current.privateKey, kid: undefined };
    if (lie.signature === 'foreign-key') return { key: signingKey(alg, 'foreign').privateKey, kid: this.current.kid };
    const key = alg === this.current.alg ? this.current : this.shown(signingKey(alg, 'first'));
    return { key: key.privateKey, kid: key.kid };
  }

  /** A key of another algorithm than usual is in the JWKS from its first use on. */
  private shown(key: SigningKey): SigningKey {
    if (!this.old.includes(key)) this.old.push(key);
    return key;
  }
}

function publicJwk(key: SigningKey): Record<string, unknown> {
  return { ...key.publicKey.export({ format: 'jwk' }), use: 'sig', alg: key.alg, kid: key.kid };
}

/** `none` and HS256 sign without a key pair; the JWKS then shows an RSA key all the same. */
const asymmetric = (alg: SigningAlgorithm): SigningAlgorithm => (alg === 'none' || alg === 'HS256' ? 'RS256' : alg);

function tampered(jws: string): string {
  const [header, payload, signature = ''] = jws.split('.');
  const bytes = Buffer.from(signature, 'base64url');
  bytes[0] = (bytes[0] ?? 0) ^ 1;
  return `${header ?? ''}.${payload ?? ''}.${bytes.toString('base64url')}`;
}

function encrypted(jws: string, to: NonNullable<JwtLie['encryptTo']>): Promise<string> {
  return new CompactEncrypt(Buffer.from(jws)).setProtectedHeader({ alg: to.alg, enc: to.enc, cty: 'JWT' }).encrypt(createPublicKey(to.key));
}
