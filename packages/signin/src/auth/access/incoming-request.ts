import type { IncomingHttpHeaders } from 'node:http';
import { HttpException, HttpStatus } from '@nestjs/common';
import type { SignInRequest } from '../http/sign-in-request.js';

type RequestLine = Pick<SignInRequest, 'method' | 'isApi' | 'headers'>;

/**
 * Whether a person will look at the response: only such requests may be sent to sign in.
 * A fetch, a frame's sub-resource, a health check or an API call gets 401 instead.
 * Fetch Metadata: https://www.w3.org/TR/fetch-metadata/
 */
export function isPageLoad(request: RequestLine): boolean {
  return request.method === 'GET' && !isPrefetch(request.headers) && wantsHtml(request);
}

/** Whether the response is better a page than JSON. Unlike isPageLoad, true for a form that was sent. */
export function wantsHtml({ isApi, headers }: RequestLine): boolean {
  const mode = headers['sec-fetch-mode'] ?? 'navigate';
  return !isApi && mode === 'navigate' && /text\/html|application\/xhtml\+xml/i.test(headers.accept ?? '');
}

/** A browser that guesses what the person will open next: it must not use up a login or start one. */
export function isPrefetch(headers: IncomingHttpHeaders): boolean {
  const purpose = `${String(headers['sec-purpose'] ?? '')} ${String(headers['purpose'] ?? '')} ${String(headers['x-moz'] ?? '')}`;
  return /\b(?:prefetch|prerender|preview)\b/i.test(purpose);
}

/** Parameters of a query that we read ourselves. A parser takes longer for each of them than the network takes to bring it. */
const maxParameters = 100;

/**
 * The query of a request target, to the letter. A query may itself hold question marks (RFC 3986, section 3.4).
 * Throws HttpException (414) where it has more than 100 parameters.
 */
export function requestQuery(url: string): URLSearchParams {
  const start = url.indexOf('?');
  const query = start === -1 ? '' : url.slice(start + 1);
  if (query.split('&', maxParameters + 1).length > maxParameters)
    throw new HttpException(`The query has more than ${maxParameters} parameters.`, HttpStatus.URI_TOO_LONG);
  return new URLSearchParams(query);
}

const maxLength = 300;

/** Where a request came from, as far as it is known. */
export interface RequestSource {
  readonly address: string | undefined;
  readonly userAgent: string | undefined;
  /** The reference that pages show and log lines carry. */
  readonly reference: string | undefined;
}

/** What is read of a request to tell where it came from. */
export type IncomingRequest = Pick<SignInRequest, 'ip' | 'id' | 'headers'> & Partial<Pick<SignInRequest, 'session'>>;

/** Address (through TRUST_PROXY alone), browser and reference of a request. */
export function requestSource(request: IncomingRequest): RequestSource {
  return { address: request.ip, userAgent: request.headers['user-agent']?.slice(0, maxLength), reference: request.id };
}
