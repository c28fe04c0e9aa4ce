import { Module, type DynamicModule } from '@nestjs/common';
import { ConfigModule, registerAs } from '@nestjs/config';
import { Settings } from './settings.js';

/** Makes the loaded settings injectable everywhere, under the token `Settings`. */
@Module({})
export class SettingsModule {
  /**
   * Nest's ConfigModule holds them, under the namespace `settings`. It reads neither files nor the environment:
   * loadSettings has done so, and has reported every problem before Nest starts.
   */
  static register(settings: Settings): DynamicModule {
    const loaded = registerAs('settings', () => settings);
    return {
      module: SettingsModule,
      global: true,
      imports: [ConfigModule.forRoot({ load: [loaded], ignoreEnvFile: true, ignoreEnvVars: true, skipProcessEnv: true })],
      providers: [{ provide: Settings, useFactory: (value: Settings) => value, inject: [loaded.KEY] }],
      exports: [Settings],
    };
  }
}
