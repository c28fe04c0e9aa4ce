import type { PublicUrl } from '../config/settings.js';

/** Characters of an address to come back to. It stands in answers to anybody, and escaped it may be six times as long. */
export const maxReturnToLength = 8192;

/** Address of the page that starts sign-in and comes back to `returnTo` (a path that includes the prefix), or to the start page if that is too long. */
export function loginPath(publicUrl: PublicUrl, returnTo: string): string {
  const target = returnTo.length <= maxReturnToLength ? returnTo : `${publicUrl.path}/`;
  return `${publicUrl.path}/login?returnTo=${encodeURIComponent(target)}`;
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
