import { request } from 'node:http';

/** A request to a route of the host's own. */
export interface OwnRequest {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** @returns the whole response as it came, status line, headers and body, but for dates, ids and the port */
export function exchange(port: number, { method = 'GET', path, headers = {}, body = '' }: OwnRequest): Promise<string> {
  const own = {
    host: `localhost:${port}`,
    origin: `http://localhost:${port}`,
    'content-length': Buffer.byteLength(body),
    connection: 'close',
  };
  return new Promise((resolve, reject) => {
    const sent = request({ port, host: 'localhost', method, path, headers: { ...own, ...headers } }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('error', reject);
      response.once('end', () => {
        const { statusCode, statusMessage, rawHeaders } = response;
        const lines = rawHeaders.flatMap((name, at) => (at % 2 === 0 ? [`${name}: ${rawHeaders[at + 1]}`] : []));
        const text = [`${statusCode} ${statusMessage}`, ...lines, '', Buffer.concat(chunks).toString()].join('\n');
        resolve(withoutMoment(text, port));
      });
    });
    sent.once('error', reject);
    sent.end(body);
  });
}

/** Without what is never twice the same. */
function withoutMoment(text: string, port: number): string {
  return text
    .replace(/^Date: .*$/im, 'Date: …')
    .replace(/^(X-RateLimit-Reset|X-Request-Id): .*$/gim, '$1: …')
    .replaceAll(String(port), 'PORT');
}

/** Every kind of answer that Nest gives by itself, and those of test/hosts/every-host. */
export const everyRequest: readonly OwnRequest[] = [
  { path: '/' },
  { path: '/cats' },
  { path: '/cats?name=Tom&name=Duchess' },
  { path: '/cats', method: 'HEAD' },
  { path: '/cats', method: 'OPTIONS' },
  { path: '/cats', method: 'DELETE' },
  { path: '/cats/page' },
  { path: '/cats/toys' },
  { path: '/cats/old' },
  { path: '/cats/Lucifer', headers: { accept: 'text/html' } },
  { path: '/cats/broken' },
  { path: '/nowhere' },
  { path: '/cats', method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"name":"Marie","friends":["Berlioz"]}' },
  { path: '/cats', method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"name":' },
  { path: '/cats', method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ name: 'x'.repeat(150_000) }) },
  { path: '/cats/search', method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'name=Tom&age=3' },
  { path: '/cats/search', method: 'POST', headers: { 'content-type': 'application/xml' }, body: '<cat/>' },
];
