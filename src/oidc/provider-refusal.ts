import { OidcError, type OidcErrorCode, type ProtocolStep } from './errors.js';
import type { JsonObject } from './json-object.js';
import { readProviderAnswer } from './provider-answer.js';
import type { ProviderResponse } from './provider-http.js';

/** The error of a request that the provider refused; a 404 or 405 in no language of OAuth means that nothing answers there. */
export function refusal(
  response: ProviderResponse,
  step: ProtocolStep,
  body: JsonObject | undefined,
  code: OidcErrorCode = 'token_refused',
): OidcError {
  const { status, endpoint } = response;
  const answer = readProviderAnswer(response);
  if ((status === 404 || status === 405) && answer.error === undefined && answer.providerCode === undefined && body === undefined) {
    return new OidcError('provider_invalid_response', `nothing answers at ${endpoint} (${status})`, step, { answer, endpoint });
  }
  const reason = answer.error ?? answer.providerCode ?? 'without saying why';
  return new OidcError(code, `${endpoint} refused (${status}): ${reason}`, step, { answer, endpoint });
}
