import { IncomingMessage, type ServerResponse } from 'node:http';
import { ApiError } from '../errors/api-errors.js';
import type { OktaOAuthError } from '../errors/oauth-errors.js';
import { errorPage } from '../pages/message-pages.js';

const maxBytes = 100_000;

/** No script, nothing from elsewhere; forms may lead back to any application. */
const pagePolicy = "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'; frame-src http: https:";

export function sendJson(response: ServerResponse, status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): void {
  send(response, status, 'application/json; charset=utf-8', JSON.stringify(body), headers);
}

export function sendPage(response: ServerResponse, status: number, page: string): void {
  send(response, status, 'text/html; charset=utf-8', page, { 'content-security-policy': pagePolicy });
}

/** Okta's error page: shown where the browser cannot be sent back to the application. */
export function sendErrorPage(response: ServerResponse, error: OktaOAuthError, status = error.status): void {
  sendPage(response, status, errorPage(status, error.body));
}

export function redirect(response: ServerResponse, location: string): void {
  response.writeHead(303, { location, 'cache-control': 'no-store', 'content-length': 0 }).end();
}

function send(response: ServerResponse, status: number, type: string, body: string, headers: Readonly<Record<string, string>>): void {
  response.writeHead(status, {
    'content-type': type,
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    ...headers,
  });
  response.end(body);
}

/**
 * @returns the whole body as text
 * @throws ApiError when it is larger than 100 kB
 */
export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) throw new ApiError('E0000003');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

export async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  return new URLSearchParams(await readBody(request));
}

/** @returns the same request with another body, to be read again. */
export function withBody(request: IncomingMessage, body: string): IncomingMessage {
  const copy = new IncomingMessage(request.socket);
  copy.method = request.method;
  copy.url = request.url;
  copy.headers = { ...request.headers, 'content-length': String(Buffer.byteLength(body)) };
  // An incomplete message would take the connection down with it.
  copy.complete = true;
  copy.push(body);
  copy.push(null);
  return copy;
}
