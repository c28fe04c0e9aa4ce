import type { ServerResponse } from 'node:http';
import type { ApiError } from '../errors/api-errors.js';
import type { OktaOAuthError } from '../errors/oauth-errors.js';
import { errorPage } from '../pages/error-page.js';

/** No script, nothing from elsewhere; forms may lead back to any application. */
const PAGE_POLICY = "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'; frame-src http: https:";

export function sendJson(response: ServerResponse, status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): void {
  send(response, status, 'application/json; charset=utf-8', JSON.stringify(body), headers);
}

export function sendPage(response: ServerResponse, status: number, page: string): void {
  send(response, status, 'text/html; charset=utf-8', page, { 'content-security-policy': PAGE_POLICY });
}

/** Okta's JSON error outside OAuth. */
export function sendApiError(response: ServerResponse, error: ApiError): void {
  sendJson(response, error.status, error.body);
}

/** Okta's error page: shown where the browser cannot be sent back to the application. */
export function sendErrorPage(response: ServerResponse, error: OktaOAuthError, status = error.status): void {
  sendPage(response, status, errorPage({ status, error: error.error, description: error.error_description ?? '' }));
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
