import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CompactSign, exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';

export interface ReceivedRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly form: URLSearchParams;
}

/** What a path answers: an object is sent as JSON, a function writes what it likes. */
export type Answer = Readonly<Record<string, unknown>> | Handler;

export type Handler = (request: ReceivedRequest, response: ServerResponse) => unknown;

export interface SigningKey {
  readonly algorithm: string;
  readonly publicJwk: JWK;
  sign(claims: object, header?: object): Promise<string>;
  /** For what JSON.stringify would not write. */
  signText(payload: string): Promise<string>;
}

/** A key that signs whatever it is told to. */
export async function makeSigningKey(algorithm = 'ES256', kid = 'one'): Promise<SigningKey> {
  const { publicKey, privateKey } = await generateKeyPair(algorithm, { extractable: true });
  return {
    algorithm,
    publicJwk: { ...(await exportJWK(publicKey)), kid },
    signText: (payload) => new CompactSign(Buffer.from(payload)).setProtectedHeader({ alg: algorithm, kid }).sign(privateKey),
    sign: (claims, header = {}) => new SignJWT({ ...claims }).setProtectedHeader({ alg: algorithm, kid, ...header }).sign(privateKey),
  };
}

/**
 * An OpenID provider on loopback whose every answer a test writes itself. Unlike the embedded one it knows no rule: it says what it is
 * told to say, and remembers what it was asked.
 */
export class ForgingProvider {
  readonly requests: ReceivedRequest[] = [];
  readonly answers = new Map<string, Answer>();
  private readonly server = createServer((request, response) => void this.handle(request, response));

  private constructor(readonly key: SigningKey) {}

  static async start(key?: SigningKey): Promise<ForgingProvider> {
    const provider = new ForgingProvider(key ?? (await makeSigningKey()));
    provider.server.listen(0, '127.0.0.1');
    await once(provider.server, 'listening');
    provider.reset();
    return provider;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** The discovery document of an honest provider, with changes. */
  describe(changes: object = {}): void {
    const { url } = this;
    this.answers.set('/.well-known/openid-configuration', {
      issuer: url,
      authorization_endpoint: `${url}/authorize`,
      token_endpoint: `${url}/token`,
      jwks_uri: `${url}/keys`,
      userinfo_endpoint: `${url}/userinfo`,
      end_session_endpoint: `${url}/logout`,
      revocation_endpoint: `${url}/revoke`,
      introspection_endpoint: `${url}/introspect`,
      id_token_signing_alg_values_supported: [this.key.algorithm],
      ...changes,
    });
  }

  /** Back to an honest provider; forgets what it was asked. */
  reset(): void {
    this.answers.clear();
    this.requests.length = 0;
    this.describe();
    this.answers.set('/keys', { keys: [this.key.publicJwk] });
    this.answers.set('/userinfo', { sub: 'person', name: 'A Person' });
  }

  /** How often a path was asked for. */
  count(path: string): number {
    return this.requests.filter((request) => request.path === path).length;
  }

  last(path: string): ReceivedRequest {
    const found = this.requests.findLast((request) => request.path === path);
    if (found === undefined) throw new Error(`nothing was sent to ${path}`);
    return found;
  }

  /** An ID token of this provider for the client `app`, with changes; undefined removes a claim. */
  idToken(changes: object = {}, header: object = {}, key: SigningKey = this.key): Promise<string> {
    const now = Math.floor(Date.now() / 1000);
    return key.sign({ iss: this.url, sub: 'person', aud: 'app', iat: now, exp: now + 300, ...changes }, header);
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const [path = '', query] = (request.url ?? '').split('?', 2);
    const received = {
      method: request.method ?? '',
      path,
      query: new URLSearchParams(query),
      headers: request.headers,
      form: new URLSearchParams(Buffer.concat(chunks).toString()),
    };
    this.requests.push(received);
    const answer = this.answers.get(path);
    if (typeof answer === 'function') return void (await answer(received, response));
    response.writeHead(answer === undefined ? 404 : 200, { 'content-type': 'application/json' });
    response.end(answer === undefined ? '' : JSON.stringify(answer));
  }
}

/** An answer with a status, in JSON unless the body is a text. */
export function answering(status: number, body: unknown = '', headers: Readonly<Record<string, string>> = {}): Handler {
  return (_request: ReceivedRequest, response: ServerResponse) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    response.writeHead(status, { 'content-type': typeof body === 'string' ? 'text/html' : 'application/json', ...headers });
    response.end(text);
  };
}
