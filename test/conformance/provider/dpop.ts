import { createHash, randomUUID } from 'node:crypto';
import { calculateJwkThumbprint, EmbeddedJWK, jwtVerify } from 'jose';
import { oauthError, type Answer } from './answer.js';
import { addressOf, providerTime, type ProviderState } from './provider-state.js';
import type { LoggedRequest } from './request-log.js';

export type Proof = { readonly thumbprint: string | undefined; readonly refusal?: undefined } | { readonly refusal: Answer };

/** RFC 9449, section 4.3: the proof of a request; a refusal when DPoP is required and the proof does not hold. */
export async function proofOf(state: ProviderState, request: LoggedRequest, accessToken?: string): Promise<Proof> {
  if ((state.setup.dpop ?? 'off') === 'off') return { thumbprint: undefined };
  const proof = request.headers.dpop;
  if (proof === undefined) return { refusal: oauthError('invalid_dpop_proof', 'The DPoP proof JWT header is missing.') };
  try {
    return await checked(state, request, proof, accessToken);
  } catch (error) {
    return { refusal: oauthError('invalid_dpop_proof', String(error)) };
  }
}

async function checked(state: ProviderState, request: LoggedRequest, proof: string, accessToken: string | undefined): Promise<Proof> {
  const { payload, protectedHeader } = await jwtVerify(proof, EmbeddedJWK, { typ: 'dpop+jwt', requiredClaims: ['jti', 'iat'] });
  const endpoint = request.endpoint === 'unknown' ? 'token' : request.endpoint;
  if (payload.htm !== request.method) throw new Error('htm is not the method');
  if (payload.htu !== addressOf(state, endpoint).split('?')[0]) throw new Error('htu is not the address');
  if (Math.abs(Number(payload.iat) - providerTime(state)) > 60) throw new Error('iat is too far away');
  const jti = String(payload.jti);
  if (state.usedJtis.has(jti)) throw new Error('the proof was used before');
  state.usedJtis.add(jti);
  if (accessToken !== undefined && payload.ath !== createHash('sha256').update(accessToken).digest('base64url'))
    throw new Error('ath does not fit');
  if (state.setup.dpop === 'required-with-nonce' && !state.dpopNonces.has(`${audienceOf(request)} ${String(payload.nonce)}`))
    return { refusal: nonceWanted(state, request) };
  if (!protectedHeader.jwk) throw new Error('no key in the proof');
  return { thumbprint: await calculateJwkThumbprint(protectedHeader.jwk) };
}

/** RFC 9449, sections 8 and 9. */
function nonceWanted(state: ProviderState, request: LoggedRequest): Answer {
  const nonce = randomUUID();
  state.dpopNonces.add(`${audienceOf(request)} ${nonce}`);
  const headers = { 'dpop-nonce': nonce };
  if (request.endpoint === 'userinfo')
    return { status: 401, headers: { ...headers, 'www-authenticate': `${state.setup.challengeScheme ?? 'DPoP'} error="use_dpop_nonce"` } };
  return oauthError('use_dpop_nonce', 'Authorization server requires nonce in DPoP proof.', 400, headers);
}

const audienceOf = ({ endpoint }: LoggedRequest) => (endpoint === 'userinfo' ? 'resource' : 'provider');
