import { createPublicKey } from 'node:crypto';
import { jwtVerify } from 'jose';
import { addressOf, type ProviderState } from './provider-state.js';
import type { LoggedRequest } from './request-log.js';

/** OpenID Connect Core 1.0, section 9: what is wrong with the client's authentication; undefined when nothing is. */
export async function clientProblem(state: ProviderState, request: LoggedRequest): Promise<string | undefined> {
  const used = methodUsed(request);
  if (used !== state.client.auth) return `the client is registered for ${state.client.auth} and used ${used}`;
  switch (used) {
    case 'client_secret_basic':
      return basicProblem(state, request.headers.authorization ?? '');
    case 'client_secret_post':
      return secretProblem(state, request.form.get('client_id'), request.form.get('client_secret'));
    case 'private_key_jwt':
      return assertionProblem(state, request);
    case 'none':
      return request.form.get('client_id') === state.client.clientId ? undefined : 'unknown client';
  }
}

function methodUsed({ headers, form }: LoggedRequest): ProviderState['client']['auth'] | 'several' {
  const used = [
    headers.authorization?.startsWith('Basic ') && ('client_secret_basic' as const),
    form.has('client_secret') && ('client_secret_post' as const),
    form.has('client_assertion') && ('private_key_jwt' as const),
  ].filter((method) => typeof method === 'string');
  return used.length > 1 ? 'several' : (used[0] ?? 'none');
}

/** RFC 6749 2.3.1: each half is form-encoded before it becomes a half. */
function basicProblem(state: ProviderState, authorization: string): string | undefined {
  const credentials = Buffer.from(authorization.slice('Basic '.length), 'base64').toString('utf8');
  const colon = credentials.indexOf(':');
  return secretProblem(state, formDecoded(credentials.slice(0, colon)), formDecoded(credentials.slice(colon + 1)));
}

function formDecoded(text: string): string | null {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return null;
  }
}

function secretProblem({ client }: ProviderState, id: string | null, secret: string | null): string | undefined {
  if (id !== client.clientId) return 'unknown client';
  return secret === client.clientSecret ? undefined : 'wrong secret';
}

/** RFC 7523, section 3. */
async function assertionProblem(state: ProviderState, { endpoint, form }: LoggedRequest): Promise<string | undefined> {
  const { clientId, publicKey, assertionAlgorithm } = state.client;
  const { assertionAudience } = state.setup;
  const called = addressOf(state, endpoint === 'unknown' ? 'token' : endpoint);
  try {
    const { payload } = await jwtVerify(form.get('client_assertion') ?? '', createPublicKey(publicKey ?? ''), {
      issuer: clientId,
      subject: clientId,
      audience:
        assertionAudience === undefined
          ? [state.issuer, addressOf(state, 'token')]
          : assertionAudience === 'issuer'
            ? state.issuer
            : called,
      requiredClaims: ['exp', 'jti'],
      ...(assertionAlgorithm !== undefined && { algorithms: [assertionAlgorithm] }),
    });
    if (assertionAudience === 'issuer' && typeof payload.aud !== 'string') return 'the audience of the assertion is a list';
    const jti = String(payload.jti);
    if (state.usedJtis.has(jti)) return 'the assertion was used before';
    state.usedJtis.add(jti);
    return undefined;
  } catch (error) {
    return `the assertion is not valid: ${String(error)}`;
  }
}
