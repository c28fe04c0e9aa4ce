import { type CryptoKey, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import { type Configuration, type DPoPHandle, getDPoPHandle, modifyAssertion } from 'openid-client';
import { OidcError } from '../errors.js';
import { parseJsonObject } from '../json-object.js';
import type { HttpResponse } from './provider-response.js';

const algorithms = ['ES256', 'ES384', 'PS256', 'RS256'];

/** The latest nonce of each of the provider's servers (RFC 9449, section 8), so that only the first proof of all is sent back. */
export class DpopNonces {
  private readonly byOrigin = new Map<string, string>();

  note(url: string, headers: HttpResponse['headers']): void {
    const nonce = headers.get('dpop-nonce');
    if (nonce !== null) this.byOrigin.set(new URL(url).origin, nonce);
  }

  for(url: string): string | undefined {
    return this.byOrigin.get(new URL(url).origin);
  }
}

/** A new key for one login: ES256, unless the provider lists its algorithms and that is not among them. */
export async function generateDpopKey(advertised: readonly string[] | undefined): Promise<JWK> {
  const algorithm = algorithms.find((name) => advertised === undefined || advertised.includes(name));
  if (algorithm === undefined) {
    const message = `the provider takes DPoP proofs only with ${advertised?.join(', ')}: not supported here`;
    throw new OidcError('configuration', message, 'authorize');
  }
  const { privateKey } = await generateKeyPair(algorithm, { extractable: true });
  return { ...(await exportJWK(privateKey)), alg: algorithm };
}

/** What lets openid-client send proofs with this key. */
export async function dpopHandle(configuration: Configuration, jwk: JWK, nonces: DpopNonces): Promise<DPoPHandle> {
  const { kty, crv, x, y, n, e, alg } = jwk;
  const publicJwk = Object.fromEntries(Object.entries({ kty, crv, x, y, n, e }).filter(([, value]) => value !== undefined));
  const [privateKey, publicKey] = await Promise.all([importKey(jwk, alg), importKey({ kty, ...publicJwk }, alg)]);
  return getDPoPHandle(
    configuration,
    { privateKey, publicKey },
    {
      [modifyAssertion](_header, payload) {
        if (payload.nonce === undefined && typeof payload.htu === 'string') payload.nonce = nonces.for(payload.htu);
      },
    },
  );
}

/** RFC 9449, sections 8 and 9: the server wants the proof again, with its nonce in it. */
export function needsDpopNonce({ headers, text }: HttpResponse): boolean {
  if (headers.get('dpop-nonce') === null) return false;
  return parseJsonObject(text)?.error === 'use_dpop_nonce' || /\buse_dpop_nonce\b/.test(headers.get('www-authenticate') ?? '');
}

async function importKey(jwk: JWK, algorithm: string | undefined): Promise<CryptoKey> {
  const key = await importJWK(jwk, algorithm, { extractable: true });
  if (key instanceof Uint8Array) throw new TypeError('a DPoP key is asymmetric');
  return key;
}
