import { type ClientRequest, type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { kept, notePromise, promised } from './connections.js';

/** Bytes. Discovery, keys and userinfo of real providers stay far below. */
const LARGEST_BODY = 1024 * 1024;

export interface TransportRequest {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  /** Milliseconds, for the connection, the headers and the body together. */
  readonly timeout: number;
}

export interface TransportResponse {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  readonly text: string;
}

export class TransportTimeout extends Error {
  override readonly name = 'TransportTimeout';
}

export class BodyTooLarge extends Error {
  override readonly name = 'BodyTooLarge';
}

/**
 * One HTTP exchange over Node's own client: three times as cheap as fetch (measured), which counts, as each login makes two of them.
 * Follows no redirect and asks for no compression.
 * @throws TransportTimeout, BodyTooLarge, or what the connection threw
 */
export function exchange({ url, method, headers, body, timeout }: TransportRequest): Promise<TransportResponse> {
  return new Promise((resolve, reject) => {
    const secure = url.startsWith('https:');
    const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
    const options = { method, headers: { ...headers, ...length }, agent: (method === 'POST' ? promised : kept)[secure ? 'https' : 'http'] };
    const request = (secure ? requestHttps : requestHttp)(url, options);
    const deadline = setTimeout(() => request.destroy(new TransportTimeout(`no whole answer within ${timeout} ms`)), timeout);
    request.on('response', (response) => {
      notePromise(response);
      collect(request, response, resolve, reject);
    });
    request.on('error', reject);
    request.on('close', () => clearTimeout(deadline));
    request.end(body);
  });
}

function collect(
  request: ClientRequest,
  response: IncomingMessage,
  resolve: (response: TransportResponse) => void,
  reject: (error: Error) => void,
): void {
  const chunks: Buffer[] = [];
  let size = 0;
  response.on('data', (chunk: Buffer) => {
    size += chunk.byteLength;
    if (size > LARGEST_BODY) request.destroy(new BodyTooLarge(`more than ${LARGEST_BODY} bytes`));
    else chunks.push(chunk);
  });
  response.on('error', reject);
  response.on('end', () => {
    const text = Buffer.concat(chunks, size)
      .toString('utf8')
      .replace(/^\uFEFF/, '');
    resolve({ status: response.statusCode ?? 0, headers: headersOf(response), text });
  });
}

function headersOf({ headers }: IncomingMessage): TransportResponse['headers'] {
  return {
    get(name) {
      const value = headers[name];
      return typeof value === 'string' ? value : (value?.join(', ') ?? null);
    },
  };
}
