import type { OidcError } from '@fanlight/oidc';

/** The values of this installation, put into texts and paste boxes. */
export interface Facts {
  readonly issuer: string;
  /** Okta's org address; undefined for other providers. */
  readonly orgUrl: string | undefined;
  /** `org`, `default`, `aus…`; undefined for other providers. */
  readonly authServerId: string | undefined;
  readonly clientId: string;
  readonly redirectUri: string;
  readonly postLogoutRedirectUri: string;
  readonly scopes: readonly string[];
  readonly groupsClaim: string;
  /** The known provider that the issuer looks like, where it is not Okta. */
  readonly provider?: KnownProviderFacts | undefined;
}

interface KnownProviderFacts {
  readonly name: string;
  /** Where its log is, in the words of its administration. */
  readonly log?: string | undefined;
  /** The page of docs/ that is about it. */
  readonly guide?: string | undefined;
}

/** Who has to act: the person in front of the page, who administers the provider, or who runs this application. */
export type Who = 'you' | 'administrator' | 'developer';

/** A value to copy, with what it is. */
export interface PasteValue {
  readonly label: string;
  readonly value: string;
}

/** A call of Okta's Management API, relative to the org address. */
export interface ApiCall {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
}

export interface Diagnosis {
  /** Stable id of the catalogue's entry, `unknown` when it is not known. */
  readonly id: string;
  readonly known: boolean;
  readonly title: string;
  /** What happened, in one sentence, for the person in front of the page. */
  readonly summary: string;
  readonly who: Who;
  /** What the person can do. */
  readonly advice: string;
  /** Whether the same may succeed when the person tries again. */
  readonly retry: boolean;
  /** The fix, step by step, for administrator or developer; Okta's menu names. */
  readonly steps: readonly string[];
  /** Exact values to paste, each with what it is. */
  readonly paste: readonly PasteValue[];
  /** The Management API call that does it, where there is one. */
  readonly api: ApiCall | undefined;
  /** Where the provider or the specification says so. */
  readonly source: string | undefined;
}

/** The parts of the protocol, and of this application, in which a symptom can be seen: in words. */
export const places = {
  authorize: 'The sign-in page of the provider',
  callback: 'The answer that the browser brought back',
  token: "The provider's token endpoint",
  id_token: 'The ID token',
  userinfo: "The provider's userinfo endpoint",
  discovery: "The provider's discovery document",
  keys: "The provider's key set",
  par: "The provider's endpoint for pushed requests",
  refresh: 'Renewing the tokens',
  revocation: "The provider's revocation endpoint",
  logout: 'Signing out at the provider',
  logout_token: "The provider's logout message",
  introspection: "The provider's introspection endpoint",
  management: "Okta's Management API",
  settings: "This application's settings",
  application: 'This application',
} as const;

export type SymptomPlace = keyof typeof places;

/** What was seen: by the callback, the token endpoint, discovery, a check of the doctor. */
export interface Symptom {
  readonly where: SymptomPlace;
  /** OAuth `error`, or Okta's errorCode (E0000015), or the reason in Okta's System Log (no_matching_policy). */
  readonly error?: string | undefined;
  readonly description?: string | undefined;
  /** HTTP status of the provider's response. */
  readonly status?: number | undefined;
  /** Our own error code (OidcErrorCode and the like): decides where the provider said nothing that is known. */
  readonly code?: string | undefined;
}

/** The symptom in a failed step of the protocol. */
export function symptomOf({ code, step, response }: Pick<OidcError, 'code' | 'step' | 'response'>): Symptom {
  return {
    where: step === 'access_token' ? 'application' : step,
    code,
    error: response?.error ?? response?.providerCode,
    description: response?.description,
    status: response?.status,
  };
}
