import { Module } from '@nestjs/common';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { Settings } from '../config/settings.js';
import { RateLimits, rateLimiter } from './rate-limits.js';

/** Seconds. */
const window = 60;

/** Limits on what anybody may call. */
@Module({
  providers: [
    RateLimits,
    {
      provide: rateLimiter,
      inject: [Settings],
      useFactory: ({ rateLimit }: Settings) =>
        rateLimit === 'off' ? undefined : new RateLimiterMemory({ points: rateLimit, duration: window }),
    },
  ],
  exports: [RateLimits],
})
export class LimitsModule {}
