import { Logger, Module, type DynamicModule, type Provider } from '@nestjs/common';
import type { Settings } from '../config/settings.js';
import { Database } from '../database/database.js';
import { Users, UsersModule } from '../users/users.js';
import { KeyRing } from './key-ring.js';
import { openSessionStore } from './open-session-store.js';
import { SessionStore } from './session-store.js';
import { SessionSweeper } from './session-sweeper.js';
import { Sessions } from './sessions.js';

/** Provides Sessions and KeyRing. Needs DatabaseModule, which is global. */
@Module({})
export class SessionModule {
  static register(settings: Pick<Settings, 'session' | 'sessionStore'>): DynamicModule {
    const warn = (message: string): void => new Logger('Sessions').warn(message);
    const providers: Provider[] = [
      { provide: KeyRing, useFactory: () => new KeyRing(settings.session.secrets) },
      {
        provide: SessionStore,
        inject: [Database, Users],
        useFactory: (database: Database, users: Users) => openSessionStore(settings, database, users, warn),
      },
      {
        provide: Sessions,
        inject: [SessionStore, KeyRing],
        useFactory: (store: SessionStore, ring: KeyRing) => new Sessions(store, ring, settings.session),
      },
      SessionSweeper,
    ];
    return { module: SessionModule, global: true, imports: [UsersModule], providers, exports: [Sessions, KeyRing, SessionSweeper] };
  }
}
