import { claimKey } from './session.js';
import type { SessionStore } from './session-store.js';

/** Ids that count once, on whichever instance: of logout tokens, of logins. Every method throws StoreUnavailableError. */
export class UsedIds {
  constructor(
    protected readonly store: SessionStore,
    /** Milliseconds since the epoch. */
    protected readonly now: () => number,
  ) {}

  /** Remembers `id` until `expiresAt` (milliseconds); false when it is already known. Across instances: logout token jti, used logins. */
  claimOnce(purpose: string, id: string, expiresAt: number): Promise<boolean> {
    return this.store.claim(claimKey(purpose, id), expiresAt, this.now());
  }

  async isClaimed(purpose: string, id: string): Promise<boolean> {
    return (await this.store.claimedUntil([claimKey(purpose, id)])) > this.now();
  }

  /**
   * Does `work` for an id that was not used before, on whichever instance, and returns its result; undefined: it was used.
   *
   * The id counts as used when the work is done, not before: what fails on the way is not lost when it is sent again. Of several at the
   * same moment one gets the result; `work` may have run for the others too, and must bear that.
   * @param expiresAt milliseconds, after which time alone refuses the id
   */
  async once<Result>(purpose: string, id: string, expiresAt: number, work: () => Promise<Result>): Promise<Result | undefined> {
    if (await this.isClaimed(purpose, id)) return undefined;
    const result = await work();
    return (await this.claimOnce(purpose, id, expiresAt)) ? result : undefined;
  }
}
