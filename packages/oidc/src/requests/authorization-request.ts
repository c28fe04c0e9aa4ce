import { createHash, randomBytes } from 'node:crypto';
import type { JWK } from 'jose';
import { buildAuthorizationUrl, buildAuthorizationUrlWithJAR, buildAuthorizationUrlWithPAR, modifyAssertion } from 'openid-client';
import { OidcError, type ProviderResponse } from '../errors.js';
import { parseJsonObject } from '../json-object.js';
import { generateDpopKey } from '../provider/dpop.js';
import { callLibrary, libraryConfiguration } from '../provider/library-call.js';
import { type HttpResponse, refusal, unusable } from '../provider/provider-response.js';
import type { ProviderContext } from '../provider/provider-connection.js';
import { type ProviderMetadata, requireEndpoint } from '../provider/provider-metadata.js';
import type { AuthorizationRequestExtras, LoginTransaction } from '../login.js';
import { askedAuthentication } from './asked-authentication.js';

/**
 * Starts a login (OpenID Connect Core 1.0, section 3.1.2.1; PKCE, RFC 7636): makes what only this login knows, and the address to send the
 * browser to. The request is pushed (RFC 9126) where the provider offers that.
 * @throws OidcError authorization_refused and those of ProviderHttp, when pushing
 */
export async function beginLogin(
  context: ProviderContext,
  extras: AuthorizationRequestExtras,
): Promise<{ readonly transaction: LoginTransaction; readonly url: string }> {
  const { options, metadata, clock } = context;
  const transaction: LoginTransaction = {
    state: secret(),
    nonce: secret(),
    codeVerifier: secret(),
    issuer: metadata.issuer.issuer,
    startedAt: clock.now(),
    ...askedAuthentication(options.authorizeParams, extras),
    ...(options.dpop ? { dpopKey: await generateDpopKey(metadata.algorithms.dpop) } : {}),
  };
  const parameters = authorizationParameters(context, transaction, extras);
  const request = await requestObject(context, parameters);
  const requestUri = await pushAuthorizationRequest(context, request === undefined ? parameters : { request }, transaction.dpopKey);
  // Without a push these two stand beside the request object, too (OpenID Connect Core 1.0, section 6.1).
  const { response_type = '', scope = '' } = parameters;
  const direct = request === undefined ? parameters : { response_type, scope, request };
  const shown = requestUri === undefined ? direct : { request_uri: requestUri };
  return { transaction, url: buildAuthorizationUrl(libraryConfiguration(context, 'authorize'), shown).href };
}

/**
 * The request as one signed JWT (RFC 9101), where the provider requires that or the settings ask for it; undefined: neither.
 * @throws OidcError configuration where there is no key to sign with
 */
async function requestObject(context: ProviderContext, parameters: Record<string, string>): Promise<string | undefined> {
  const { options, metadata, clientKey } = context;
  if (options.requestObject !== true && !metadata.requiresRequestObject) return undefined;
  if (clientKey === undefined) {
    const message = 'signed request objects (RFC 9101) need a private key of this client (OIDC_CLIENT_PRIVATE_KEY_FILE)';
    throw new OidcError('configuration', message, 'authorize');
  }
  const { algorithm, key } = clientKey(metadata.algorithms.requestObject ?? []);
  const signed = await buildAuthorizationUrlWithJAR(libraryConfiguration(context, 'authorize'), parameters, key, {
    [modifyAssertion](header) {
      header.alg = algorithm;
    },
  });
  return signed.searchParams.get('request') ?? undefined;
}

