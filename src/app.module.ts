import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { AuthModule } from './auth/auth.module.js';
import { SettingsModule } from './config/settings.module.js';
import type { Settings } from '@fanlight/signin/settings';
import { ScimModule } from '@fanlight/scim';
import { HealthModule } from './health/health.module.js';
import { MetricsModule } from './metrics/metrics.module.js';
import { HomeModule } from './home/home.module.js';
import { ProfileModule } from './profile/profile.module.js';
import { SessionModule } from './session/session.module.js';
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
        RenderingModule.forRoot({ reload: settings.environment !== 'production' }),
        AuthModule,
        ScimModule.forRoot(),
        SessionModule,
        HomeModule,
        ProfileModule,
        HealthModule,
        MetricsModule,
        ...modules,
      ],
    };
  }
}
