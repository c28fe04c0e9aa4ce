import {
  allowInsecureRequests,
  clockSkew,
  clockTolerance,
  Configuration,
  customFetch,
  type CustomFetch,
  type ServerMetadata,
} from 'openid-client';
import { OidcError, type OidcErrorCode, type ProtocolStep } from '../errors.js';
import { needsDpopNonce } from './dpop.js';
import { idTokenTrust, type ProviderContext } from './provider-connection.js';
import type { ProviderResponse } from './provider-http.js';
import type { ProviderMetadata } from './provider-metadata.js';

/**
 * What openid-client needs for one call: the provider, this client, our clock, and the `fetch` in which our own checks run before the
 * library's. Each call has its own, so that sign-ins at the same moment share nothing.
 * @param fetch left out for a call that asks nobody
 */
export function libraryConfiguration(context: ProviderContext, fetch?: CustomFetch): Configuration {
  const { options, metadata, clock, authentication } = context;
  const configuration = new Configuration(
    serverMetadata(metadata, idTokenTrust(context).algorithms),
    options.clientId,
    { [clockSkew]: Math.round((clock.now() - Date.now()) / 1000), [clockTolerance]: clock.tolerance },
    authentication,
  );
  if (fetch !== undefined) configuration[customFetch] = fetch;
  // The endpoints were checked when the metadata was read: http is left only for this machine.
  allowInsecureRequests(configuration);
  // Our fetch has its own time limit, over the body too.
  configuration.timeout = 0;
  return configuration;
}

/** Only what the library needs. */
function serverMetadata(
  { issuer, endpoints, algorithms, namesIssuerInResponses }: ProviderMetadata,
  idTokenAlgorithms: readonly string[],
): ServerMetadata {
  return {
    issuer: issuer.issuer,
    authorization_endpoint: endpoints.authorization,
    token_endpoint: endpoints.token,
    userinfo_endpoint: endpoints.userinfo,
    revocation_endpoint: endpoints.revocation,
    introspection_endpoint: endpoints.introspection,
    pushed_authorization_request_endpoint: endpoints.pushedAuthorization,
    authorization_response_iss_parameter_supported: namesIssuerInResponses,
    id_token_signing_alg_values_supported: [...idTokenAlgorithms],
    token_endpoint_auth_signing_alg_values_supported: algorithms.clientAssertion && [...algorithms.clientAssertion],
  };
}

/**
 * The fetch that one call of openid-client uses: it sends through our own HTTP, judges the answer with our own rules, and hands the library
 * a clean one. The first demand for a DPoP nonce goes to the library as it is, which then asks again.
 * @param judge returns what the library gets to see; throws OidcError
 */
export function judgedFetch(
  { http, dpopNonces }: ProviderContext,
  step: ProtocolStep,
  judge: (response: ProviderResponse) => Promise<Response> | Response,
): CustomFetch {
  let askedAgain = false;
  return async (url, { method, headers, body }) => {
    const response = await http.send({
      step,
      url,
      method: method === 'POST' ? 'POST' : 'GET',
      headers,
      ...(body instanceof URLSearchParams ? { body: body.toString() } : {}),
    });
    dpopNonces.note(url, response.headers);
    if (askedAgain || !('dpop' in headers) || !needsDpopNonce(response)) return judge(response);
    askedAgain = true;
    return passOn(response);
  };
}

function passOn({ status, headers, text }: ProviderResponse): Response {
  const challenge = headers.get('www-authenticate');
  const nonce = headers.get('dpop-nonce') ?? '';
  return new Response(text, {
    status,
    headers: { 'content-type': 'application/json', 'dpop-nonce': nonce, ...(challenge === null ? {} : { 'www-authenticate': challenge }) },
  });
}

/** What openid-client threw, as an OidcError: ours from within its fetch, or its own verdict under the code given. */
export function libraryError(error: unknown, code: OidcErrorCode, step: ProtocolStep): OidcError {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof OidcError) return cause;
  }
  return new OidcError(code, `openid-client refuses it: ${verdict(error)}`, step, { cause: withoutContents(error) });
}

function verdict(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}

/** The library hangs whole answers, tokens included, on its errors: none of that may reach a log. */
function withoutContents(error: unknown): Error {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown';
  return new Error(`${code}: ${verdict(error)}`);
}
