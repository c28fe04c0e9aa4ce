/** Every cause for which sign-in can fail in this folder, with its status. Stable: pages, logs, metrics and tests name them. */
const statusOf = {
  // They are down or broken
  provider_unreachable: 503,
  provider_timeout: 504,
  provider_error: 502,
  provider_rate_limited: 503,
  provider_invalid_response: 502,
  refused_without_reason: 502,
  discovery_failed: 503,
  issuer_mismatch: 502,
  endpoint_missing: 502,
  keys_unavailable: 503,
  // The provider or the person said no, or what came cannot be trusted
  authorization_refused: 403,
  token_refused: 403,
  response_invalid: 400,
  state_mismatch: 400,
  response_issuer_mismatch: 400,
  response_issuer_missing: 400,
  response_signature: 400,
  response_claims: 400,
  response_clock: 400,
  id_token_missing: 400,
  id_token_invalid: 400,
  id_token_signature: 400,
  id_token_algorithm: 400,
  id_token_encrypted: 400,
  id_token_not_encrypted: 400,
  id_token_issuer: 400,
  id_token_claims: 400,
  id_token_clock: 400,
  acr_not_met: 403,
  max_age_not_met: 403,
  tenant_not_allowed: 403,
  userinfo_refused: 400,
  userinfo_subject: 400,
  userinfo_untrusted: 400,
  logout_token_invalid: 400,
  access_token_invalid: 401,
  access_token_scope: 403,
  // Our own settings cannot work with this provider
  configuration: 500,
};

export type OidcErrorCode = keyof typeof statusOf;

/** What the provider said, as it said it. Shown only where a valid transaction proves that this browser asked. */
export interface ProviderResponse {
  readonly error?: string;
  readonly description?: string;
  readonly status?: number;
  /** Okta's `errorCode` (E0000015 and the like) or another provider's own code. */
  readonly providerCode?: string;
  /** `x-okta-request-id` or the like, to quote to the provider. */
  readonly correlationId?: string;
  /** How an answer begins that explains itself in no way known here: a gateway's page, for instance. For the log; holds no token. */
  readonly excerpt?: string;
  /** Seconds, from Retry-After or Okta's X-Rate-Limit-Reset. */
  readonly retryAfter?: number;
}

/** What a sign-in was to prove and what it proved, in words. */
export interface Unmet {
  readonly asked: string;
  readonly came: string;
}

/** Where in the protocol it happened. */
export type ProtocolStep =
  | 'discovery'
  | 'keys'
  | 'par'
  | 'authorize'
  | 'token'
  | 'id_token'
  | 'userinfo'
  | 'refresh'
  | 'revocation'
  | 'introspection'
  | 'logout'
  | 'logout_token'
  | 'access_token';

export class OidcError extends Error {
  override readonly name = 'OidcError';
  constructor(
    readonly code: OidcErrorCode,
    /** For developers and logs; holds no token and no secret. */
    message: string,
    readonly step: ProtocolStep,
    options: { cause?: unknown; response?: ProviderResponse | undefined; endpoint?: string; unmet?: Unmet } = {},
  ) {
    super(message, { cause: options.cause });
    this.response = options.response;
    this.endpoint = options.endpoint;
    this.unmet = options.unmet;
  }
  readonly response: ProviderResponse | undefined;
  /** The address that was called, without its query. */
  readonly endpoint: string | undefined;
  /** Of acr_not_met and max_age_not_met. */
  readonly unmet: Unmet | undefined;

  /** 4xx: the provider or the person said no. 5xx: they, the network or we broke. */
  get status(): number {
    return statusOf[this.code];
  }
}
