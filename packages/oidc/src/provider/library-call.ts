import type { JWK } from 'jose';
import {
  allowInsecureRequests,
  clockSkew,
  clockTolerance,
  Configuration,
  customFetch,
  type CustomFetch,
  type DPoPOptions,
} from 'openid-client';
import { OidcError, type OidcErrorCode, type ProtocolStep } from '../errors.js';
import { dpopHandle, dpopProof, needsDpopNonce } from './dpop.js';
import type { HttpResponse } from './provider-response.js';
import { idTokenRules, type ProviderContext } from './provider-connection.js';

export interface LibraryCall<T> {
  readonly step: ProtocolStep;
  /** Proves with every request that we have this key (RFC 9449). */
  readonly dpopKey?: JWK | undefined;
  /** Judges a response by our own rules and returns what is of use in it; throws OidcError. */
  readonly judge: (response: HttpResponse) => Promise<T> | T;
  /** What the library gets to see in place of the response. */
  readonly show: (judged: T) => Response;
  /** The error for what the library itself refuses. Default: provider_invalid_response at this step. */
  readonly verdict?: { readonly code: OidcErrorCode; readonly step: ProtocolStep };
}

/**
 * One call of openid-client, whose requests go over our own HTTP. Two judges must agree: ours and the library's.
 * @returns what `judge` returned
 * @throws OidcError that of `judge` and of ProviderHttp, or the verdict
 */
export async function callLibrary<T>(
  context: ProviderContext,
  { step, dpopKey, judge, show, verdict = { code: 'provider_invalid_response', step } }: LibraryCall<T>,
  call: (configuration: Configuration, proofs: DPoPOptions | undefined) => Promise<unknown>,
): Promise<T> {
  const configuration = libraryConfiguration(context, step);
  let judged: { readonly value: T } | undefined;
  // The library makes no proof for this one.
  const ownProofKey = step === 'revocation' ? dpopKey : undefined;
  configuration[customFetch] = judgedFetch(context, step, ownProofKey, async (response) => {
    judged = { value: await judge(response) };
    return show(judged.value);
  });
  try {
    const proofs = dpopKey && { DPoP: await dpopHandle(configuration, dpopKey, context.dpopNonces) };
    await call(configuration, proofs);
  } catch (error) {
    for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
      if (cause instanceof OidcError) throw cause;
    }
    const { code = 'unknown', message, cause } = error as Error & { readonly code?: string };
    const reason = cause instanceof Error ? `${message}: ${cause.message}` : message;
    // The library hangs whole responses, tokens included, on its errors: none of that may reach a log.
    throw new OidcError(verdict.code, `openid-client refuses it: ${reason}`, verdict.step, { cause: new Error(`${code}: ${reason}`) });
  }
  if (judged === undefined) throw new OidcError(verdict.code, 'openid-client asked nothing', verdict.step);
  return judged.value;
}

/** What openid-client has to know. Each call has its own, so that sign-ins at the same moment share nothing. */
export function libraryConfiguration(context: ProviderContext, step: ProtocolStep): Configuration {
  const { options, clock, authenticate } = context;
  const { issuer, endpoints, algorithms, namesIssuerInResponses } = context.metadata;
  const endpoint = options.clientAssertionAudience === 'endpoint' ? endpointAt(context, step) : undefined;
  const configuration = new Configuration(
    {
      issuer: issuer.issuer,
      authorization_endpoint: endpoints.authorization,
      token_endpoint: endpoints.token,
      userinfo_endpoint: endpoints.userinfo,
      revocation_endpoint: endpoints.revocation,
      introspection_endpoint: endpoints.introspection,
      pushed_authorization_request_endpoint: endpoints.pushedAuthorization,
      authorization_response_iss_parameter_supported: namesIssuerInResponses,
      id_token_signing_alg_values_supported: [...idTokenRules(context).algorithms],
      token_endpoint_auth_signing_alg_values_supported: algorithms.clientAssertion && [...algorithms.clientAssertion],
    },
    options.clientId,
    { [clockSkew]: Math.round((clock.now() - Date.now()) / 1000), [clockTolerance]: clock.tolerance },
    authenticate(endpoint ?? issuer.issuer),
  );
  // The endpoints were checked when the metadata was read: http is left only for this machine.
  allowInsecureRequests(configuration);
  // Our fetch has its own time limit, over the body too.
  configuration.timeout = 0;
  return configuration;
}

/** Which of the endpoints that know this client by its credentials a step asks. */
function endpointAt({ metadata: { endpoints } }: ProviderContext, step: ProtocolStep): string | undefined {
  if (step === 'par') return endpoints.pushedAuthorization;
  return step === 'revocation' || step === 'introspection' ? endpoints[step] : endpoints.token;
}

/** The first demand for a DPoP nonce goes to the library as it is, which then asks again. */
function judgedFetch(
  { http, dpopNonces }: ProviderContext,
  step: ProtocolStep,
  ownProofKey: JWK | undefined,
  judge: (response: HttpResponse) => Promise<Response>,
): CustomFetch {
  let askedAgain = false;
  return async (url, { method: given, headers, body }) => {
    const method = given === 'POST' ? 'POST' : 'GET';
    const send = async (): Promise<HttpResponse> => {
      const proof = ownProofKey && (await dpopProof(ownProofKey, { method, url }, dpopNonces));
      const response = await http.send({
        ...{ step, url, method },
        headers: { ...headers, ...(proof && { dpop: proof }) },
        ...(body instanceof URLSearchParams ? { body: body.toString() } : {}),
      });
      dpopNonces.note(url, response.headers);
      return response;
    };
    const first = await send();
    const response = ownProofKey && needsDpopNonce(first) ? await send() : first;
    if (askedAgain || !('dpop' in headers) || !needsDpopNonce(response)) return judge(response);
    askedAgain = true;
    const [nonce, challenge] = ['dpop-nonce', 'www-authenticate'].map((name) => response.headers.get(name) ?? '');
    return new Response(response.text, {
      status: response.status,
      headers: { 'content-type': 'application/json', 'dpop-nonce': nonce ?? '', ...(challenge ? { 'www-authenticate': challenge } : {}) },
    });
  };
}
