import { OidcError } from './errors.js';
import { plainText } from './provider-answer.js';
import type { ProviderMetadata } from './provider-metadata.js';
import type { AuthorizationResponse, LoginTransaction } from './sign-in.js';

const LONGEST_CODE = 8192;
const THEY_BROKE = new Set(['server_error', 'temporarily_unavailable']);

/**
 * Judges what came to the redirect URI before the code is spent: that it comes from the issuer that was asked (RFC 9207, section 2.4), that
 * this browser asked (state), that it is no error, and that there is one code. Unknown parameters count for nothing (RFC 6749, section 4.1.2).
 * @throws OidcError response_issuer_mismatch, state_mismatch, authorization_refused, provider_error, response_invalid
 */
export function checkAuthorizationResponse(
  response: AuthorizationResponse,
  transaction: LoginTransaction,
  metadata: ProviderMetadata,
): void {
  for (const name of ['iss', 'state', 'error', 'code']) {
    if (response.getAll(name).length > 1) throw new OidcError('response_invalid', `the answer names ${name} more than once`, 'authorize');
  }
  checkIssuer(response, transaction, metadata);
  if (response.get('state') !== transaction.state) {
    throw new OidcError('state_mismatch', `the answer's state is ${response.has('state') ? 'of another sign-in' : 'missing'}`, 'authorize');
  }
  // RFC 6749, section 4.1.2.1: an error has a code. One that is empty says nothing, least of all that a person was refused.
  if (response.get('error') === '') throw new OidcError('response_invalid', 'the answer names an empty error', 'authorize');
  if (response.has('error')) throw refused(response);
  const code = response.get('code') ?? '';
  if (code === '') throw new OidcError('response_invalid', 'the answer holds neither a code nor an error', 'authorize');
  if (code.length > LONGEST_CODE)
    throw new OidcError('response_invalid', `the answer's code is longer than ${LONGEST_CODE} characters`, 'authorize');
}

function checkIssuer(
  response: AuthorizationResponse,
  transaction: LoginTransaction,
  { issuer, namesIssuerInResponses }: ProviderMetadata,
): void {
  if (transaction.issuer !== issuer.issuer) {
    throw new OidcError(
      'response_issuer_mismatch',
      `this sign-in was started at ${plainText(transaction.issuer)}, not ${issuer.issuer}`,
      'authorize',
    );
  }
  const iss = response.get('iss');
  if (iss !== null && !issuer.accepts(iss)) {
    throw new OidcError('response_issuer_mismatch', `the answer comes from ${plainText(iss)}, asked was ${issuer.issuer}`, 'authorize');
  }
  // Errors without `iss` exist in the field, and end on an error page anyway.
  if (iss === null && namesIssuerInResponses && !response.has('error')) {
    throw new OidcError(
      'response_issuer_mismatch',
      'the answer does not say which issuer it comes from, though the provider promises to',
      'authorize',
    );
  }
}

function refused(response: AuthorizationResponse): OidcError {
  const error = plainText(response.get('error'), 100) ?? 'unknown';
  const answer = { error, description: plainText(response.get('error_description')) };
  return new OidcError(THEY_BROKE.has(error) ? 'provider_error' : 'authorization_refused', `the provider answered ${error}`, 'authorize', {
    answer,
  });
}
