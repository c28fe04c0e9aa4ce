import { OidcError, type ProviderResponse } from '../errors.js';
import { parseJsonObject } from '../json-object.js';
import { readProviderResponse } from '../provider/provider-response.js';
import type { ProviderHttp } from '../provider/provider-http.js';
import type { Notice } from '../relying-party-options.js';
import { VerificationKeys } from './verification-keys.js';

const minute = 60 * 1000;
const freshForMs = 10 * minute;
const staleForMs = 24 * 60 * minute;
const pauseAfterFailureMs = 2000;
const noticePauseMs = 10 * minute;
/** In any one minute. */
const maxRefetches: Readonly<Record<TokenOrigin, number>> = { provider: 20, anyone: 5 };

/** Who asks: tokens that the provider itself handed us, or tokens that anyone may send here. Each has its own budget. */
export type TokenOrigin = 'provider' | 'anyone';

export interface FetchedKeys {
  readonly keys: VerificationKeys;
  /** Counts fetches: a newer set has a higher number. */
  readonly version: number;
}

/**
 * The provider's signing keys. Kept for ten minutes; fetched again at once, also seconds after the last time, when a token names a key
 * that we do not have or a signature does not fit (OpenID Connect Core 1.0, section 10.1.1), within a budget per minute, so that forged
 * tokens cannot turn us against the provider. While the endpoint is down, the keys that we have serve for a day.
 */
export class KeySet {
  private current: FetchedKeys | undefined;
  private pending: Promise<FetchedKeys> | undefined;
  private text = '';
  private fetchedAt = 0;
  private outageNoticed = false;
  private budgetNoticedAt = -Infinity;
  /** Of the last fetch; undefined: it went well. */
  failure: { readonly at: number; readonly error: unknown } | undefined;
  private refetches: readonly { readonly at: number; readonly origin: TokenOrigin }[] = [];

  constructor(
    readonly url: string,
    private readonly http: ProviderHttp,
    private readonly now: () => number,
    private readonly notify: (notice: Notice) => void,
  ) {}

  /** @throws OidcError keys_unavailable and those of ProviderHttp, when there are no keys that may serve */
  async get(): Promise<FetchedKeys> {
    const { current, failure } = this;
    if (current !== undefined && this.now() - this.fetchedAt < freshForMs) return current;
    try {
      if (failure !== undefined && this.now() - failure.at < pauseAfterFailureMs) throw failure.error;
      return await this.fetch();
    } catch (error) {
      if (current === undefined || this.now() - this.fetchedAt >= staleForMs) throw error;
      this.noticeOutage(error);
      return current;
    }
  }

  /** Keys newer than those that did not fit; undefined when the budget of this minute is used up or the endpoint is down. */
  async newerThan(version: number, origin: TokenOrigin): Promise<FetchedKeys | undefined> {
    if (this.current !== undefined && this.current.version > version) return this.current;
    if (this.pending === undefined && !this.mayRefetch(origin)) {
      this.noticeBudget();
      return undefined;
    }
    try {
      return await this.fetch();
    } catch (error) {
      this.noticeOutage(error);
      return undefined;
    }
  }

  private mayRefetch(origin: TokenOrigin): boolean {
    this.refetches = this.refetches.filter(({ at }) => this.now() - at < minute);
    if (this.refetches.filter((refetch) => refetch.origin === origin).length >= maxRefetches[origin]) return false;
    this.refetches = [...this.refetches, { at: this.now(), origin }];
    return true;
  }

  private noticeBudget(): void {
    if (this.now() - this.budgetNoticedAt < noticePauseMs) return;
    this.budgetNoticedAt = this.now();
    const message = `more tokens than usual name unknown keys; ${this.url} is asked again within a minute`;
    this.notify({ code: 'key_refetch_budget', message, recurs: true });
  }

  private noticeOutage(error: unknown): void {
    if (this.outageNoticed) return;
    this.outageNoticed = true;
    const reason = error instanceof OidcError ? error.message : 'for an unknown reason';
    const message = `the provider's keys could not be fetched again, those we have serve: ${reason}`;
    this.notify({ code: 'keys_stale', message, recurs: true });
  }

  private fetch(): Promise<FetchedKeys> {
    this.pending ??= this.fetchOnce().finally(() => (this.pending = undefined));
    return this.pending;
  }

  private async fetchOnce(): Promise<FetchedKeys> {
    try {
      const text = await this.request();
      const keys = this.current !== undefined && text === this.text ? this.current.keys : this.parse(text);
      this.text = text;
      this.fetchedAt = this.now();
      this.failure = undefined;
      this.outageNoticed = false;
      this.current = { keys, version: (this.current?.version ?? 0) + 1 };
      return this.current;
    } catch (error) {
      this.failure = { at: this.now(), error };
      throw error;
    }
  }

  private async request(): Promise<string> {
    try {
      const response = await this.http.send({
        step: 'keys',
        url: this.url,
        method: 'GET',
        headers: { accept: 'application/json, application/jwk-set+json' },
      });
      if (response.status === 200) return response.text;
      throw this.unavailable(`${response.endpoint} answered ${response.status}`, { response: readProviderResponse(response) });
    } catch (error) {
      if (!(error instanceof OidcError) || error.code === 'keys_unavailable') throw error;
      throw this.unavailable(error.message, { cause: error, response: error.response });
    }
  }

  private parse(text: string): VerificationKeys {
    const members = parseJsonObject(text)?.keys;
    if (!Array.isArray(members)) throw this.unavailable(`what ${this.url} returns is no key set`);
    const keys = new VerificationKeys(members);
    if (keys.ids.length === 0) throw this.unavailable(`the key set at ${this.url} is empty`);
    return keys;
  }

  private unavailable(message: string, more: { cause?: unknown; response?: ProviderResponse | undefined } = {}): OidcError {
    return new OidcError('keys_unavailable', `the provider's keys cannot be had: ${message}`, 'keys', { ...more, endpoint: this.url });
  }
}
