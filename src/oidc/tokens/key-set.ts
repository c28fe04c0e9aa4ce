import { OidcError, type ProviderAnswer } from '../errors.js';
import { parseJsonObject } from '../json-object.js';
import { readProviderAnswer } from '../provider/provider-answer.js';
import type { ProviderHttp } from '../provider/provider-http.js';
import type { Notice } from '../relying-party-options.js';
import { VerificationKeys } from './verification-keys.js';

const FRESH_FOR = 10 * 60 * 1000;
const SERVES_STALE_FOR = 24 * 60 * 60 * 1000;
const PAUSE_AFTER_FAILURE = 2000;
const BUDGET_TOLD_AGAIN_AFTER = 10 * 60 * 1000;
const ACCEPT = 'application/json, application/jwk-set+json';

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
  /** Whether this outage was told of. */
  private outageTold = false;
  private budgetToldAt = -Infinity;
  private failure: { readonly at: number; readonly error: unknown } | undefined;
  private readonly budgets: Readonly<Record<TokenOrigin, RefetchBudget>>;

  constructor(
    private readonly url: string,
    private readonly http: ProviderHttp,
    private readonly now: () => number,
    private readonly notify: (notice: Notice) => void,
  ) {
    this.budgets = { provider: new RefetchBudget(20, now), anyone: new RefetchBudget(5, now) };
  }

  /** @throws OidcError keys_unavailable and those of ProviderHttp, when there are no keys that may serve */
  async get(): Promise<FetchedKeys> {
    const { current, failure } = this;
    if (current !== undefined && this.now() - this.fetchedAt < FRESH_FOR) return current;
    try {
      if (failure !== undefined && this.now() - failure.at < PAUSE_AFTER_FAILURE) throw failure.error;
      return await this.fetch();
    } catch (error) {
      if (current === undefined || this.now() - this.fetchedAt >= SERVES_STALE_FOR) throw error;
      this.noteStale(error);
      return current;
    }
  }

  /** Why the last fetch failed; undefined: it did not. */
  get outage(): unknown {
    return this.failure?.error;
  }

  /** Keys newer than those that did not fit; undefined when the budget of this minute is used up or the endpoint is down. */
  async newerThan(version: number, origin: TokenOrigin): Promise<FetchedKeys | undefined> {
    if (this.current !== undefined && this.current.version > version) return this.current;
    if (this.pending === undefined && !this.budgets[origin].take()) {
      this.noteBudget();
      return undefined;
    }
    try {
      return await this.fetch();
    } catch (error) {
      this.noteStale(error);
      return undefined;
    }
  }

  private noteBudget(): void {
    if (this.now() - this.budgetToldAt < BUDGET_TOLD_AGAIN_AFTER) return;
    this.budgetToldAt = this.now();
    const message = `more tokens than usual name unknown keys; ${this.url} is asked again within a minute`;
    this.notify({ code: 'key_refetch_budget', message, recurs: true });
  }

  private noteStale(error: unknown): void {
    if (this.outageTold) return;
    this.outageTold = true;
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
      this.outageTold = false;
      this.current = { keys, version: (this.current?.version ?? 0) + 1 };
      return this.current;
    } catch (error) {
      this.failure = { at: this.now(), error };
      throw error;
    }
  }

  private async request(): Promise<string> {
    try {
      const response = await this.http.send({ step: 'keys', url: this.url, method: 'GET', headers: { accept: ACCEPT } });
      if (response.status === 200) return response.text;
      throw this.unavailable(`${response.endpoint} answered ${response.status}`, { answer: readProviderAnswer(response) });
    } catch (error) {
      if (!(error instanceof OidcError) || error.code === 'keys_unavailable') throw error;
      throw this.unavailable(error.message, { cause: error, answer: error.answer });
    }
  }

  private parse(text: string): VerificationKeys {
    const members = parseJsonObject(text)?.keys;
    if (!Array.isArray(members)) throw this.unavailable(`what ${this.url} returns is no key set`);
    const keys = new VerificationKeys(members);
    if (keys.ids.length === 0) throw this.unavailable(`the key set at ${this.url} is empty`);
    return keys;
  }

  private unavailable(message: string, more: { cause?: unknown; answer?: ProviderAnswer | undefined } = {}): OidcError {
    return new OidcError('keys_unavailable', `the provider's keys cannot be had: ${message}`, 'keys', { ...more, endpoint: this.url });
  }
}

const MINUTE = 60 * 1000;

/** So many tries in any one minute. */
class RefetchBudget {
  private readonly taken: number[] = [];

  constructor(
    private readonly perMinute: number,
    private readonly now: () => number,
  ) {}

  /** False when this minute's tries are used up. */
  take(): boolean {
    const now = this.now();
    while (this.taken[0] !== undefined && now - this.taken[0] >= MINUTE) this.taken.shift();
    if (this.taken.length >= this.perMinute) return false;
    this.taken.push(now);
    return true;
  }
}
