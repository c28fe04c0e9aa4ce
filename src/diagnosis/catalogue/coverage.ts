import type { Coverage } from '../entry.js';

export const errorPage: Coverage = { by: 'it names the cause' };
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
