import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { StoreUnavailableError } from '../database/errors.js';
import type { SealedPayload } from './session.js';
import type { SessionStore } from './session-store.js';
import type { TokenSeal } from './token-seal.js';

export type TokenChange = (tokens: SealedPayload) => Promise<SealedPayload | undefined>;
/** Takes new tokens for which there is no session any more. */
export type TokenDisposal = (tokens: SealedPayload) => void;

interface Request {
  readonly change: TokenChange;
  readonly discard: TokenDisposal;
  readonly resolve: (tokens: SealedPayload | undefined) => void;
  readonly reject: (error: unknown) => void;
}

interface Held {
  readonly sealed: string;
  readonly tokens: SealedPayload;
}

/** A holder that lives prolongs its lease, so this is how long a crashed one stands in the way. */
const defaultLeaseMs = 8000;
/** For how long a request waits for another instance's change. */
const maxWaitMs = 15_000;
/** Saving tokens that could not be saved is tried again so many times, for a minute in all. */
const maxRescueTries = 120;
const rescuePauseMs = 500;

/** Replaces tokens one change at a time: within the process by a queue for each session, across instances by a lease in the store. */
export class TokenChanges {
  private readonly queues = new Map<string, Request[]>();

  constructor(
    private readonly store: SessionStore,
    private readonly seal: TokenSeal,
    private readonly now: () => number,
    private readonly leaseMs = defaultLeaseMs,
  ) {}

  /**
   * Calls `change` with the newest tokens while nobody else can change them, and saves what it returns.
   * Changes that wait for one that fails fail with it: the provider is not asked again for what it refused, or gave no response to.
   * Resolves to the newest tokens; undefined when the session has ended.
   */
  request(key: string, change: TokenChange, discard: TokenDisposal = ignore): Promise<SealedPayload | undefined> {
    return new Promise((resolve, reject) => {
      const request = { change, discard, resolve, reject };
      const queue = this.queues.get(key);
      if (queue) {
        queue.push(request);
        return;
      }
      const own = [request];
      this.queues.set(key, own);
      void this.serve(key, own);
    });
  }

  private async serve(key: string, queue: Request[]): Promise<void> {
    const owner = randomUUID();
    const heartbeat = setInterval(() => void this.prolong(key, owner), this.leaseMs / 3).unref();
    try {
      let held = await this.acquire(key, owner);
      for (let request = queue[0]; request; request = queue[0]) {
        held = held && (await this.apply(key, owner, held, queue));
        request.resolve(held?.tokens);
        queue.shift();
      }
    } catch (error) {
      rejectAll(queue, error);
    }
    // At once, before anything is awaited: whoever comes now begins a queue of their own.
    this.queues.delete(key);
    clearInterval(heartbeat);
    await this.store.releaseTokens(key, owner).catch(ignore);
  }

  /** The newest tokens, once the lease is ours; undefined when the session has ended. */
  private async acquire(key: string, owner: string): Promise<Held | undefined> {
    for (let waited = 0, pause = 20; waited < maxWaitMs; waited += pause, pause = Math.min(2 * pause, 250)) {
      const lease = await this.store.leaseTokens(key, owner, this.now() + this.leaseMs, this.now());
      if (lease === 'gone') return undefined;
      if (lease !== 'taken') return this.open(key, lease.sealed);
      await sleep(pause * (0.5 + Math.random()));
    }
    throw new StoreUnavailableError('store_busy', 'Another instance has been replacing the tokens of this session for too long.', {
      setting: 'SESSION_STORE_URL',
    });
  }

  private async apply(key: string, owner: string, held: Held, queue: Request[]): Promise<Held | undefined> {
    const [request] = queue;
    const next = await request?.change(held.tokens);
    if (!request || !next) return held;
    const sealed = this.seal.seal(next, key);
    try {
      if (await this.store.saveTokens(key, owner, sealed)) return { sealed, tokens: next };
    } catch (error) {
      await this.rescue(key, held.sealed, sealed, queue, error);
      if ((await this.store.readTokens(key).catch(ignore)) !== sealed) request.discard(next);
      throw error;
    }
    // The lease was lost to somebody else, or the session has ended.
    const newest = await this.store.readTokens(key);
    if (newest !== undefined) return this.open(key, newest);
    request.discard(next);
    return undefined;
  }

  /**
   * The provider may have made the old tokens void when it gave the new ones: they must not be lost because the store is
   * away for a moment. Those who wait are told at once; the new tokens go in when the store is back and still has the old ones.
   */
  private async rescue(key: string, from: string, to: string, queue: Request[], failure: unknown): Promise<void> {
    for (let tries = 0; tries < maxRescueTries && failure instanceof StoreUnavailableError; tries += 1) {
      rejectAll(queue, failure);
      await sleep(rescuePauseMs, undefined, { ref: false });
      failure = await this.store.resealTokens(key, from, to, this.seal.keyId).catch((error: unknown) => error);
    }
  }

  private open(key: string, sealed: string): Held | undefined {
    const tokens = this.seal.open(sealed, key);
    return tokens && { sealed, tokens };
  }

  private async prolong(key: string, owner: string): Promise<void> {
    await this.store.leaseTokens(key, owner, this.now() + this.leaseMs, this.now()).catch(ignore);
  }
}

function rejectAll(queue: Request[], error: unknown): void {
  for (const { reject } of queue.splice(0)) reject(error);
}

/** The store is down: the lease runs out by itself. */
function ignore(): undefined {}
