import { fetchUserInfo } from 'openid-client';
import { OidcError, type OidcErrorCode } from '../errors.js';
import { type JsonObject, parseJsonObject } from '../json-object.js';
import { callLibrary } from '../provider/library-call.js';
import { plainText, type HttpResponse, refusal } from '../provider/provider-response.js';
import type { ProviderContext } from '../provider/provider-connection.js';
import type { SignedIn, Tokens } from '../login.js';
import { currentSequence } from '../sequence.js';
import { openSignedToken } from '../tokens/signed-token.js';
import { checkAudience, checkIssuer, checkTimes, type TokenKind } from '../tokens/token-claims.js';
import { allowedAlgorithms } from '../tokens/verification-keys.js';

const signedUserinfoKind: TokenKind = {
  name: 'signed userinfo',
  step: 'userinfo',
  origin: 'provider',
  maxLength: 1024 * 1024,
  code: 'userinfo_untrusted',
  codes: { encrypted: 'id_token_encrypted' },
};

/** What no setting makes harmless: an answer about somebody else, or one that somebody else wrote. */
const untrustedResponses: ReadonlySet<OidcErrorCode> = new Set(['userinfo_subject', 'userinfo_untrusted']);

/**
 * Userinfo as OIDC_USERINFO has it. `auto` goes on with the ID token where the endpoint fails: who somebody is stands there.
 * @throws OidcError userinfo_subject, userinfo_untrusted; the others of fetchUserinfo where userinfo is required
 */
export async function readUserinfo(
  context: ProviderContext,
  tokens: Tokens,
  subject: string,
): Promise<Pick<SignedIn, 'userinfo' | 'userinfoFailure'>> {
  const { userinfo: wanted = 'auto' } = context.options;
  if (wanted === 'off') return { userinfo: undefined, userinfoFailure: undefined };
  try {
    return { userinfo: await fetchUserinfo(context, tokens, subject), userinfoFailure: undefined };
  } catch (error) {
    if (wanted === 'required' || !(error instanceof OidcError) || untrustedResponses.has(error.code)) throw error;
    context.notify({ code: error.code, message: `userinfo failed, sign-in goes on with the ID token: ${error.message}` });
    return { userinfo: undefined, userinfoFailure: error };
  }
}

/**
 * Reads the userinfo endpoint (OpenID Connect Core 1.0, section 5.3), as JSON or as a signed token.
 * @param subject the ID token's; userinfo of anybody else is refused (section 5.3.2)
 * @returns undefined where the provider has no such endpoint
 * @throws OidcError userinfo_refused, userinfo_subject, userinfo_untrusted, id_token_encrypted, provider_*, keys_unavailable
 */
async function fetchUserinfo(context: ProviderContext, tokens: Tokens, subject: string): Promise<JsonObject | undefined> {
  if (context.metadata.endpoints.userinfo === undefined) return undefined;
  const judge = async (response: HttpResponse): Promise<JsonObject> => {
    const claims = await readResponse(context, response);
    const { sub } = claims;
    if (sub === subject) {
      currentSequence()?.check('userinfo', 'sub', 'that of the ID token');
      return claims;
    }
    const problem = sub === undefined ? 'names no sub' : `is of sub ${plainText(sub, 100) ?? '(no text)'}, not of the one who signed in`;
    throw new OidcError('userinfo_subject', `${response.endpoint} ${problem}`, 'userinfo', { endpoint: response.endpoint });
  };
  const dpopKey = tokens.tokenType === 'DPoP' ? tokens.dpopKey : undefined;
  return callLibrary(context, { step: 'userinfo', dpopKey, judge, show: (claims) => Response.json(claims) }, (configuration, proofs) =>
    fetchUserInfo(configuration, tokens.accessToken, subject, proofs),
  );
}

async function readResponse(context: ProviderContext, response: HttpResponse): Promise<JsonObject> {
  const body = parseJsonObject(response.text);
  if (response.status >= 400) throw refusal(response, 'userinfo', body, 'userinfo_refused');
  if (body !== undefined) {
    if (typeof body.error === 'string' && body.sub === undefined) throw refusal(response, 'userinfo', body, 'userinfo_refused');
    return body;
  }
  return readSignedUserinfo(context, response);
}

/** Section 5.3.2: signed, `iss` and `aud` should be there; what is there must be right. Told from JSON by its shape: content types lie. */
async function readSignedUserinfo(
  { options, metadata, keys, decryptionKey, clock }: ProviderContext,
  { text, endpoint }: HttpResponse,
): Promise<JsonObject> {
  if (!/^[\w-]+(\.[\w-]*){2,4}$/.test(text.trim())) {
    throw new OidcError('provider_invalid_response', `${endpoint} answers neither JSON nor a signed token`, 'userinfo', { endpoint });
  }
  const algorithms = allowedAlgorithms(undefined, metadata.algorithms.userinfo ?? metadata.algorithms.idToken);
  const { claims } = await openSignedToken(signedUserinfoKind, text.trim(), { keys, decryptionKey, algorithms });
  if (claims.iss !== undefined) checkIssuer(signedUserinfoKind, claims, metadata.issuer);
  if (claims.aud !== undefined) checkAudience(signedUserinfoKind, claims, options.clientId);
  checkTimes(signedUserinfoKind, claims, clock, []);
  return claims;
}
