/** Milliseconds for which a store that failed is not asked again. */
const rest = 5000;

/**
 * Calls of a store that may be down. After a failure the next ones fail at once for five seconds:
 * a store that hangs must not make everybody wait for a count that memory can keep as well.
 */
export class RestingStore {
  private until = -Infinity;

  /** `now`: milliseconds. */
  constructor(private readonly now: () => number = Date.now) {}

  /** Throws what `call` throws, or the same again while the store rests. */
  async ask<Answer>(call: () => Promise<Answer>): Promise<Answer> {
    if (this.now() < this.until) throw new Error('The store of the rate limits rests after a failure.');
    try {
      return await call();
    } catch (error) {
      this.until = this.now() + rest;
      throw error;
    }
  }
}
