/** The part of the protocol, or of this application, in which a symptom was seen. */
export type SymptomPlace =
  | 'authorize'
  | 'callback'
  | 'token'
  | 'id_token'
  | 'userinfo'
  | 'discovery'
  | 'keys'
  | 'par'
  | 'refresh'
  | 'revocation'
  | 'logout'
  | 'logout_token'
  | 'introspection'
  | 'management'
  | 'settings'
  | 'application';

/** What was seen: by the callback, the token endpoint, discovery, a check of the doctor. */
export interface Symptom {
  readonly where: SymptomPlace;
  /** OAuth `error`, or Okta's errorCode (E0000015), or the reason in Okta's System Log (no_matching_policy). */
  readonly error?: string | undefined;
  readonly description?: string | undefined;
  /** HTTP status of the provider's answer. */
  readonly status?: number | undefined;
  /** Our own error code (OidcErrorCode and the like): decides where the provider said nothing that is known. */
  readonly code?: string | undefined;
}

/** What the protocol client throws, as far as a symptom needs it. */
export interface FailedStep {
  readonly code: string;
  readonly step: SymptomPlace | 'access_token';
  readonly response: ProviderWords | undefined;
}

interface ProviderWords {
  readonly error?: string | undefined;
  readonly description?: string | undefined;
  readonly status?: number | undefined;
  readonly providerCode?: string | undefined;
}

/** The symptom in a failed step of the protocol. */
export function symptomOf({ code, step, response }: FailedStep): Symptom {
  return {
    where: step === 'access_token' ? 'application' : step,
    code,
    error: response?.error ?? response?.providerCode,
    description: response?.description,
    status: response?.status,
  };
}
