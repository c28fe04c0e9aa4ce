import { Logger, Module, type DynamicModule } from '@nestjs/common';
import type { Settings } from '../config/settings.js';
import { Database } from './database.js';
import type { StoreUnavailableError } from './errors.js';
import { openDatabase } from './open-database.js';

/** Opens the one database of the process, before anything that needs it is made. */
@Module({})
export class DatabaseModule {
  static register(settings: Pick<Settings, 'database'>): DynamicModule {
    return {
      module: DatabaseModule,
      global: true,
      providers: [{ provide: Database, useFactory: () => openDatabase(settings.database, warn) }],
      exports: [Database],
    };
  }
}

function warn({ message }: StoreUnavailableError): void {
  new Logger('Database').warn(`${message} The application starts without it, and uses it as soon as it is there.`);
}
