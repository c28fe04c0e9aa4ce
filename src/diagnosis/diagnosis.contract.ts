// Contract between src/diagnosis and its callers. diagnose() lives in diagnose.ts.

/** What was seen: by the callback, the token endpoint, discovery, a doctor's probe. */
export interface Symptom {
  readonly where: 'authorize' | 'callback' | 'token' | 'id_token' | 'userinfo' | 'discovery' | 'keys' | 'par' | 'refresh' | 'logout' | 'introspection' | 'management' | 'settings';
  /** OAuth `error`, or Okta's errorCode (E0000015). */
  readonly error?: string;
  readonly description?: string;
  readonly status?: number;
  /** Our own error code (OidcErrorCode and the like) when there is no provider error. */
  readonly code?: string;
}

/** The values of this installation, put into texts and paste boxes. */
export interface Facts {
  readonly issuer: string;
  readonly orgUrl: string | undefined;
  /** `org`, `default`, `aus…`; undefined for other providers. */
  readonly authServerId: string | undefined;
  readonly clientId: string;
  readonly redirectUri: string;
  readonly postLogoutRedirectUri: string;
  readonly scopes: readonly string[];
  readonly groupsClaim: string;
}

export interface Diagnosis {
  /** Stable id of the catalogue's row, `unknown` when it is not known. */
  readonly id: string;
  readonly known: boolean;
  readonly title: string;
  /** What happened, in one sentence, for the person in front of the page. */
  readonly summary: string;
  /** Who has to act. */
  readonly who: 'you' | 'administrator' | 'developer';
  /** What the person can do. */
  readonly advice: string;
  /** The fix, step by step, for administrator or developer; Okta's menu names. */
  readonly steps: readonly string[];
  /** Exact values to paste, each with what it is. */
  readonly paste: readonly { readonly label: string; readonly value: string }[];
  /** The Management API call that does it, where there is one. */
  readonly api: { readonly method: string; readonly path: string; readonly body?: unknown } | undefined;
  /** Where Okta says so. */
  readonly source: string | undefined;
}
