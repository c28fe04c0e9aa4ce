import type { Coverage, Entry, Row, Step } from '../entry.js';

/** How advice begins where nothing but a change elsewhere helps: no button leads to another try then. */
export const inVain = 'Trying again does not help.';

/** What most entries share; a chapter or an entry that differs says so. */
const common = {
  provider: 'any',
  who: 'developer',
  advice: `${inVain} Tell the people who run this application.`,
  steps: [],
  seen: 'The callback.',
} as const satisfies Partial<Entry>;

/** What an entry says of itself; `page` of its row is the error page unless it says otherwise. */
type OwnPart = Omit<Entry, keyof typeof common | 'id' | 'row'> &
  Partial<Pick<Entry, keyof typeof common>> & { readonly row?: Omit<Row, 'page'> & Partial<Row> };

/**
 * Makes the entries of a chapter, given by their ids, each with what it leaves out: from what the chapter shares, else from what most
 * entries share. What Okta says word for word is in its list of errors.
 */
export const chapter =
  (shared: Partial<Entry>) =>
  (entries: Readonly<Record<string, OwnPart>>): readonly Entry[] =>
    Object.entries(entries).map(([id, { row, ...own }]) => ({
      ...common,
      ...((row ?? own.texts) && { source: oktaErrors }),
      ...(row && { row: { page: errorPage, ...row } }),
      ...shared,
      ...own,
      id,
    }));

const errorPage: Coverage = { by: 'it names the cause' };
export const oktasOwnPage: Coverage = { not: 'Okta shows its own page and does not send the browser back' };
export const oktasPageUnlessPushed: Coverage = {
  not: 'Okta shows its own page and does not send the browser back; where Okta takes pushed requests (PAR), it names the cause',
};
export const sessionEnds: Coverage = { not: 'the session ends and the person is asked to sign in again; the log has Okta’s words' };
export const beforeSignIn: Coverage = { not: 'this application does not start, or does not call Okta, with such a setting' };
export const onlySignedIn: Coverage = { not: 'depends on the person, so it shows only when somebody signs in' };
export const refusedSettings: Coverage = { by: 'it names the setting, says what to write, and stops' };
export const neverAsked: Coverage = { not: 'this application never sends such a request' };
export const check = (name: string): Coverage => ({ by: `check “${name}”` });
export const checkWithToken = (name: string): Coverage => ({ by: `check “${name}”, with an API token` });

/** A step for one kind of Okta's authorization servers only. */
export const onOrg = (step: string): Step => ({ server: 'org', step });
/** A step for Okta only, of whichever server. */
export const onOkta = (step: string): Step => ({ server: 'okta', step });
export const onCustom = (step: string): Step => ({ server: 'custom', step });

/** Where the provider keeps its own account of what happened. */
export const providerLog = 'Look the request up in the log of the provider{providerLog}.';

/** An article of Okta's help centre. */
export const knowledgeBase = (slug: string): string => `https://support.okta.com/help/s/article/${slug}`;

/** Okta's list of the errors of its authorization servers, as published with its documentation in release 2026.08.1. */
export const oktaErrors = 'https://github.com/okta/okta-developer-docs/tree/468de9c/packages/@okta/vuepress-site/data';
export const oktaErrorCodes = 'https://developer.okta.com/docs/reference/error-codes/';
export const oktaRefreshTokens = 'https://developer.okta.com/docs/guides/refresh-tokens/main/';

/**
 * How a URI is added through Okta's API, which replaces the whole client:
 * https://developer.okta.com/docs/api/openapi/okta-oauth/oauth/client/replaceclient
 */
export const byApi = (list: 'redirect_uris' | 'post_logout_redirect_uris'): string =>
  `By API: read the client with GET, add the value to ${list}, leave out client_id_issued_at and client_secret_expires_at, and send all the rest back with PUT. \`npm run doctor -- --fix\` does it.`;
