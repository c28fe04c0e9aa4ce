import { Global, Module } from '@nestjs/common';
import { Settings } from '@fanlight/signin/settings';
import { Tracing, Untraced } from '@fanlight/signin';

/** OpenTelemetry's packages are loaded where a collector is named, and only there: a start without one is no slower for them. */
@Global()
@Module({
  providers: [
    {
      provide: Tracing,
      inject: [Settings],
      useFactory: async ({ tracing, publicUrl }: Settings): Promise<Tracing> => {
        if (tracing === undefined) return new Untraced();
        const { OpenTelemetryTracing } = await import('./open-telemetry-tracing.js');
        return new OpenTelemetryTracing(tracing, publicUrl);
      },
    },
  ],
  exports: [Tracing],
})
export class TracingModule {}
