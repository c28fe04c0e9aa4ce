import { sql } from 'kysely';
import type { Database } from '../database/database.js';
import { openDatabase } from '../database/open-database.js';
import { DatabaseUserStore } from '../users/database-user-store.js';
import { DatabaseSessionStore } from './database-session-store.js';
import { KeyRing } from './key-ring.js';
import type { NewSession } from './session.js';
import type { SessionStore } from './session-store.js';
import { Sessions } from './sessions.js';

const timeouts = { idleTimeout: 1800, absoluteTimeout: 43_200 };

describe('sessions', () => {
  let database: Database;
  let sessions: Sessions;
  let newSession: NewSession;
  let now = Date.now();

  beforeEach(async () => {
    database = await openDatabase({ kind: 'sqlite', file: ':memory:' });
    const users = new DatabaseUserStore(database);
    sessions = new Sessions(new DatabaseSessionStore(database), users, new KeyRing(['secret']), timeouts, { now: () => now });
    const user = await users.recordSignIn({
      connection: 'default',
      issuer: 'https://issuer.example',
      subject: 'ada',
      name: undefined,
      username: undefined,
      email: undefined,
      emailVerified: false,
    });
    const data = { idClaims: {}, userinfo: undefined, name: undefined, groups: undefined, scopes: [] };
    newSession = {
      user,
      connection: 'default',
      sid: undefined,
      loginStartedAt: now,
      address: undefined,
      userAgent: undefined,
      data,
      tokens: {},
    };
  });
  afterEach(() => database.close());

  it('never ask the store about a cookie that newSessionId cannot have made', async () => {
    const asked: unknown[] = [];
    const store = new Proxy({}, { get: (_target, method) => asked.push(method) }) as SessionStore;
    const watched = new Sessions(store, new DatabaseUserStore(database), new KeyRing(['secret']), timeouts);
    for (const cookie of ['', 'x', '%GG', 'A'.repeat(42), 'A'.repeat(8192), `${'A'.repeat(42)}.`])
      expect(await watched.read(cookie)).toBeUndefined();
    expect(asked).toEqual([]);
  });

  it('are over when a test of the host turns the clock after they were made ready', async () => {
    const unset = new Sessions(new DatabaseSessionStore(database), new DatabaseUserStore(database), new KeyRing(['secret']), timeouts);
    const { cookie } = await unset.start(newSession);
    const clock = Date.now;
    // As fake timers do it.
    Date.now = () => clock() + 1000 * timeouts.absoluteTimeout;
    try {
      expect(await unset.read(cookie)).toBeUndefined();
    } finally {
      Date.now = clock;
    }
  });

  it('begin beside a transaction that comes to nothing', async () => {
    let started: ReturnType<Sessions['start']> | undefined;
    const transaction = database.kysely.transaction().execute(async (tx) => {
      await tx.deleteFrom('signin_claimed_ids').execute();
      started = sessions.start(newSession);
      throw new Error('thought better of it');
    });
    await expect(transaction).rejects.toThrow('thought better of it');
    expect(await sessions.read((await started)?.cookie ?? '')).toMatchObject({ userId: newSession.user.id });
  });

  it('leave people signed in while the database can be read but not written', async () => {
    const { cookie, session } = await sessions.start(newSession);
    await sql`pragma query_only = on`.execute(database.kysely);
    now += 120_000;
    expect(await sessions.read(cookie)).toMatchObject({ key: session.key });
    await expect(sessions.end(session.key)).rejects.toMatchObject({ name: 'StoreUnavailableError', code: 'store_read_only' });
    await sql`pragma query_only = off`.execute(database.kysely);
    expect(await sessions.read(cookie)).toMatchObject({ seenAt: now });
  });

  it('are over within a minute when their connection is gone, and asked about it no more often', async () => {
    const asked: string[] = [];
    const isConnection = (id: string) => Promise.resolve(asked.push(id) < 2);
    const store = new DatabaseSessionStore(database);
    const options = { now: () => now, isConnection };
    const watched = new Sessions(store, new DatabaseUserStore(database), new KeyRing(['secret']), timeouts, options);
    const user = await new DatabaseUserStore(database).recordSignIn({ ...newSession.user, connection: 'acme' });
    const { cookie } = await watched.start({ ...newSession, user, connection: 'acme' });
    for (let reads = 0; reads < 3; reads += 1) expect(await watched.read(cookie)).toMatchObject({ connection: 'acme' });
    expect(asked).toEqual([]);
    now += 61_000;
    expect(await watched.read(cookie)).toBeDefined();
    now += 61_000;
    expect(await watched.read(cookie)).toBeUndefined();
    expect(asked).toEqual(['acme', 'acme']);
  });

  it('are over within a minute when their person is gone, or is somebody new', async () => {
    const { cookie } = await sessions.start(newSession);
    const { user } = newSession;
    await database.kysely.deleteFrom('signin_users').execute();
    const { cookie: anew } = await sessions.start({
      ...newSession,
      user: await new DatabaseUserStore(database).recordSignIn({ connection: 'default', ...user }),
    });
    now += 61_000;
    expect([await sessions.read(cookie), (await sessions.read(anew))?.subject]).toEqual([undefined, user.subject]);
  });

  it('are told of a full disk, keep what was there, and go on when there is room', async () => {
    const { cookie } = await sessions.start(newSession);
    const { rows } = await sql<{ page_count: number }>`pragma page_count`.execute(database.kysely);
    await sql`pragma max_page_count = ${sql.lit(rows[0]?.page_count ?? 0)}`.execute(database.kysely);
    const large = { ...newSession, tokens: { accessToken: 'x'.repeat(100_000) } };
    await expect(sessions.start(large, [cookie])).rejects.toMatchObject({ name: 'StoreUnavailableError', code: 'store_full', status: 503 });
    expect(await sessions.read(cookie)).toBeDefined();
    await sql`pragma max_page_count = 1000000`.execute(database.kysely);
    const { cookie: second } = await sessions.start(large, [cookie]);
    expect(await sessions.read(second)).toBeDefined();
    expect(await sessions.read(cookie)).toBeUndefined();
  });
});
