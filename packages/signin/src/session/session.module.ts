import { Global, Logger, Module } from '@nestjs/common';
import { Settings } from '../config/settings.js';
import { Database } from '../database/database.js';
import { UsersModule } from '../users/database-user-store.js';
import { UserStore } from '../users/user-store.js';
import { KeyRing } from './key-ring.js';
import { openSessionStore } from './open-session-store.js';
import { SessionStore } from './session-store.js';
import { SessionSweeper } from './session-sweeper.js';
import { Sessions } from './sessions.js';

/** Needs DatabaseModule, which is global. */
@Global()
@Module({
  imports: [UsersModule],
  providers: [
    { provide: KeyRing, inject: [Settings], useFactory: ({ session }: Settings) => new KeyRing(session.secrets) },
    {
      provide: SessionStore,
      inject: [Settings, Database],
      useFactory: (settings: Settings, database: Database) =>
        openSessionStore(settings, database, (message) => new Logger('Sessions').warn(message)),
    },
    {
      provide: Sessions,
      inject: [SessionStore, UserStore, KeyRing, Settings],
      useFactory: (store: SessionStore, users: UserStore, ring: KeyRing, { session }: Settings) =>
        new Sessions(store, users, ring, session),
    },
    SessionSweeper,
  ],
  exports: [Sessions, KeyRing, SessionSweeper],
})
export class SessionModule {}
