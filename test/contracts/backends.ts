import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from '../../packages/signin/src/database/database.js';
import { openDatabase } from '../../packages/signin/src/database/open-database.js';
import type { PostgresServer } from '../servers/postgres.js';
import type { RedisServer } from '../servers/redis.js';
import { openInstance, type Backend, type StoppableBackend } from './instance.js';

/** One database for all instances, as one process has: two connections that write would block this one thread. */
export async function sqliteInMemory(): Promise<Backend> {
  const database = await openDatabase({ kind: 'sqlite', file: ':memory:' });
  return {
    open: (options) => openInstance(database, { kind: 'database' }, options),
    dump: () => dumpTables(database),
    remove: () => database.close(),
  };
}

export async function sqliteFile(): Promise<Backend> {
  const folder = mkdtempSync(join(tmpdir(), 'okta-nest-signin-sqlite-'));
  const database = await openDatabase({ kind: 'sqlite', file: join(folder, 'app.db') });
  return {
    open: (options) => openInstance(database, { kind: 'database' }, options),
    dump: async () =>
      readdirSync(folder)
        .map((file) => readFileSync(join(folder, file), 'latin1'))
        .join('\n'),
    async remove() {
      await database.close();
      rmSync(folder, { recursive: true });
    },
  };
}

export interface PostgresBackend extends StoppableBackend {
  readonly name: string;
  readonly url: string;
  /** Runs a statement as the superuser, from another database. */
  administer(statement: string): Promise<unknown>;
}

/** `by`: the address under which instances reach a database, where something is in between. */
export async function postgresDatabase(server: PostgresServer, by = (url: string): string => url): Promise<PostgresBackend> {
  const direct = await server.createDatabase();
  const url = by(direct);
  return {
    server,
    url,
    name: new URL(direct).pathname.slice(1),
    administer: (statement) => server.query(new URL('/postgres', direct).href, statement),
    async open(options) {
      const database = await openDatabase({ kind: 'postgres', url });
      const instance = await openInstance(database, { kind: 'database' }, options);
      return { ...instance, close: () => database.close() };
    },
    async dump() {
      const database = await openDatabase({ kind: 'postgres', url });
      return dumpTables(database).finally(() => database.close());
    },
    // It goes with its server.
    remove: async () => undefined,
  };
}

/** Users in SQLite, sessions in Redis. */
export async function redisSessions(server: RedisServer): Promise<StoppableBackend> {
  const database = await openDatabase({ kind: 'sqlite', file: ':memory:' });
  return {
    server,
    open: (options) => openInstance(database, { kind: 'redis', urls: server.urls, cluster: server.cluster }, options),
    dump: async () => server.dump(),
    async remove() {
      await database.close();
      await server.remove();
    },
  };
}

/** Every row of every table as text: what a dump holds. */
async function dumpTables({ kysely }: Database): Promise<string> {
  const tables = await kysely.introspection.getTables();
  const rows = await Promise.all(
    tables.map(({ name }) =>
      kysely
        .selectFrom(kysely.dynamic.table(name as never).as('t'))
        .selectAll()
        .execute(),
    ),
  );
  return JSON.stringify(rows);
}
