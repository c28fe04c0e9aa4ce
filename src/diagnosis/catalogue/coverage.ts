import type { Coverage } from '../entry.js';

export const errorPage: Coverage = { by: 'error page after the callback' };
export const oktasOwnPage: Coverage = { not: "Okta shows its own page and does not send the browser back" };
export const needsSignIn: Coverage = { not: 'shows only when a person signs in' };
export const withToken = (check: string): Coverage => ({ by: `${check} (with an API token)` });
export const neverSent: Coverage = { not: 'this application never sends such a request' };
