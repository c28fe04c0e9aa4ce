import {
  allowInsecureRequests,
  clockSkew,
  clockTolerance,
  Configuration,
  customFetch,
  type CustomFetch,
  type ServerMetadata,
} from 'openid-client';
import { OidcError, type OidcErrorCode, type ProtocolStep } from './errors.js';
import { idTokenTrust, type ProviderContext } from './provider-context.js';
import type { ProviderMetadata } from './provider-metadata.js';

/**
 * An openid-client Configuration for one exchange. It carries this exchange's fetch, through which our own checks run before the
 * library's, and our clock; it is cheap, as only what the library needs of the metadata goes in.
 */
export function configure(context: ProviderContext, fetch?: CustomFetch): Configuration {
  const { options, metadata, clock, authentication } = context;
  const client = {
    [clockSkew]: Math.round((clock.now() - Date.now()) / 1000),
    [clockTolerance]: clock.tolerance,
  };
  const configuration = new Configuration(
    serverMetadata(metadata, idTokenTrust(context).algorithms),
    options.clientId,
    client,
    authentication,
  );
  // The endpoints were checked when the metadata was read: http is left only for this machine.
  allowInsecureRequests(configuration);
  // Our fetch has its own deadline, over the body too.
  configuration.timeout = 0;
  if (fetch) configuration[customFetch] = fetch;
  return configuration;
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
