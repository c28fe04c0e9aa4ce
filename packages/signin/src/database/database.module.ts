import { Global, Logger, Module } from '@nestjs/common';
import { Settings } from '../config/settings.js';
import { Database } from './database.js';
import { openDatabase } from './open-database.js';

/** Opens the one database of the process, before anything that needs it is made. */
@Global()
@Module({
  providers: [
    {
      provide: Database,
      inject: [Settings],
      useFactory: ({ database }: Settings) => openDatabase(database, (message) => new Logger('Database').warn(message)),
    },
  ],
  exports: [Database],
})
export class DatabaseModule {}
