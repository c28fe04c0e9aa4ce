import type { IncomingMessage } from 'node:http';
import type { Endpoint } from './lie.js';

/** One request as the provider got it. */
export interface LoggedRequest {
  readonly endpoint: Endpoint | 'unknown';
  readonly method: string;
  /** Path and query as sent. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** Of a form body; empty for any other. */
  readonly form: URLSearchParams;
  readonly at: number;
}

export async function readRequest(request: IncomingMessage, endpoint: LoggedRequest['endpoint']): Promise<LoggedRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
  const isForm = headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false;
  return {
    endpoint,
    method: request.method ?? 'GET',
    url: request.url ?? '/',
    headers,
    query: new URL(request.url ?? '/', 'http://provider').searchParams,
    form: new URLSearchParams(isForm ? Buffer.concat(chunks).toString('utf8') : ''),
    at: Date.now(),
  };
}
