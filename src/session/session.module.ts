import { Module, type DynamicModule, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { Settings } from '../config/settings.js';
import { Database } from '../database/database.js';
import { DatabaseSessionStore } from './database-session-store.js';
import { KeyRing } from './key-ring.js';
import { SessionStore } from './session-store.js';
import { Sessions } from './sessions.js';
import { SqliteSessionStore } from './sqlite-session-store.js';

/** Provides Sessions and KeyRing. Needs DatabaseModule, which is global. */
@Module({})
export class SessionModule {
  static register(settings: Pick<Settings, 'session' | 'sessionStore'>): DynamicModule {
    return {
      module: SessionModule,
      providers: [
        { provide: KeyRing, useFactory: () => new KeyRing(settings.session.secrets) },
        { provide: SessionStore, inject: [Database], useFactory: databaseStore },
        { provide: Sessions, inject: [SessionStore, KeyRing], useFactory: (store: SessionStore, ring: KeyRing) => new Sessions(store, ring, settings.session) },
      ],
      exports: [Sessions, KeyRing],
    };
  }
}

function databaseStore(database: Database): SessionStore {
  return database.direct.kind === 'sqlite' ? new SqliteSessionStore(database, database.direct.reader) : new DatabaseSessionStore(database);
}
