import { existsSync, readFileSync } from 'node:fs';
import { type DynamicModule, Module } from '@nestjs/common';
import { ConfigModule, ConfigService } from '@nestjs/config';
import { decodeEnvFile, parseEnvFile, type Settings } from '@fanlight/signin/settings';

/** Nest's ConfigModule: the loaded settings under `settings`, beside the team's own names in `.env` and the environment, which wins. */
@Module({})
export class SettingsModule {
  /** loadSettings has read and checked its settings, and has reported every problem before Nest starts. */
  static register(settings: Settings, file = '.env'): DynamicModule {
    const load = [() => ({ ...namesIn(file), settings })];
    // It would copy every secret of the file into the environment, which child processes inherit.
    return { module: SettingsModule, imports: [ConfigModule.forRoot({ isGlobal: true, load, ignoreEnvFile: true })] };
  }
}

/** The settings of the application: of the org server, a custom one, or any other issuer. */
export function settingsIn(config: ConfigService): Settings {
  return config.getOrThrow<Settings>('settings');
}

function namesIn(file: string): Record<string, string> {
  if (!existsSync(file)) return {};
  const { values } = parseEnvFile(decodeEnvFile(readFileSync(file)));
  // The environment is read by ConfigService itself, which would let a file win.
  return Object.fromEntries([...values].filter(([name]) => !(name in process.env)));
}
