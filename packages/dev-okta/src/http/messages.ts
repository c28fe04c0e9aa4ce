import { IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { OktaOAuthError } from '../errors/oauth-errors.js';
import { errorPage } from '../pages/message-pages.js';

/** No script, nothing from elsewhere; forms may lead back to any application. */
const policy = "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'; frame-src http: https:";

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  send(response, status, 'application/json; charset=utf-8', JSON.stringify(body));
}

export function sendPage(response: ServerResponse, status: number, page: string): void {
  send(response, status, 'text/html; charset=utf-8', page);
}

/** Okta's error page: shown where the browser cannot be sent back to the application. */
export function sendErrorPage(response: ServerResponse, error: OktaOAuthError, status = error.status): void {
  sendPage(response, status, errorPage(status, error.body));
}

export function redirect(response: ServerResponse, location: string): void {
  response.writeHead(303, { location, 'cache-control': 'no-store', 'content-length': 0 }).end();
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, {
    'content-type': type,
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'content-security-policy': policy,
  });
  response.end(body);
}

export async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  return new URLSearchParams(await text(request));
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
