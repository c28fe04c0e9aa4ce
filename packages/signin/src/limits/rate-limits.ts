import { Logger, type OnApplicationShutdown } from '@nestjs/common';
import { RateLimiterMemory, RateLimiterRes, type RateLimiterAbstract } from 'rate-limiter-flexible';
import { networkOf } from './network-of.js';

/** A count that the instances share, where they have a store in common. */
export interface SharedLimiter {
  readonly limiter: RateLimiterAbstract;
  close(): Promise<void>;
}

/** Where requests are counted: for all instances together, or in this one alone. */
export type LimitedBy = 'shared' | 'instance';

/** How often one address may ask. */
export class RateLimits implements OnApplicationShutdown {
  private readonly logger = new Logger('Limits');
  private readonly limiters: Readonly<Record<LimitedBy, RateLimiterAbstract>> | undefined;

  /** `shared`: undefined where RATE_LIMIT is off. */
  constructor(private readonly shared: SharedLimiter | undefined) {
    if (shared === undefined) return;
    const { points, duration } = shared.limiter;
    this.limiters = { shared: shared.limiter, instance: new RateLimiterMemory({ points, duration }) };
  }

  /**
   * Counts one request of `address`. Resolves to the seconds that it must wait, 0 when it need not.
   * `points`: how many requests it counts for; 0 looks only. `purpose`: each has a count of its own.
   */
  async consume(
    address: string,
    by: LimitedBy = 'shared',
    { points = 1, purpose }: { readonly points?: number; readonly purpose?: string } = {},
  ): Promise<number> {
    if (this.limiters === undefined) return 0;
    const limiter = this.limiters[by];
    const network = networkOf(address);
    try {
      await limiter.consume(purpose === undefined ? network : `${purpose} ${network}`, points);
      return 0;
    } catch (refused) {
      if (!(refused instanceof RateLimiterRes)) throw refused;
      const wait = Math.max(1, Math.ceil(refused.msBeforeNext / 1000));
      // Once for each time: a line for every request would be what a flood is for.
      if (points > 0 && refused.consumedPoints - points <= limiter.points)
        this.logger.warn(`${network} is over RATE_LIMIT and is refused for ${wait} s.`);
      return wait;
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await this.shared?.close();
  }
}
