import { Inject, Injectable } from '@nestjs/common';
import { RateLimiterRes, type RateLimiterAbstract } from 'rate-limiter-flexible';
import { networkOf } from './network-of.js';

/** Nest token of the counter; undefined where RATE_LIMIT is off. */
export const rateLimiter = Symbol('rate limiter');

/** How often one address may ask. */
@Injectable()
export class RateLimits {
  constructor(@Inject(rateLimiter) private readonly limiter: RateLimiterAbstract | undefined) {}

  /** Counts one request of `address`. Resolves to the seconds that it must wait, 0 when it need not. */
  async consume(address: string): Promise<number> {
    try {
      await this.limiter?.consume(networkOf(address));
      return 0;
    } catch (refused) {
      if (refused instanceof RateLimiterRes) return Math.max(1, Math.ceil(refused.msBeforeNext / 1000));
      throw refused;
    }
  }
}