function authorizationParameters(
  { options, metadata }: ProviderContext,
  transaction: LoginTransaction,
  extras: AuthorizationRequestExtras,
): Record<string, string> {
  const { redirectUri, scopes, responseMode, authorizeParams } = options;
  const prompt = promptFor(authorizeParams['prompt'], extras.prompt, metadata);
  return {
    // A link may say these, so that settings win over them.
    ...(extras.loginHint ? { login_hint: extras.loginHint } : {}),
    ...extras.parameters,
    ...authorizeParams,
    ...(prompt ? { prompt } : {}),
    ...(transaction.maxAge === undefined ? {} : { max_age: String(transaction.maxAge) }),
    ...(transaction.acrValues ? { acr_values: transaction.acrValues.join(' ') } : {}),
    // Last, so that no setting replaces what security rests on.
    client_id: options.clientId,
    response_type: 'code',
    // As openid-client writes it at the token endpoint, so that both requests name the very same address.
    redirect_uri: new URL(redirectUri).href,
    scope: scopes.join(' '),
    state: transaction.state,
    ...(responseMode === 'query' ? {} : { response_mode: responseMode }),
    ...(options.nonce ? { nonce: transaction.nonce } : {}),
    ...(options.pkce ? { code_challenge: codeChallenge(transaction.codeVerifier), code_challenge_method: 'S256' } : {}),
  };
}

/**
 * What settings ask for stays: a link that says less would spare the person a step that was meant. `none` goes with nothing else
 * (OpenID Connect Core 1.0, section 3.1.2.1), and neither does `create`, which is sent only where the provider says that it knows it
 * (Initiating User Registration 1.0, section 4).
 */
function promptFor(settings: string | undefined, asked: string | undefined, { prompts }: ProviderMetadata): string | undefined {
  const wanted = asked === 'create' && !prompts.includes('create') ? undefined : asked;
  if (!settings || settings === 'none') return wanted || settings;
  if (!wanted || wanted === 'none' || wanted === 'create') return settings;
  // login before consent, the one order of the two that Okta knows.
  return [...new Set([...settings.split(' '), ...wanted.split(' ')])].sort().reverse().join(' ');
}

/** 256 bits, as RFC 7636, section 7.1, asks for of a verifier; in the characters that it may have. */
function secret(): string {
  return randomBytes(32).toString('base64url');
}

/** RFC 7636, section 4.2. Of ours, as the library's takes a detour over a thread that costs as much as an HTTP request. */
function codeChallenge(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url');
}

/**
 * Pushes the authorization request (RFC 9126) where the provider offers that, and says under which `request_uri` it waits.
 * @returns undefined where the provider does not offer it, or names an address that nothing is behind, as Spring Authorization Server does
 * until it is switched on
 * @throws OidcError endpoint_missing when it requires what it does not offer; authorization_refused; provider_*
 */
async function pushAuthorizationRequest(
  context: ProviderContext,
  parameters: Record<string, string>,
  dpopKey: JWK | undefined,
): Promise<string | undefined> {
  const { metadata } = context;
  if (metadata.endpoints.pushedAuthorization === undefined && !metadata.requiresPushedAuthorization) return undefined;
  requireEndpoint(metadata, 'pushedAuthorization', 'par');
  const judge = (response: HttpResponse): string => {
    const body = parseJsonObject(response.text);
    if (response.status >= 400 || typeof body?.error === 'string') throw refusal(response, 'par', body, 'authorization_refused');
    if (typeof body?.request_uri !== 'string') throw unusable(response, 'par', 'without a request_uri');
    return body.request_uri;
  };
  // As the library wants it: some providers return 200, or no expires_in.
  const show = (request_uri: string): Response => Response.json({ request_uri, expires_in: 60 }, { status: 201 });
  try {
    return await callLibrary(context, { step: 'par', dpopKey, judge, show }, (configuration, proofs) =>
      buildAuthorizationUrlWithPAR(configuration, parameters, proofs),
    );
  } catch (error) {
    if (metadata.requiresPushedAuthorization || !(error instanceof OidcError) || !isAbsent(error.response)) throw error;
    const message = `${error.message}: requests are not pushed, although the discovery document names an address for that`;
    context.notify({ code: 'par_absent', message });
    return undefined;
  }
}

/** A page, or another place: not the words in which an endpoint of the protocol refuses (RFC 9126, section 2.3). */
function isAbsent({ status = 0, error, providerCode }: ProviderResponse = {}): boolean {
  return error === undefined && providerCode === undefined && ((status >= 300 && status < 400) || status === 404 || status === 405);
}
