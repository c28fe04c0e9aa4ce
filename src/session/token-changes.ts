import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { StoreUnavailableError } from '../database/errors.js';
import type { SealedPayload } from './session.js';
import type { SessionStore } from './session-store.js';
import type { TokenSeal } from './token-seal.js';

export type TokenChange = (tokens: SealedPayload) => Promise<SealedPayload | undefined>;

interface Request {
  readonly change: TokenChange;
  readonly resolve: (tokens: SealedPayload | undefined) => void;
  readonly reject: (error: unknown) => void;
}

/** Milliseconds. A holder that lives prolongs its lease, so this is how long a crashed one stands in the way. */
const defaultLease = 8000;
/** Milliseconds for which a request waits for another instance's change. */
const patience = 15_000;

/** Replaces tokens one change at a time: within the process by a queue for each session, across instances by a lease in the store. */
export class TokenChanges {
  readonly #queues = new Map<string, Request[]>();

  constructor(
    private readonly store: SessionStore,
    private readonly seal: TokenSeal,
    private readonly now: () => number,
    private readonly lease = defaultLease,
  ) {}

  /**
   * Calls `change` with the newest tokens while nobody else can change them; see SessionsContract.replaceTokens.
   * Changes that wait for one that fails fail with it: what the provider refused or did not answer is not asked again.
   */
  request(key: string, change: TokenChange): Promise<SealedPayload | undefined> {
    return new Promise((resolve, reject) => {
      const request = { change, resolve, reject };
      const queue = this.#queues.get(key);
      if (queue) {
        queue.push(request);
        return;
      }
      const own = [request];
      this.#queues.set(key, own);
      void this.#serve(key, own);
    });
  }

  async #serve(key: string, queue: Request[]): Promise<void> {
    const owner = randomUUID();
    try {
      let tokens = await this.#acquire(key, owner);
      const heartbeat = setInterval(() => void this.#prolong(key, owner), this.lease / 3).unref();
      try {
        for (let request = queue[0]; request; request = queue[0]) {
          tokens = tokens && (await this.#apply(key, owner, tokens, request.change));
          request.resolve(tokens);
          queue.shift();
        }
      } finally {
        // At once, before anything is awaited: whoever comes now begins a queue of their own.
        this.#queues.delete(key);
        clearInterval(heartbeat);
        await this.#release(key, owner);
      }
    } catch (error) {
      this.#queues.delete(key);
      for (const { reject } of queue) reject(error);
    }
  }

  /** The newest tokens, once the lease is ours; undefined when the session has ended. */
  async #acquire(key: string, owner: string): Promise<SealedPayload | undefined> {
    for (let waited = 0, pause = 20; waited < patience; waited += pause, pause = Math.min(2 * pause, 250)) {
      const lease = await this.store.leaseTokens(key, owner, this.now() + this.lease, this.now());
      if (lease === 'gone') return undefined;
      if (lease !== 'taken') return this.seal.open(lease.sealed, key);
      await sleep(pause * (0.5 + Math.random()));
    }
    throw new StoreUnavailableError('store_busy', 'Another instance has been replacing the tokens of this session for too long.', { setting: 'SESSION_STORE_URL' });
  }

  async #apply(key: string, owner: string, tokens: SealedPayload, change: TokenChange): Promise<SealedPayload | undefined> {
    const next = await change(tokens);
    if (!next) return tokens;
    if (await this.store.saveTokens(key, owner, this.seal.seal(next, key))) return next;
    const newest = await this.store.readTokens(key);
    return newest === undefined ? undefined : this.seal.open(newest, key);
  }

  async #prolong(key: string, owner: string): Promise<void> {
    await this.store.leaseTokens(key, owner, this.now() + this.lease, this.now()).catch(ignore);
  }

  async #release(key: string, owner: string): Promise<void> {
    await this.store.releaseTokens(key, owner).catch(ignore);
  }
}

/** The store is down: the lease runs out by itself. */
function ignore(): void {}
