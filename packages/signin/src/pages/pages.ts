import type { SequenceStep } from '@fanlight/oidc';

/** The pages of sign-in, and what each is given to show. */
export interface SignInPages {
  /** Asks which organisation signs a person in, for GET /login where there are several. */
  readonly choose: ChooseContext;
  /** Asks before signing out, for GET /logout. The form posts to {addresses.logout}. */
  readonly logout: { readonly provider: Provider };
  readonly 'logout-redirect': FormPostContext;
  readonly 'signed-out': SignedOutContext;
  readonly 'form-repost': FormPostContext;
  readonly continue: ContinueContext;
  /** A sign-in that came to nothing, or whatever else a filter of ours shows. */
  readonly error: ErrorPage;
}

export type PageName = keyof SignInPages;

/** What an error page shows. In production the developer's part of it is empty, and is in the log. */
export interface ErrorPage {
  /** HTTP status of the response. */
  readonly status: number;
  readonly title: string;
  /** What happened, in a sentence. */
  readonly summary: string;
  /** Whose move it is, in words. */
  readonly who: string;
  /** What the person in front of the page can do; may be empty. */
  readonly advice: string;
  readonly steps: readonly string[];
  /** Values to copy. */
  readonly paste: readonly { readonly id: string; readonly label: string; readonly value: string }[];
  /** What the provider said, where this browser has proved that it asked. */
  readonly providerWords: string | undefined;
  readonly technical: readonly { readonly name: string; readonly value: string }[];
  /** The sign-in, up to where it failed; undefined in production, and where none was under way. */
  readonly signIn: readonly SequenceStep[] | undefined;
  /** Where the same may succeed; undefined: nowhere. */
  readonly retry: { readonly href: string; readonly label: string } | undefined;
  /** Under which the log has the rest. */
  readonly reference: string;
  /** When it happened: ISO 8601, to the second. */
  readonly at: string;
}

/** Functions that return a whole HTML document. What they show is text from elsewhere too: it has to be escaped. */
export type PageFunctions = { readonly [Page in PageName]?: (shown: SignInPages[Page], shell: Shell) => string };

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

/** A form that is posted to {addresses.login} with `login_hint`, an e-mail address, and `fields`; and links. */
export interface ChooseContext {
  readonly fields: FormPostContext['fields'];
  /** What was typed into it before. */
  readonly email: string;
  /** Why that led nowhere, in a sentence or two. */
  readonly refused: string | undefined;
  /** Those that are not hidden, the one used last first. */
  readonly connections: readonly {
    readonly label: string;
    readonly href: string;
    readonly usedLast: boolean;
    /** Where people make an account there; undefined: it is not known to offer that. */
    readonly signUp: string | undefined;
  }[];
  /** Back to all of them, where none is shown. */
  readonly all: string | undefined;
}

/** Goes on to `href` by its link, or by itself where a host's page has a script for it. */
export interface ContinueContext {
  readonly href: string;
  /** The tab keeps the address of this page, to come back to it. */
  readonly keepsAddress: boolean;
}

/** A form that goes on with its button, or by itself where a host's page has a script for it. */
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

/** What every page is given, whatever it shows. */
export interface Shell {
  /** Of the document. */
  readonly title: string;
  /** Name of whoever is signed in; undefined: nobody is. */
  readonly person: string | undefined;
  /** Path prefix, `''` or `/app`: every link and form action starts with it. */
  readonly base: string;
  /** Paths where sign-in is, with a global prefix of the application and what the option `paths` says. */
  readonly addresses: { readonly login: string; readonly logout: string };
}
