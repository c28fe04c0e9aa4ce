import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync, type ZlibOptions } from 'node:zlib';
import type * as Undici from 'undici';

/** Bytes, before and after decompression. Discovery, keys and userinfo of real providers stay far below. */
const maxBytes = 1024 * 1024;
const decoders = new Map<string, (body: Buffer, options: ZlibOptions) => Buffer>([
  ['gzip', gunzipSync],
  ['x-gzip', gunzipSync],
  // Some send it without zlib's header (RFC 9110, section 8.4.1.2).
  ['deflate', (body, options) => ((body[0] ?? 0) % 16 === 8 ? inflateSync : inflateRawSync)(body, options)],
  ['br', brotliDecompressSync],
  ['identity', (body) => body],
  ['', (body) => body],
]);
const tooLong = `more than ${maxBytes} bytes`;
/** What undici's fetch would send, which costs three times as much: some firewalls refuse requests without a name. */
const ownHeaders = { 'user-agent': 'okta-nest-signin', 'accept-encoding': 'gzip, deflate, br' };

/** The proxies on the way to the provider. Each may be empty. */
export interface ProxySettings {
  /** For https addresses. Empty: as for http. */
  readonly https: string;
  readonly http: string;
  /** Hosts that are asked directly, with commas between; `*` for all. */
  readonly noProxy: string;
}

interface TransportRequest {
  readonly url: string;
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  /** For the connection, the headers and the body together. */
  readonly timeoutMs: number;
}

export interface TransportResponse {
  readonly status: number;
  /** By a name in lower case. */
  readonly headers: { get(name: string): string | null };
  readonly text: string;
}

export class TransportTimeout extends Error {
  override readonly name = 'TransportTimeout';
}

/** Something answered, but not in HTTP, with too many bytes, or in an encoding that cannot be read. */
export class UnreadableResponse extends Error {
  override readonly name = 'UnreadableResponse';
}

/** HTTP over undici: through the proxies, decompressed, with one time limit and one size limit, following no redirect. */
export class Transport {
  private client: ReturnType<typeof openClient> | undefined;

  constructor(private readonly proxy: ProxySettings = { https: '', http: '', noProxy: '' }) {}

  /** @throws TransportTimeout, UnreadableResponse, or what the connection threw */
  async exchange({ url, method, headers, body, timeoutMs }: TransportRequest): Promise<TransportResponse> {
    const { undici, repeatable, once } = await (this.client ??= openClient(this.proxy));
    const timeout = new AbortController();
    const timer = setTimeout(() => timeout.abort(), timeoutMs);
    try {
      const response = await undici.request(url, {
        method,
        headers: { ...ownHeaders, ...headers },
        body: body ?? null,
        signal: timeout.signal,
        dispatcher: method === 'GET' ? repeatable : once,
      });
      const get = (name: string): string | null => [response.headers[name] ?? []].flat().join(', ') || null;
      const bytes = decode(Buffer.from(await response.body.arrayBuffer()), get('content-encoding') ?? '');
      return { status: response.statusCode, headers: { get }, text: new TextDecoder().decode(bytes) };
    } catch (error) {
      if (timeout.signal.aborted) throw new TransportTimeout(`no complete response within ${timeoutMs} ms`, { cause: error });
      throw causeOf(error, undici);
    } finally {
      clearTimeout(timer);
    }
  }

  /** In words, why `exchange` threw: a system's code such as ECONNREFUSED, and the host of the proxy where there is one. */
  reasonOf(error: unknown, url: string): string {
    const { code, message } = error as { readonly code?: unknown; readonly message?: unknown };
    // undici's own codes say less than its messages.
    const reason = typeof code === 'string' && !code.startsWith('UND_') ? code : String(message);
    const { https, http, noProxy } = this.proxy;
    const proxy = noProxy === '*' ? null : URL.parse(url.startsWith('https:') && https !== '' ? https : http);
    return proxy === null ? reason : `${reason} (through the proxy ${proxy.host}, unless NO_PROXY names the host)`;
  }
}

/** Loads undici with the first exchange: a start makes none, and would take a tenth longer. */
async function openClient({ https, http, noProxy }: ProxySettings) {
  const undici = await import('undici');
  // All three proxies are given, so that undici reads none of them from the environment.
  const options = { httpsProxy: https, httpProxy: http, noProxy, maxResponseSize: maxBytes };
  return {
    undici,
    /** For what may be sent twice. */
    repeatable: new undici.EnvHttpProxyAgent(options),
    // A POST must not be sent twice, as a code or a rotated refresh token counts once, and one that is sent into a connection that the
    // server is just closing is lost. So its connection is kept only for as long as the server promises (Keep-Alive: timeout=5).
    once: new undici.EnvHttpProxyAgent({ ...options, keepAliveTimeout: 1 }),
  };
}

function decode(body: Buffer, encoding: string): Buffer {
  if (body.length === 0) return body;
  // The first was applied first (RFC 9110, section 8.4).
  return encoding.split(',').reduceRight((encoded, name) => {
    const decoder = decoders.get(name.trim().toLowerCase());
    if (decoder === undefined) throw new UnreadableResponse(`content-encoding: ${encoding}, which cannot be decoded`);
    try {
      return decoder(encoded, { maxOutputLength: maxBytes });
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw new UnreadableResponse(tooLong, { cause });
      throw new UnreadableResponse(`a body that is not what its content-encoding says: ${encoding}`, { cause });
    }
  }, body);
}

/** What happened, where an error wraps it. */
function causeOf(error: unknown, { errors }: typeof Undici): unknown {
  let cause = error;
  while (!(cause instanceof UnreadableResponse) && typeof cause === 'object' && cause !== null && 'cause' in cause && cause.cause)
    cause = cause.cause;
  if (cause instanceof errors.ResponseExceededMaxSizeError) return new UnreadableResponse(tooLong, { cause });
  if (cause instanceof errors.HTTPParserError || cause instanceof errors.HeadersOverflowError)
    return new UnreadableResponse(`something that is no HTTP: ${cause.message}`, { cause });
  return cause;
}
