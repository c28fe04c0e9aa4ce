/** What each page of views/pages/ is given. A page that is added there is added here, or by the folder that shows it (`declare module`). */
export interface PageContexts {
  /** Asks before signing out, for GET /logout. The form posts to {base}/logout. */
  readonly logout: { readonly provider: Provider };
  readonly 'logout-redirect': FormPostContext;
  readonly 'signed-out': SignedOutContext;
  readonly 'form-repost': FormPostContext;
  readonly continue: ContinueContext;
}

export type PageName = keyof PageContexts;

export interface Provider {
  /** For people: `Okta org authorization server at dev-1.okta.com`. */
  readonly label: string;
  readonly issuer: string;
  /** Of the issuer: what the browser's address bar shows during sign-in. */
  readonly host: string;
}

/** The authorization server, as pages name it. An issuer need not be an address (FusionAuth's is free text). */
export function providerOf({ label, issuer }: Pick<Provider, 'label' | 'issuer'>): Provider {
  return { label, issuer, host: URL.parse(issuer)?.host ?? issuer };
}

/** Goes on to `href` by itself, or by its link where scripts are off. */
export interface ContinueContext {
  readonly href: string;
  /** The tab keeps the address of this page, to come back to it. */
  readonly keepsAddress: boolean;
}

/** A form that the script sends by itself and a person without script sends with its button. */
interface FormPostContext {
  /** Where it is sent, complete. */
  readonly action: string;
  readonly fields: readonly { readonly name: string; readonly value: string }[];
  /** Host of the provider, for the text. */
  readonly host: string;
}

interface SignedOutContext {
  /** Set when only the local session ended. */
  readonly stillSignedInAt: Provider | undefined;
  /** The provider did not respond; otherwise it offers no sign-out. */
  readonly unreachable?: boolean;
}

/** What the layout shows on every page, whatever the page. */
export interface Shell {
  /** Of the document; the product's name is added. */
  readonly title: string;
  /** Name to show in the header; undefined: signed out. */
  readonly person: string | undefined;
  /** Path prefix, `''` or `/app`: every link and form action starts with it. */
  readonly base: string;
}

/** Renders pages: the application's views. A Nest provider and its token. */
export abstract class PageViews {
  /** Returns the whole HTML document. */
  abstract render<Page extends PageName>(page: Page, context: PageContexts[Page], shell: Shell): string;
}
