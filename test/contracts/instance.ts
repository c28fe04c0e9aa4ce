import type { SessionStoreSettings } from '../../packages/signin/src/config/settings.js';
import type { Database } from '../../packages/signin/src/database/database.js';
import { KeyRing } from '../../packages/signin/src/session/key-ring.js';
import { openSessionStore } from '../../packages/signin/src/session/open-session-store.js';
import type { SessionStore } from '../../packages/signin/src/session/session-store.js';
import { Sessions } from '../../packages/signin/src/session/sessions.js';
import { DatabaseUserStore } from '../../packages/signin/src/users/database-user-store.js';
import type { UserStore } from '../../packages/signin/src/users/user-store.js';
import type { PostgresServer } from '../servers/postgres.js';
import type { RedisServer } from '../servers/redis.js';

/** Seconds. */
export const idleTimeout = 30 * 60;
export const absoluteTimeout = 12 * 3600;
export const secret = 'correct-horse-battery-staple-of-32-characters';

/** The time that instances under test see; it begins now, since Redis keeps its own. */
export class TestClock {
  #ahead = 0;
  readonly now = (): number => Date.now() + this.#ahead;

  advance(seconds: number): void {
    this.#ahead += seconds * 1000;
  }
}

export interface InstanceOptions {
  readonly clock?: TestClock;
  /** Newest first. */
  readonly secrets?: readonly string[];
  /** Milliseconds. */
  readonly lease?: number;
  /** Where people are kept, by the application itself; left out: in the database. */
  readonly people?: OwnPeople | undefined;
}

/** People that the application keeps itself. */
export type OwnPeople = UserStore & { delete(id: string): Promise<unknown> };

/** One process of the application, as far as people and sessions go. */
export interface Instance {
  readonly users: UserStore;
  readonly sessions: Sessions;
  readonly store: SessionStore;
  readonly database: Database;
  /** As somebody does who knows nothing of sessions. */
  deletePerson(id: string): Promise<void>;
  close(): Promise<void>;
}

/** A place where instances keep what they share. */
export interface Backend {
  open(options?: InstanceOptions): Promise<Instance>;
  /** All that is stored, as a thief of the disk or of a dump would have it. */
  dump(): Promise<string>;
  remove(): Promise<void>;
}

/** One whose server can be stopped under the instances. */
export interface StoppableBackend extends Backend {
  readonly server: Pick<PostgresServer & RedisServer, 'stop' | 'start' | 'freeze' | 'thaw'>;
}

export async function openInstance(
  database: Database,
  sessionStore: SessionStoreSettings,
  { clock = new TestClock(), secrets = [secret], lease, people }: InstanceOptions = {},
): Promise<Instance> {
  const session = { secrets, idleTimeout, absoluteTimeout };
  const users = people ?? new DatabaseUserStore(database);
  const store = await openSessionStore({ session, sessionStore }, database);
  const sessions = new Sessions(store, users, new KeyRing(secrets), session, { now: clock.now, ...(lease !== undefined && { lease }) });
  const deletePerson = async (id: string): Promise<void> => {
    await database.kysely.deleteFrom('signin_users').where('id', '=', id).execute();
    await people?.delete(id);
  };
  return { users, sessions, store, database, deletePerson, close: () => store.close() };
}
