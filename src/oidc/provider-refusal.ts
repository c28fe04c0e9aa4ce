import { OidcError, type OidcErrorCode, type ProtocolStep } from './errors.js';
import type { JsonObject } from './json-object.js';
import { readProviderAnswer } from './provider-answer.js';
import type { ProviderResponse } from './provider-http.js';

/**
 * The error of a request that the provider refused. Without an OAuth error (RFC 6749, section 5.2) it says nothing about the person's grant:
 * `refused_without_reason`, for wrong client credentials or a gateway; at a 404 or 405, nothing answers there. Only an empty 400 is how some
 * providers (Glewlwyd) refuse a code or a refresh token.
 */
export function refusal(
  response: ProviderResponse,
  step: ProtocolStep,
  body: JsonObject | undefined,
  code: OidcErrorCode = 'token_refused',
): OidcError {
  const { status, endpoint } = response;
  const answer = readProviderAnswer(response);
  const isExplained = answer.error !== undefined || answer.providerCode !== undefined;
  if (!isExplained && (status === 404 || status === 405) && body === undefined) {
    return new OidcError('provider_invalid_response', `nothing answers at ${endpoint} (${status})`, step, { answer, endpoint });
  }
  if (!isExplained && code !== 'userinfo_refused' && !(status === 400 && response.text.trim() === '')) {
    const message = `${endpoint} answered ${status} without an OAuth error: the client's credentials are wrong, or a gateway answers in its place`;
    return new OidcError('refused_without_reason', message, step, { answer, endpoint });
  }
  const reason = answer.error ?? answer.providerCode ?? 'without saying why';
  return new OidcError(code, `${endpoint} refused (${status}): ${reason}`, step, { answer, endpoint });
}
