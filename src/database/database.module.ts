import { Logger, Module, type DynamicModule } from '@nestjs/common';
import type { Settings } from '../config/settings.js';
import { Database } from './database.js';
import { openDatabase } from './open-database.js';

/** Opens the one database of the process, before anything that needs it is made. */
@Module({})
export class DatabaseModule {
  static register(settings: Pick<Settings, 'database'>): DynamicModule {
    const warn = (message: string): void => new Logger('Database').warn(message);
    return {
      module: DatabaseModule,
      global: true,
      providers: [{ provide: Database, useFactory: () => openDatabase(settings.database, warn) }],
      exports: [Database],
    };
  }
}
