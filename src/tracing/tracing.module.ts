import { Global, Module } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import { settingsIn } from '../config/settings.module.js';
import type { OpenTelemetryTracing } from './open-telemetry-tracing.js';

/** Injects the traces; undefined where no collector is named. */
export const TRACING = Symbol('tracing');

/** OpenTelemetry's packages are loaded where a collector is named, and only there: a start without one is no slower for them. */
@Global()
@Module({
  providers: [
    {
      provide: TRACING,
      inject: [ConfigService],
      useFactory: async (config: ConfigService): Promise<OpenTelemetryTracing | undefined> => {
        const { tracing, publicUrl } = settingsIn(config);
        if (tracing === undefined) return undefined;
        const { OpenTelemetryTracing } = await import('./open-telemetry-tracing.js');
        return new OpenTelemetryTracing(tracing, publicUrl);
      },
    },
  ],
  exports: [TRACING],
})
export class TracingModule {}
