import type * as Undici from 'undici';
import type { EnvHttpProxyAgent, Headers, Response } from 'undici';

/** Bytes, after decompression. Discovery, keys and userinfo of real providers stay far below. */
const maxBytes = 1024 * 1024;
const decodable = new Set(['gzip', 'x-gzip', 'deflate', 'br', 'identity', '']);

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
  readonly headers: Pick<Headers, 'get'>;
  readonly text: string;
}

export class TransportTimeout extends Error {
  override readonly name = 'TransportTimeout';
}

/** Something answered, but not in HTTP, with too many bytes, or in an encoding that cannot be read. */
export class UnreadableResponse extends Error {
  override readonly name = 'UnreadableResponse';
}

interface Client {
  readonly undici: typeof Undici;
  /** For what may be sent twice. */
  readonly repeatable: EnvHttpProxyAgent;
  readonly once: EnvHttpProxyAgent;
}

/** HTTP over undici: through the proxies, decompressed, with one time limit and one size limit, following no redirect. */
export class Transport {
  private client: Promise<Client> | undefined;

  constructor(private readonly proxy: ProxySettings = { https: '', http: '', noProxy: '' }) {}

  /** @throws TransportTimeout, UnreadableResponse, or what the connection threw */
  async exchange({ url, method, headers, body, timeoutMs }: TransportRequest): Promise<TransportResponse> {
    const { undici, repeatable, once } = await (this.client ??= openClient(this.proxy));
    const signal = AbortSignal.timeout(timeoutMs);
    const dispatcher = method === 'GET' ? repeatable : once;
    try {
      const response = await undici.fetch(url, { method, headers, body: body ?? null, redirect: 'manual', signal, dispatcher });
      return { status: response.status, headers: response.headers, text: await readText(response, undici) };
    } catch (error) {
      if (signal.aborted) throw new TransportTimeout(`no complete response within ${timeoutMs} ms`, { cause: error });
      throw causeOf(error, undici);
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
async function openClient({ https, http, noProxy }: ProxySettings): Promise<Client> {
  const undici = await import('undici');
  // All three are given, so that undici reads none of them from the environment.
  const proxies = { httpsProxy: https, httpProxy: http, noProxy };
  return {
    undici,
    repeatable: new undici.EnvHttpProxyAgent(proxies),
    // A POST must not be sent twice, as a code or a rotated refresh token counts once, and one that is sent into a connection that the
    // server is just closing is lost. So its connection is kept only for as long as the server promises (Keep-Alive: timeout=5).
    once: new undici.EnvHttpProxyAgent({ ...proxies, keepAliveTimeout: 1 }),
  };
}

async function readText({ headers, body }: Response, undici: typeof Undici): Promise<string> {
  const encoding = headers.get('content-encoding') ?? '';
  if (!encoding.split(',').every((name) => decodable.has(name.trim().toLowerCase()))) {
    await body?.cancel();
    throw new UnreadableResponse(`content-encoding: ${encoding}, which cannot be decoded`);
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of (body ?? []) as AsyncIterable<Uint8Array>) {
      size += chunk.byteLength;
      if (size > maxBytes) throw new UnreadableResponse(`more than ${maxBytes} bytes`);
      chunks.push(chunk);
    }
  } catch (error) {
    const cause = causeOf(error, undici);
    // zlib's own errors have a number and no system call.
    if (typeof cause === 'object' && cause !== null && 'errno' in cause && !('syscall' in cause))
      throw new UnreadableResponse(`a body that is not what its content-encoding says: ${encoding}`, { cause });
    throw error;
  }
  return new TextDecoder().decode(Buffer.concat(chunks, size));
}

/** fetch wraps what happened in errors that say no more than "fetch failed" or "Request was cancelled.". */
function causeOf(error: unknown, { errors }: typeof Undici): unknown {
  let cause = error;
  // Not by class: a DOMException may be of another realm.
  while (!(cause instanceof UnreadableResponse) && typeof cause === 'object' && cause !== null && 'cause' in cause && cause.cause)
    cause = cause.cause;
  if (cause instanceof errors.HTTPParserError || cause instanceof errors.HeadersOverflowError)
    return new UnreadableResponse(`something that is no HTTP: ${cause.message}`, { cause });
  return cause;
}
