import {
  allowInsecureRequests,
  clockSkew,
  clockTolerance,
  Configuration,
  customFetch,
  type CustomFetch,
  type ServerMetadata,
} from 'openid-client';
import { idTokenTrust, type ProviderContext } from './provider-context.js';
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
