import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { ClientRequest, type IncomingMessage, type ServerResponse } from 'node:http';

/** Parameters, fields and members whose values are secret or can be used again. */
const secretNames = [
  ...['code', 'state', 'nonce', 'code_challenge', 'code_verifier', 'handle', 'password', 'client_secret', 'client_assertion'],
  ...['access_token', 'refresh_token', 'id_token', 'id_token_hint', 'logout_token', 'token'],
];
const channels = ['http.server.request.start', 'http.client.request.start'] as const;
/** Shorter ones are words that stand in any log. */
const shortest = 8;

/** Gathers every secret that passes over HTTP in this process, in either direction: the application's, the provider's and the browsers'. */
export class SecretCollector {
  readonly found = new Set<string>();
  private readonly onRequest = (message: unknown): void => {
    const { request, response } = message as { request: IncomingMessage | ClientRequest; response?: ServerResponse };
    this.readHead(request);
    if (request instanceof ClientRequest || response === undefined) return;
    // Listening to a body would read it away from whom it is for: what passes by is looked at instead.
    overhear(request, (body) => this.readPairs(new URLSearchParams(body)));
    overhear(response, (body) => this.readAnswer(body, response));
  };
  private readonly onUndiciRequest = (message: unknown): void => {
    // The names and values of its headers take turns.
    const { path, headers } = (message as { request: { path: string; headers: readonly string[] } }).request;
    const valueOf = (name: string): string | undefined => {
      const index = headers.findIndex((header, place) => place % 2 === 0 && header.toLowerCase() === name);
      return index < 0 ? undefined : headers[index + 1];
    };
    this.readParts(path, valueOf('authorization'), valueOf('cookie'));
  };

  start(): void {
    for (const channel of channels) subscribe(channel, this.onRequest);
    subscribe('undici:request:create', this.onUndiciRequest);
  }

  stop(): void {
    for (const channel of channels) unsubscribe(channel, this.onRequest);
    unsubscribe('undici:request:create', this.onUndiciRequest);
  }

  add(value: string | null | undefined): void {
    if (value !== null && value !== undefined && value.length >= shortest) this.found.add(value);
  }

  private readHead(request: IncomingMessage | ClientRequest): void {
    const [path, authorization, cookie] =
      request instanceof ClientRequest
        ? [request.path, request.getHeader('authorization')?.toString(), request.getHeader('cookie')?.toString()]
        : [request.url, request.headers.authorization, request.headers.cookie];
    this.readParts(path ?? '', authorization, cookie);
  }

  private readParts(path: string, authorization: string | undefined, cookie: string | undefined): void {
    this.readAddress(path);
    this.add(authorization?.split(' ')[1]);
    for (const pair of cookie?.split('; ') ?? []) this.add(pair.slice(pair.indexOf('=') + 1));
  }

  private readAnswer(body: string, response: ServerResponse): void {
    this.readAddress(String(response.getHeader('location') ?? ''));
    for (const line of [response.getHeader('set-cookie') ?? []].flat())
      this.add(
        String(line)
          .split(';', 1)[0]
          ?.replace(/^[^=]*=/, ''),
      );
    // A form's hidden fields, and the members of a token response; `code` in our own JSON is the name of an error.
    for (const [, name = '', value] of body.matchAll(/<input[^>]* name="([^"]+)" value="([^"]*)"/g))
      if (secretNames.includes(name)) this.add(value);
    for (const [, value] of body.matchAll(/"(?:access|refresh|id)_token":\s*"([^"]+)"/g)) this.add(value);
  }

  private readAddress(address: string): void {
    const url = URL.parse(address, 'http://localhost');
    if (url === null) return;
    this.readPairs(url.searchParams);
    this.readPairs(new URLSearchParams(url.hash.slice(1)));
  }

  private readPairs(pairs: URLSearchParams): void {
    // The people of the embedded organisation have their own names for passwords, which stand in any log.
    const namesake = pairs.get('username')?.split('@', 1)[0];
    for (const name of secretNames) for (const value of pairs.getAll(name)) if (value !== namesake) this.add(value);
  }
}

/** Tells `heard` the whole body of a message when it is over. */
function overhear(message: IncomingMessage | ServerResponse, heard: (body: string) => void): void {
  let body = '';
  const keep = (chunk: unknown): void => void (typeof chunk === 'string' || Buffer.isBuffer(chunk) ? (body += String(chunk)) : undefined);
  if ('writeHead' in message) {
    const { write, end } = message;
    message.write = ((...values: unknown[]): unknown => {
      keep(values[0]);
      return Reflect.apply(write, message, values);
    }) as typeof write;
    message.end = ((...values: unknown[]): unknown => {
      keep(values[0]);
      heard(body);
      return Reflect.apply(end, message, values);
    }) as typeof end;
    return;
  }
  const { emit } = message;
  message.emit = ((event: string, ...values: unknown[]) => {
    if (event === 'data') keep(values[0]);
    if (event === 'end') heard(body);
    return emit.call(message, event, ...values);
  }) as typeof emit;
}
