import { createHash, randomUUID } from 'node:crypto';
import { type CryptoKey, exportJWK, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose';
import { type Configuration, type DPoPHandle, getDPoPHandle, modifyAssertion } from 'openid-client';
import { OidcError } from '../errors.js';
import { parseJsonObject } from '../json-object.js';
import type { Tokens } from '../login.js';
import { publicPart } from '../tokens/verification-keys.js';
import type { HttpResponse } from './provider-response.js';

const algorithms = ['ES256', 'ES384', 'PS256', 'RS256'];

/** The latest nonce of each of the provider's servers (RFC 9449, section 8), so that only the first proof of all is sent back. */
export class DpopNonces {
  private readonly byOrigin = new Map<string, string>();

  note(url: string, headers: Pick<Headers, 'get'>): void {
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
  const { alg } = jwk;
  const [privateKey, publicKey] = await Promise.all([importKey(jwk, alg), importKey(publicPart(jwk), alg)]);
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

/**
 * A proof for one request (RFC 9449, section 4.2), where openid-client makes none: it has no proof for revocation, and the requests to
 * other APIs are not its own.
 */
export async function dpopProof(
  key: JWK,
  { method, url, accessToken }: { readonly method: string; readonly url: string; readonly accessToken?: string },
  nonces: DpopNonces,
): Promise<string> {
  const nonce = nonces.for(url);
  const ath = accessToken === undefined ? {} : { ath: createHash('sha256').update(accessToken).digest('base64url') };
  const claims = { jti: randomUUID(), htm: method, htu: url.replace(/[?#].*$/s, ''), ...ath, ...(nonce === undefined ? {} : { nonce }) };
  return new SignJWT(claims)
    .setProtectedHeader({ alg: key.alg ?? 'ES256', typ: 'dpop+jwt', jwk: publicPart(key) })
    .setIssuedAt()
    .sign(await importKey(key, key.alg));
}

/** Sends a request with an access token; with a proof, and once more with the server's nonce in it, where the token is bound (section 9). */
export async function fetchWithToken({ accessToken, tokenType, dpopKey }: Tokens, request: Request, nonces: DpopNonces): Promise<Response> {
  const { url, method } = request;
  const isBound = tokenType === 'DPoP' && dpopKey !== undefined;
  const send = async (attempt: Request): Promise<Response> => {
    attempt.headers.set('authorization', `${isBound ? 'DPoP' : 'Bearer'} ${accessToken}`);
    if (isBound) attempt.headers.set('dpop', await dpopProof(dpopKey, { method, url, accessToken }, nonces));
    const response = await fetch(attempt);
    nonces.note(url, response.headers);
    return response;
  };
  if (!isBound) return send(request);
  const again = request.clone();
  const response = await send(request);
  const wantsNonce = response.status === 401 && /\buse_dpop_nonce\b/.test(response.headers.get('www-authenticate') ?? '');
  return wantsNonce ? send(again) : response;
}

/** RFC 9449, sections 8 and 9: the server wants the proof again, with its nonce in it. */
export function needsDpopNonce({ headers, text }: HttpResponse): boolean {
  if (headers.get('dpop-nonce') === null) return false;
  return parseJsonObject(text)?.error === 'use_dpop_nonce' || /\buse_dpop_nonce\b/.test(headers.get('www-authenticate') ?? '');
}

/** It is asymmetric: jose gives bytes for shared secrets alone. */
async function importKey(jwk: JWK, algorithm: string | undefined): Promise<CryptoKey> {
  return (await importJWK(jwk, algorithm, { extractable: true })) as CryptoKey;
}
