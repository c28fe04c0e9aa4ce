import { OidcError, type OidcErrorCode, type ProviderResponse } from '../errors.js';
import { plainText, providerFailures } from '../provider/provider-response.js';
import { idTokenRules, type ProviderContext } from '../provider/provider-connection.js';
import type { ProviderMetadata } from '../provider/provider-metadata.js';
import type { RelyingPartyOptions } from '../relying-party-options.js';
import type { AuthorizationResponse, LoginTransaction } from '../login.js';
import { currentSequence } from '../sequence.js';
import { openSignedToken } from '../tokens/signed-token.js';
import { checkClaims, type TokenKind } from '../tokens/token-claims.js';
import { allowedAlgorithms } from '../tokens/verification-keys.js';

const maxCodeLength = 8192;

/**
 * Judges what came to the redirect URI before the code is spent: that it comes from the issuer that was asked (RFC 9207, section 2.4), that
 * this browser asked (state), that it is no error, and that there is one code. Unknown parameters count for nothing (RFC 6749, section 4.1.2).
 * @throws OidcError response_issuer_mismatch, response_issuer_missing, state_mismatch, authorization_refused, provider_error, response_invalid
 */
export function checkAuthorizationResponse(
  response: AuthorizationResponse,
  transaction: LoginTransaction,
  metadata: ProviderMetadata,
): void {
  for (const name of ['iss', 'state', 'error', 'code']) {
    if (response.getAll(name).length > 1) throw refusal('response_invalid', `the answer names ${name} more than once`);
  }
  const passed = (what: string, detail: string): void => currentSequence()?.check("the provider's answer", what, detail);
  checkIssuer(response, transaction, metadata);
  passed('issuer', response.has('iss') ? `iss is ${metadata.issuer.issuer}` : 'the one that was asked; the answer names none');
  if (response.get('state') !== transaction.state) {
    throw refusal('state_mismatch', `the answer's state is ${response.has('state') ? 'of another sign-in' : 'missing'}`);
  }
  passed('state', 'that of this sign-in');
  // RFC 6749, section 4.1.2.1: an error has a code. One that is empty says nothing, least of all that a person was refused.
  if (response.get('error') === '') throw refusal('response_invalid', 'the answer names an empty error');
  if (response.has('error')) {
    const error = plainText(response.get('error'), 100) ?? 'unknown';
    const said = { error, description: plainText(response.get('error_description')) };
    throw refusal(providerFailures.has(error) ? 'provider_error' : 'authorization_refused', `the provider answered ${error}`, said);
  }
  const code = response.get('code') ?? '';
  if (code === '') throw refusal('response_invalid', 'the answer holds neither a code nor an error');
  if (code.length > maxCodeLength) throw refusal('response_invalid', `the answer's code is longer than ${maxCodeLength} characters`);
  passed('code', 'there, once, and no error');
}

function checkIssuer(
  response: AuthorizationResponse,
  transaction: LoginTransaction,
  { issuer, namesIssuerInResponses }: ProviderMetadata,
): void {
  const mismatch = (message: string): OidcError => refusal('response_issuer_mismatch', message);
  if (transaction.issuer !== issuer.issuer) {
    throw mismatch(`this sign-in was started at ${plainText(transaction.issuer)}, not ${issuer.issuer}`);
  }
  const iss = response.get('iss');
  if (iss !== null && !issuer.accepts(iss)) throw mismatch(`the answer comes from ${plainText(iss)}, asked was ${issuer.issuer}`);
  // Errors without `iss` exist in the field, and end on an error page anyway.
  if (iss === null && namesIssuerInResponses && !response.has('error')) {
    throw refusal('response_issuer_missing', 'the answer does not say which issuer it comes from, though the provider promises to (iss)');
  }
}

function refusal(code: OidcErrorCode, message: string, said?: ProviderResponse): OidcError {
  return new OidcError(code, message, 'authorize', { response: said });
}

const signedResponseKind: TokenKind = {
  name: 'signed authorization response',
  step: 'authorize',
  maxLength: 64 * 1024,
  code: 'response_signature',
  codes: { issuer: 'response_issuer_mismatch', claims: 'response_claims', tenant: 'tenant_not_allowed', clock: 'response_clock' },
};

/** Whether the authorization response must be signed (JARM). */
export function expectsSignedResponse({ responseMode }: RelyingPartyOptions): boolean {
  return responseMode.endsWith('jwt');
}

/**
 * Opens a signed answer (JWT Secured Authorization Response Mode, section 4.4): the parameters inside, `iss` among them. A code that
 * comes without a signature is refused.
 * @throws OidcError response_*, tenant_not_allowed, keys_unavailable
 */
export async function openAuthorizationResponse(context: ProviderContext, response: AuthorizationResponse): Promise<AuthorizationResponse> {
  const [token, another] = response.getAll('response');
  if (another !== undefined) throw refusal('response_invalid', 'the answer names response more than once');
  if (token === undefined) {
    if (response.has('error') && !response.has('code')) return response;
    throw refusal('response_signature', 'the answer is not signed, though a signed one was asked for');
  }
  const rules = {
    ...idTokenRules(context),
    encryptionRequired: false,
    algorithms: allowedAlgorithms(undefined, context.metadata.algorithms.authorization),
  };
  const { claims } = await openSignedToken(signedResponseKind, token, rules);
  checkClaims(signedResponseKind, claims, rules, rules.clientId, ['exp']);
  return new URLSearchParams(
    Object.entries(claims).filter((entry): entry is [string, string] => typeof entry[1] === 'string' && entry[0] !== 'aud'),
  );
}
