import { OidcError } from '../errors.js';
import type { Notice } from '../relying-party-options.js';
import type { ProviderMetadata } from './provider-metadata.js';

const freshForMs = 60 * 60 * 1000;
const pauseAfterFailureMs = 2000;

export interface ProviderStatus {
  /** stale: what we knew still serves, but the last attempt to read it again failed. */
  readonly state: 'unknown' | 'ready' | 'stale' | 'down';
  /** Milliseconds since the epoch of the last answer or failure. */
  readonly checkedAt: number | undefined;
  readonly error: OidcError | undefined;
}

/**
 * Keeps the provider's metadata: read when first needed, again after an hour or when the provider seemed unreachable, by one request at
 * a time. While it cannot be read again, what is known serves. Failures are remembered for two seconds, so that a provider that is down
 * is not hammered and its return is noticed at once.
 */
export class Discovery {
  /** What is known without asking. */
  known: ProviderMetadata | undefined;
  private pending: Promise<ProviderMetadata> | undefined;
  private failure: OidcError | undefined;
  private checkedAt: number | undefined;
  private dueAt = 0;

  constructor(
    private readonly fetchMetadata: () => Promise<ProviderMetadata>,
    private readonly now: () => number,
    private readonly notify: (notice: Notice) => void,
  ) {}

  /** @throws OidcError when nothing is known and nothing can be read */
  async metadata(): Promise<ProviderMetadata> {
    const { known, failure } = this;
    const due = this.now() >= this.dueAt;
    if (known === undefined) {
      if (failure && !due) throw failure;
      return this.read();
    }
    // In the background: nobody waits for a provider that we can do without.
    if (due) this.read().catch(() => undefined);
    return known;
  }

  /** Another step could not reach the provider: the next use reads the metadata again, so that the status tells the truth. */
  readSoon(): void {
    if (this.failure === undefined) this.dueAt = 0;
  }

  status(): ProviderStatus {
    const { failure, checkedAt } = this;
    const state = this.known === undefined ? (failure ? 'down' : 'unknown') : failure ? 'stale' : 'ready';
    return { state, checkedAt, error: failure };
  }

  private read(): Promise<ProviderMetadata> {
    this.pending ??= this.readOnce().finally(() => (this.pending = undefined));
    return this.pending;
  }

  private async readOnce(): Promise<ProviderMetadata> {
    try {
      this.known = await this.fetchMetadata();
      this.failure = undefined;
      this.scheduleNext(freshForMs);
      return this.known;
    } catch (cause) {
      const error =
        cause instanceof OidcError
          ? cause
          : new OidcError('discovery_failed', 'the discovery document could not be read', 'discovery', { cause });
      if (this.known && !this.failure) {
        const message = `the provider's metadata could not be read again, what is known serves: ${error.message}`;
        this.notify({ code: 'metadata_stale', recurs: true, message });
      }
      this.failure = error;
      this.scheduleNext(pauseAfterFailureMs);
      throw error;
    }
  }

  private scheduleNext(inMs: number): void {
    this.checkedAt = this.now();
    this.dueAt = this.checkedAt + inMs;
  }
}
