import { Global, Module } from '@nestjs/common';
import { Settings } from '../config/settings.js';
import { Database } from '../database/database.js';
import { RateLimits } from './rate-limits.js';
import { openSharedLimiter } from './shared-limiter.js';

/** Limits on what anybody may call, for guards of any module. Needs DatabaseModule, which is global. */
@Global()
@Module({
  providers: [
    {
      provide: RateLimits,
      inject: [Settings, Database],
      useFactory: async ({ rateLimit, sessionStore }: Settings, database: Database) =>
        new RateLimits(rateLimit === 'off' ? undefined : await openSharedLimiter(rateLimit, sessionStore, database)),
    },
  ],
  exports: [RateLimits],
})
export class LimitsModule {}
