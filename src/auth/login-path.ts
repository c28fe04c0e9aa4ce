import type { PublicUrl } from '../config/settings.js';

/** Address of the page that starts sign-in and comes back to `returnTo` (a path that includes the prefix). */
export function loginPath(publicUrl: PublicUrl, returnTo: string): string {
  return `${publicUrl.path}/login?returnTo=${encodeURIComponent(returnTo)}`;
}
