import type { PublicUrl } from '../config/settings.js';
import type { AuthorizationRequestExtras } from '../oidc/sign-in.js';

/** Where to come back to: a path that includes the prefix, or the name under which LongLinks keeps one. */
export type Destination = { readonly returnTo: string } | { readonly link: string };

/** In place of a link's name: the tab keeps the address itself, and takes it up on the start page (public/app.js). */
export const keptByTab: Destination = { link: 'tab' };

/** Characters of an encoded return path that an address may have in it: proxies refuse a request line of more than 8 kB. */
const maxEncodedChars = 6000;

/** Address of the page that starts sign-in. `extras` ask for a stronger or more recent one. */
export function loginPath(publicUrl: PublicUrl, destination: Destination, extras: AuthorizationRequestExtras = {}): string {
  const { loginHint, acrValues = [], maxAge } = extras;
  const wanted = new URLSearchParams();
  if (loginHint !== undefined) wanted.set('login_hint', loginHint);
  if (acrValues.length > 0) wanted.set('acr_values', acrValues.join(' '));
  if (maxAge !== undefined) wanted.set('max_age', String(maxAge));
  const rest = wanted.size > 0 ? `&${wanted.toString()}` : '';
  return `${publicUrl.path}/login?${parameterOf(destination)}${rest}`;
}

function parameterOf(destination: Destination): string {
  if ('link' in destination) return `link=${destination.link}`;
  const encoded = encodeURIComponent(destination.returnTo);
  return encoded.length > maxEncodedChars ? parameterOf(keptByTab) : `returnTo=${encoded}`;
}
