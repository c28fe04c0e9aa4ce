import { IncomingMessage } from 'node:http';
import { ApiError } from '../errors/api-errors.js';

/** Bytes. */
const LIMIT = 100_000;

/**
 * @returns the whole body as text
 * @throws ApiError when it is larger than 100 kB
 */
export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LIMIT) throw new ApiError('E0000003');
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
