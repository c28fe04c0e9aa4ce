import { tokenIntrospection } from 'openid-client';
import { type JsonObject, parseJsonObject } from '../json-object.js';
import { callLibrary } from '../provider/library-call.js';
import { plainText, type HttpResponse, refusal, unusable } from '../provider/provider-response.js';
import { idTokenRules, type ProviderContext } from '../provider/provider-connection.js';
import { requireEndpoint } from '../provider/provider-metadata.js';
import {
  accessTokenKind,
  type AccessTokenExpectations,
  kindForAudience,
  checkAccess,
  type VerifiedAccessToken,
} from '../tokens/access-token.js';
import { checkType, readProtectedHeader } from '../tokens/signed-token.js';
import { tokenError } from '../tokens/token-claims.js';

/**
 * Asks the provider about a bearer token that an API was called with (RFC 7662), and judges what it says as strictly as the claims of a
 * token that is read here. `exp` and `iss` may be missing, since section 2.2 makes them optional; where they are there they count.
 * @throws OidcError access_token_invalid (401), access_token_scope (403), endpoint_missing, token_refused, provider_*
 */
export async function introspectAccessToken(
  context: ProviderContext,
  token: string,
  expected: AccessTokenExpectations,
): Promise<VerifiedAccessToken> {
  const rules = idTokenRules(context);
  const header = readProtectedHeader(token);
  // An opaque token has none.
  if (header !== undefined) checkType(kindForAudience(rules, expected), header.typ);
  const claims = await introspectToken(context, token);
  if (claims.active !== true) throw tokenError(accessTokenKind, 'claims', 'the provider says that it is not active');
  checkTokenType(claims);
  return checkAccess({ iss: rules.issuer.issuer, ...claims }, rules, expected, []);
}

/**
 * What the provider says of a token, not judged (RFC 7662, section 2.2), without the members that are null, as some servers write what they
 * do not know.
 * @throws OidcError endpoint_missing, token_refused, provider_*
 */
export async function introspectToken(context: ProviderContext, token: string): Promise<JsonObject> {
  requireEndpoint(context.metadata, 'introspection', 'introspection');
  const judge = (response: HttpResponse): JsonObject => {
    const body = parseJsonObject(response.text);
    if (response.status >= 400) throw refusal(response, 'introspection', body);
    if (body === undefined) throw unusable(response, 'introspection', 'with no JSON object');
    return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null));
  };
  return callLibrary(context, { step: 'introspection', judge, show: (claims) => Response.json(claims) }, (configuration) =>
    tokenIntrospection(configuration, token),
  );
}

/** Section 2.2: the type of RFC 6749, section 5.1. Some say what the token is instead; a refresh token is no access token. */
function checkTokenType({ token_type: type }: JsonObject): void {
  if (type === undefined || (typeof type === 'string' && /^(bearer|access_token)$/i.test(type))) return;
  throw tokenError(accessTokenKind, 'claims', `its token_type is ${plainText(type, 40) ?? 'no text'}, not Bearer`);
}
