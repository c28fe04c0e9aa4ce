import { Global, Logger, Module } from '@nestjs/common';
import { Settings } from '../config/settings.js';
import { Database } from '../database/database.js';
import { Users, UsersModule } from '../users/users.js';
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
      inject: [Settings, Database, Users],
      useFactory: (settings: Settings, database: Database, users: Users) =>
        openSessionStore(settings, database, users, (message) => new Logger('Sessions').warn(message)),
    },
    {
      provide: Sessions,
      inject: [SessionStore, KeyRing, Settings],
      useFactory: (store: SessionStore, ring: KeyRing, { session }: Settings) => new Sessions(store, ring, session),
    },
    SessionSweeper,
  ],
  exports: [Sessions, KeyRing, SessionSweeper],
})
export class SessionModule {}
