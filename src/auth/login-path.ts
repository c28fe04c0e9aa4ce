import type { PublicUrl } from '../config/settings.js';

/** Address of the page that starts sign-in and comes back to `returnTo` (a path that includes the prefix). */
export function loginPath(publicUrl: PublicUrl, returnTo: string): string {
  return `${publicUrl.path}/login?returnTo=${encodeURIComponent(returnTo)}`;
}

/** The same, asking for a stronger or more recent sign-in. `maxAge` in seconds. */
export function stepUpPath(
  publicUrl: PublicUrl,
  returnTo: string,
  { acrValues, maxAge }: { readonly acrValues: readonly string[]; readonly maxAge: number | undefined },
): string {
  const wanted = new URLSearchParams();
  if (acrValues.length > 0) wanted.set('acr_values', acrValues.join(' '));
  if (maxAge !== undefined) wanted.set('max_age', String(maxAge));
  return `${loginPath(publicUrl, returnTo)}&${wanted.toString()}`;
}
