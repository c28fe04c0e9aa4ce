import type { OnApplicationShutdown } from '@nestjs/common';
import { RateLimiterRes } from 'rate-limiter-flexible';
import { networkOf } from './network-of.js';
import type { SharedLimiter } from './shared-limiter.js';

/** How often one address may ask. */
export class RateLimits implements OnApplicationShutdown {
  /** `shared`: undefined where RATE_LIMIT is off. */
  constructor(private readonly shared: SharedLimiter | undefined) {}

  /** Counts one request of `address`. Resolves to the seconds that it must wait, 0 when it need not. */
  async consume(address: string): Promise<number> {
    try {
      await this.shared?.limiter.consume(networkOf(address));
      return 0;
    } catch (refused) {
      if (refused instanceof RateLimiterRes) return Math.max(1, Math.ceil(refused.msBeforeNext / 1000));
      throw refused;
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await this.shared?.close();
  }
}
