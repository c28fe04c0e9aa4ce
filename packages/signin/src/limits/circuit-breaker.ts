/** For so long a store that failed is not called again. */
const openMs = 5000;

/**
 * Calls of a store that may be down. After a failure the next ones fail at once for five seconds:
 * a store that hangs must not make everybody wait for a count that memory can keep as well.
 */
export class CircuitBreaker {
  private until = -Infinity;

  /** `now`: milliseconds. */
  constructor(private readonly now: () => number = () => Date.now()) {}

  /** @throws what `call` throws, or an error of its own while it is open. */
  async call<Result>(call: () => Promise<Result>): Promise<Result> {
    if (this.now() < this.until) throw new Error('The store of the rate limits is not called for some seconds after a failure.');
    try {
      return await call();
    } catch (error) {
      this.until = this.now() + openMs;
      throw error;
    }
  }
}
