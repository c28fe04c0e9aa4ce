import type { IncomingHttpHeaders } from 'node:http';

export interface RequestShape {
  readonly method: string;
  /** Path and query, without the path prefix. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
}

/**
 * Whether a person will look at the response: only such requests may be sent to sign in.
 * A fetch, a frame's sub-resource, a health check or an API call gets 401 instead.
 * Fetch Metadata: https://www.w3.org/TR/fetch-metadata/
 */
export function isPageLoad(request: RequestShape): boolean {
  if (request.method !== 'GET' || isApi(request.url) || isPrefetch(request.headers)) return false;
  const mode = request.headers['sec-fetch-mode'];
  if (mode !== undefined && mode !== 'navigate') return false;
  return acceptsHtml(request.headers);
}

/** Whether the response is better a page than JSON. Unlike isPageLoad, true for a form that was sent. */
export function wantsHtml(request: RequestShape): boolean {
  const mode = request.headers['sec-fetch-mode'];
  if (isApi(request.url) || (mode !== undefined && mode !== 'navigate')) return false;
  return acceptsHtml(request.headers);
}

/** A browser that guesses what the person will open next: it must not use up a login or start one. */
export function isPrefetch(headers: IncomingHttpHeaders): boolean {
  const purpose = `${String(headers['sec-purpose'] ?? '')} ${String(headers['purpose'] ?? '')} ${String(headers['x-moz'] ?? '')}`;
  return /\b(?:prefetch|prerender|preview)\b/i.test(purpose);
}

export function isApi(url: string): boolean {
  return url === '/api' || url.startsWith('/api/') || url.startsWith('/api?');
}

function acceptsHtml(headers: IncomingHttpHeaders): boolean {
  const accept = headers.accept;
  return accept !== undefined && /text\/html|application\/xhtml\+xml/i.test(accept);
}
