import type { SignInRequest } from '../http/sign-in-request.js';
import { SignInError } from '../sign-in-error.js';

/** RFC 9110, section 9.2.1. */
const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Whether requests of this method, in capitals, may change something. */
export function isUnsafe(method: string): boolean {
  return !safeMethods.has(method);
}

/**
 * An unsafe request, and the handshake of a WebSocket, must come from a page of ours where a session is what lets it in. The browser says
 * where it comes from, in Sec-Fetch-Site or, where it is too old for that, in Origin; without either it is no browser's, or one whose
 * SameSite=Lax keeps the session's cookie back. The same rules as CrossOriginProtection of Go's net/http; SECURITY.md says which browsers
 * they rest on.
 * @throws SignInError csrf_refused
 */
export function refuseCrossSite(request: SignInRequest): void {
  const { 'sec-fetch-site': site, origin } = request.headers;
  if (!isUnsafe(request.method) && !request.isHandshake) return;
  if (site === 'same-origin' || site === 'none') return;
  if (site) throw refused(`Sec-Fetch-Site is ${String(site).slice(0, 20)}`);
  if (origin && origin !== request.ownOrigin) throw refused('Origin is not that of PUBLIC_URL');
}

function refused(reason: string): SignInError {
  return new SignInError('csrf_refused', `A request from another site was refused: ${reason}.`);
}
