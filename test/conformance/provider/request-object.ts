import { createPublicKey } from 'node:crypto';
import { jwtVerify } from 'jose';
import type { ProviderState } from './provider-state.js';

/** RFC 9101: the parameters of a request, from its request object where it has one; undefined: it is not acceptable. */
export async function requested(state: ProviderState, parameters: URLSearchParams): Promise<URLSearchParams | undefined> {
  const jwt = parameters.get('request');
  if (jwt === null) return state.setup.requestObject === 'required' ? undefined : parameters;
  const { clientId, publicKey } = state.client;
  try {
    const { payload } = await jwtVerify(jwt, createPublicKey(publicKey ?? ''), {
      issuer: clientId,
      audience: state.issuer,
      typ: 'oauth-authz-req+jwt',
      requiredClaims: ['exp', 'nbf', 'client_id'],
    });
    return new URLSearchParams(Object.entries(payload).map(([name, value]): [string, string] => [name, String(value)]));
  } catch {
    return undefined;
  }
}
