import { OidcError } from './errors.js';
import { idTokenTrust, type ProviderContext } from './provider-context.js';
import type { RelyingPartyOptions } from './relying-party-options.js';
import type { AuthorizationResponse } from './sign-in.js';
import { openSignedToken } from './signed-token.js';
import { allowedAlgorithms } from './signing-algorithms.js';
import { checkAudience, checkIssuer, checkTimes } from './token-claims.js';
import { singleCode, type TokenKind } from './token-kind.js';

const SIGNED_RESPONSE: TokenKind = {
  name: 'signed authorization response',
  step: 'authorize',
  origin: 'anyone',
  maxLength: 64 * 1024,
  types: undefined,
  codes: { ...singleCode('response_invalid'), clock: 'id_token_clock' },
};

/** Whether answers were asked for that are signed. */
export function expectsSignedResponse({ responseMode }: RelyingPartyOptions): boolean {
  return responseMode.endsWith('jwt');
}

/**
 * Opens a signed answer (JWT Secured Authorization Response Mode, section 4.4): the parameters inside, `iss` among them. A code that
 * comes without a signature is refused.
 * @throws OidcError response_invalid, id_token_clock, keys_unavailable
 */
export async function openAuthorizationResponse(context: ProviderContext, response: AuthorizationResponse): Promise<AuthorizationResponse> {
  const [token, another] = response.getAll('response');
  if (another !== undefined) throw new OidcError('response_invalid', 'the answer names response more than once', 'authorize');
  if (token === undefined) {
    if (response.has('error') && !response.has('code')) return response;
    throw new OidcError('response_invalid', 'the answer is not signed, though a signed one was asked for', 'authorize');
  }
  const { metadata, options, clock } = context;
  const trust = { ...idTokenTrust(context), algorithms: allowedAlgorithms(undefined, metadata.algorithms.authorization) };
  const { claims } = await openSignedToken(SIGNED_RESPONSE, token, trust);
  checkIssuer(SIGNED_RESPONSE, claims, metadata.issuer);
  checkAudience(SIGNED_RESPONSE, claims, options.clientId);
  checkTimes(SIGNED_RESPONSE, claims, clock, ['exp']);
  return new URLSearchParams(
    Object.entries(claims).filter((entry): entry is [string, string] => typeof entry[1] === 'string' && entry[0] !== 'aud'),
  );
}
