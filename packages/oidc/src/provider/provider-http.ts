import { OidcError, type OidcErrorCode, type ProtocolStep } from '../errors.js';
import type { AroundRequest, RequestRecord } from '../relying-party-options.js';
import { currentSequence } from '../sequence.js';
import { plainText, type HttpResponse, readProviderResponse } from './provider-response.js';
import { RateLimitPauses, readRetryAfter } from './rate-limit.js';
import { type ProxySettings, Transport, type TransportResponse, TransportTimeout, UnreadableResponse } from './transport.js';

export interface ProviderRequest {
  readonly step: ProtocolStep;
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

interface ProviderHttpSettings {
  readonly now: () => number;
  /** Milliseconds for the whole exchange: connection, answer, body, and the second attempt of a GET. */
  readonly timeout: number;
  readonly onRequest: ((request: RequestRecord) => void) | undefined;
  readonly around?: AroundRequest | undefined;
  readonly proxy?: ProxySettings | undefined;
}

/**
 * Every request to the provider goes through here: one deadline over headers and body, a size limit, no redirect followed, one more
 * attempt for a GET that broke, and the pause that a 429 asks for.
 */
export class ProviderHttp {
  private readonly pauses = new RateLimitPauses();
  private readonly transport: Transport;
  /** Seconds by which the provider's clock was ahead of ours at its last response; undefined: it never said. */
  clockOffset: number | undefined;

  constructor(private readonly settings: ProviderHttpSettings) {
    this.transport = new Transport(settings.proxy);
  }

  /**
   * @returns responses of 2xx and 4xx as they are
   * @throws OidcError provider_unreachable, provider_timeout, provider_rate_limited, provider_error (5xx), provider_invalid_response
   * (a redirect, a body over the limit)
   */
  async send(request: ProviderRequest): Promise<HttpResponse> {
    const endpoint = withoutQuery(request.url);
    this.refuseDuringPause(request.step, endpoint);
    const recorded = currentSequence()?.request(request);
    const started = performance.now();
    let status: number | undefined;
    try {
      const response = await this.attempt(request, endpoint, started + this.settings.timeout);
      status = response.status;
      recorded?.answered(response);
      return this.judge(response, request.step);
    } catch (error) {
      if (status === undefined) recorded?.failed(error);
      throw error;
    } finally {
      this.settings.onRequest?.({ step: request.step, seconds: (performance.now() - started) / 1000, outcome: outcomeOf(status) });
    }
  }

  private async attempt(request: ProviderRequest, endpoint: string, deadline: number): Promise<HttpResponse> {
    for (let left = request.method === 'GET' ? 2 : 1; ; left--) {
      try {
        const response = await this.exchange(request, deadline);
        if (left === 1 || !isTransient(response)) return { ...response, endpoint };
      } catch (error) {
        if (left === 1 || error instanceof TransportTimeout || error instanceof UnreadableResponse)
          throw this.failure(error, request, endpoint);
      }
    }
  }

  private async exchange({ step, url, method, headers, body }: ProviderRequest, deadline: number): Promise<TransportResponse> {
    const timeoutMs = Math.max(1, Math.ceil(deadline - performance.now()));
    const send = (more: Readonly<Record<string, string>>): Promise<TransportResponse> =>
      this.transport.exchange({ url, method, headers: { ...headers, ...more }, body, timeoutMs });
    const { around } = this.settings;
    const response = await (around === undefined ? send({}) : around({ purpose: step, method, url: withoutQuery(url) }, send));
    const date = Date.parse(response.headers.get('date') ?? '');
    if (!Number.isNaN(date)) this.clockOffset = Math.round((date - this.settings.now()) / 1000);
    return response;
  }

  private judge(response: HttpResponse, step: ProtocolStep): HttpResponse {
    const { status, endpoint, headers } = response;
    if (status < 300 || (status >= 400 && status < 500 && status !== 429)) return response;
    const retryAfter = readRetryAfter(headers, this.settings.now());
    if (status === 429 && retryAfter !== undefined) this.pauses.start(endpoint, retryAfter, this.settings.now());
    const target = plainText(withoutQuery(headers.get('location') ?? ''), 200) ?? 'nowhere';
    const [code, problem]: [OidcErrorCode, string] =
      status === 429
        ? ['provider_rate_limited', 'answered 429: too many requests']
        : status >= 500
          ? ['provider_error', `answered ${status}`]
          : ['provider_invalid_response', `redirects to ${target}; no redirect is followed here`];
    throw new OidcError(code, `${endpoint} ${problem}`, step, { response: readProviderResponse(response, retryAfter), endpoint });
  }

  private refuseDuringPause(step: ProtocolStep, endpoint: string): void {
    const retryAfter = this.pauses.remaining(endpoint, this.settings.now());
    if (retryAfter === 0) return;
    const message = `${endpoint} asked for a pause, ${retryAfter} s are left`;
    throw new OidcError('provider_rate_limited', message, step, { response: { status: 429, retryAfter }, endpoint });
  }

  private failure(cause: unknown, { step, url }: ProviderRequest, endpoint: string): OidcError {
    const [code, problem]: [OidcErrorCode, string] =
      cause instanceof TransportTimeout
        ? ['provider_timeout', `did not answer within ${this.settings.timeout} ms`]
        : cause instanceof UnreadableResponse
          ? ['provider_invalid_response', `answered with ${cause.message}`]
          : ['provider_unreachable', `could not be reached: ${this.transport.reasonOf(cause, url)}`];
    return new OidcError(code, `${endpoint} ${problem}`, step, { cause, endpoint });
  }
}

function withoutQuery(address: string): string {
  return address.replace(/[?#].*$/s, '');
}

function outcomeOf(status: number | undefined): RequestRecord['outcome'] {
  if (status !== undefined && status < 300) return 'ok';
  return status !== undefined && status >= 400 && status < 500 ? 'refused' : 'failed';
}

/** A gateway on the way stumbled, and nobody asked us to wait: another attempt may succeed. */
function isTransient({ status, headers }: TransportResponse): boolean {
  return status >= 502 && status <= 504 && headers.get('retry-after') === null;
}
