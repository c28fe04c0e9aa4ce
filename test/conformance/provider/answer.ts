import type { ServerResponse } from 'node:http';
import type { Fault } from './lie.js';

/** What an endpoint answers, before it is written. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export function json(body: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, headers: { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers }, body: JSON.stringify(body) };
}

/** RFC 6749 5.2. */
export function oauthError(error: string, description: string, status = 400, headers: Readonly<Record<string, string>> = {}): Answer {
  return json({ error, error_description: description }, status, headers);
}

export function html(body: string, status = 200): Answer {
  return { status, headers: { 'content-type': 'text/html; charset=utf-8' }, body: `<!doctype html><title>Provider</title>${body}` };
}

export function redirect(to: string): Answer {
  return { status: 303, headers: { location: to } };
}

export function write(response: ServerResponse, answer: Answer): void {
  response.writeHead(answer.status, answer.headers);
  response.end(answer.body);
}

/** Carries a fault out; whatever runs on ends with the connection. */
export function writeFault(response: ServerResponse, fault: Fault): void {
  if (typeof fault === 'object') return write(response, fault);
  if (fault === 'hang') return;
  if (fault === 'reset') {
    response.socket?.destroy();
    return;
  }
  if (fault === 'cut') {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
    response.write('{"issuer":', () => response.socket?.destroy());
    return;
  }
  response.writeHead(200, { 'content-type': 'application/json' });
  const chunk = fault === 'trickle' ? ' ' : ' '.repeat(64 * 1024);
  const timer = setInterval(() => response.write(chunk), fault === 'trickle' ? 50 : 1);
  response.on('close', () => clearInterval(timer));
}
