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

/** Kept for the next calls; more than this come together only now and then. */
const mostKept = 32;

interface Lent {
  readonly configuration: Configuration;
  readonly options: ProviderContext['options'];
  /** Seconds. */
  readonly skew: number;
  /** Of the call that has it now. */
  fetch: CustomFetch;
}

/** Configurations that no call has now: making one copies the metadata, which costs more than what it is made for. */
const kept = new WeakMap<ProviderMetadata, Lent[]>();

/**
 * Calls openid-client with a Configuration that carries `fetch`, through which our own checks run before the library's, and our clock.
 * Until the call has ended it belongs to this call alone: sign-ins at the same moment never share one.
 * `fetch`: undefined for a call that asks nobody.
 */
export async function withConfiguration<T>(
  context: ProviderContext,
  fetch: CustomFetch | undefined,
  call: (configuration: Configuration) => T | Promise<T>,
): Promise<T> {
  const lent = lend(context);
  lent.fetch = fetch ?? nobody;
  try {
    return await call(lent.configuration);
  } finally {
    giveBack(context, lent);
  }
}

function lend(context: ProviderContext): Lent {
  const { options, metadata, clock } = context;
  const skew = Math.round((clock.now() - Date.now()) / 1000);
  const last = kept.get(metadata)?.pop();
  // One that was made for other settings or by another clock is dropped.
  if (last?.options === options && last.skew === skew) return last;
  const lent: Lent = { configuration: configure(context, skew), options, skew, fetch: nobody };
  lent.configuration[customFetch] = (url, request) => lent.fetch(url, request);
  return lent;
}

function giveBack({ metadata }: ProviderContext, lent: Lent): void {
  // What the call knew, its tokens among it, ends with the call.
  lent.fetch = nobody;
  const others = kept.get(metadata);
  if (others === undefined) kept.set(metadata, [lent]);
  else if (others.length < mostKept) others.push(lent);
}

function nobody(): never {
  throw new TypeError('nothing is to be fetched outside of a call');
}

function configure(context: ProviderContext, skew: number): Configuration {
  const { options, metadata, clock, authentication } = context;
  const configuration = new Configuration(
    serverMetadata(metadata, idTokenTrust(context).algorithms),
    options.clientId,
    { [clockSkew]: skew, [clockTolerance]: clock.tolerance },
    authentication,
  );
  // The endpoints were checked when the metadata was read: http is left only for this machine.
  allowInsecureRequests(configuration);
  // Our fetch has its own deadline, over the body too.
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
