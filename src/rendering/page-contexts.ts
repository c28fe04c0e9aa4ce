/** What each page of views/pages/ is given. A page that is added there is added here, or by the folder that shows it (`declare module`). */
export interface PageContexts {
  readonly home: HomeContext;
  readonly profile: ProfileContext;
  readonly logout: LogoutContext;
  readonly 'logout-redirect': FormPostContext;
  readonly 'signed-out': SignedOutContext;
  readonly 'form-repost': FormPostContext;
  readonly continue: ContinueContext;
  readonly error: ErrorContext;
}

export type PageName = keyof PageContexts;

export interface Provider {
  /** For people: `Okta org authorization server at dev-1.okta.com`. */
  readonly label: string;
  readonly issuer: string;
  /** Of the issuer: what the browser's address bar shows during sign-in. */
  readonly host: string;
}

export interface HomeContext {
  readonly provider: Provider;
  /** True for the provider that comes with the application, for development. */
  readonly embedded: boolean;
  /** Undefined: signed out. */
  readonly person: { readonly name: string; readonly since: Moment; readonly ends: Moment } | undefined;
  /** Something that the visitor has to know first. */
  readonly notice: HomeNotice | undefined;
}

export interface HomeNotice {
  readonly text: string;
  /** The tab may have kept the address that the visitor wanted: the script goes there. */
  readonly seeksAddress: boolean;
}

/** Goes on to `href` by itself, or by its link where scripts are off. */
export interface ContinueContext {
  readonly href: string;
  /** The tab keeps the address of this page, to come back to it. */
  readonly keepsAddress: boolean;
}

/** Asks before signing out: answers GET /logout. The form posts to {base}/logout. */
export interface LogoutContext {
  readonly provider: Provider;
}

/** A form that the script sends by itself and a person without script sends with its button. */
export interface FormPostContext {
  /** Where it is sent, complete. */
  readonly action: string;
  readonly fields: readonly { readonly name: string; readonly value: string }[];
  /** Host of the provider, for the text. */
  readonly host: string;
}

export interface SignedOutContext {
  /** Set when only the local session ended. */
  readonly stillSignedInAt: Provider | undefined;
  /** The provider did not answer; otherwise it offers no sign-out. */
  readonly unreachable?: boolean;
}

/** A point in time, ready to show. */
export interface Moment {
  /** For the datetime attribute: ISO 8601, to the minute. */
  readonly iso: string;
  /** `24 November 2026 at 23:45 UTC` */
  readonly text: string;
  /** `3 minutes ago`, `in 11 hours` */
  readonly relative: string;
}

export interface ProfileContext {
  readonly name: string;
  readonly initials: string;
  /** User name or e-mail address, where it says more than the name. */
  readonly account: string | undefined;
  readonly provider: Provider;
  readonly session: { readonly since: Moment; readonly seen: Moment; readonly ends: Moment; readonly idle: string };
  readonly claims: readonly ClaimGroup[];
  readonly userinfo: UserinfoSection | undefined;
  /** It was asked at sign-in and failed. */
  readonly userinfoFailed: boolean;
  readonly devices: readonly Device[];
  readonly otherDevices: boolean;
  /** Newest first. Undefined: not kept. */
  readonly activity: readonly Activity[] | undefined;
}

export interface ClaimGroup {
  readonly title: string;
  readonly claims: readonly ClaimRow[];
}

export interface ClaimRow {
  readonly name: string;
  readonly meaning: string;
  /** Exactly one of text, list and json is set. */
  readonly text: string | undefined;
  /** What the provider sent, where the text is made of it. */
  readonly raw: string | undefined;
  readonly list: { readonly items: readonly string[]; /** `and 9,950 more` */ readonly more: string | undefined } | undefined;
  readonly json: string | undefined;
}

export interface UserinfoSection {
  readonly claims: readonly ClaimRow[];
  /** Names of the claims that say the same as the ID token, separated by commas; empty: none. */
  readonly same: string;
}

export interface Device {
  /** Key of the session, for the form. */
  readonly key: string;
  readonly browser: string;
  readonly address: string;
  readonly since: Moment;
  readonly seen: Moment;
  readonly current: boolean;
}

export interface Activity {
  readonly what: string;
  readonly at: Moment;
  readonly detail: string | undefined;
}

export interface ErrorContext {
  readonly status: number;
  readonly title: string;
  readonly summary: string;
  /** Who has to act, for the eyebrow: `Your administrator has to act`. */
  readonly who: string;
  readonly advice: string;
  readonly steps: readonly string[];
  readonly paste: readonly PasteBox[];
  /** The provider's own words, quoted as text. */
  readonly providerWords: string | undefined;
  readonly technical: readonly TechnicalFact[];
  /** Where the same may succeed; undefined: nowhere. */
  readonly retry: string | undefined;
  readonly reference: string;
  readonly at: Moment;
}

export interface PasteBox {
  /** Unique in the page, for the copy button. */
  readonly id: string;
  readonly label: string;
  readonly value: string;
}

export interface TechnicalFact {
  readonly name: string;
  readonly value: string;
}
