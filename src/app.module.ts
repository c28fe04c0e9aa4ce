import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { AuditModule, AuthModule, DatabaseModule, SessionModule, SettingsModule, UsersModule } from '@fanlight/signin';
import type { Settings } from '@fanlight/signin/settings';
import { HealthModule } from './health/health.module.js';
import { MetricsModule } from './metrics/metrics.module.js';
import { PagesModule } from './pages/pages.module.js';
import { RenderingModule } from './rendering/rendering.module.js';
import { TracingModule } from './tracing/tracing.module.js';

/** The list of modules: the place to add one's own. */
@Module({})
export class AppModule {
  /** `modules` come on top of the list: a test's own. */
  static register(settings: Settings, modules: readonly Type[] = []): DynamicModule {
    return {
      module: AppModule,
      imports: [
        SettingsModule.register(settings),
        TracingModule,
        DatabaseModule,
        UsersModule,
        SessionModule,
        RenderingModule.forRoot({ reload: settings.environment !== 'production' }),
        AuthModule,
        AuditModule,
        PagesModule,
        HealthModule,
        MetricsModule,
        ...modules,
      ],
    };
  }
}
