import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import { migrations } from './migrations/list.js';

const head = `-- The tables of @fanlight/signin, for a team that makes them with migrations of its own: take this in, and sign-in finds nothing left to do.
-- After an update take in what comes below the last part that you have. Written by npm run db:sql.
create table if not exists "signin_migrations" ("name" varchar(255) not null primary key, "timestamp" varchar(255) not null);
`;

/** All that the migrations do to a new database, as SQL. */
export async function schemaSql(kind: 'sqlite' | 'postgres'): Promise<string> {
  const parts = [head];
  for (const [name, migration] of Object.entries(migrations)) {
    const ran: string[] = [];
    const db = new Kysely<unknown>({
      dialect: {
        createAdapter: () => (kind === 'sqlite' ? new SqliteAdapter() : new PostgresAdapter()),
        createDriver: () => new DummyDriver(),
        createIntrospector: (asking) => (kind === 'sqlite' ? new SqliteIntrospector(asking) : new PostgresIntrospector(asking)),
        createQueryCompiler: () => (kind === 'sqlite' ? new SqliteQueryCompiler() : new PostgresQueryCompiler()),
      },
      log: ({ query }) => void ran.push(`${query.sql};`),
    });
    await migration.up(db);
    const record = `insert into "signin_migrations" values ('${name}', '2026-12-01T00:00:00.000Z');`;
    parts.push([`-- ${name}`, ...ran.filter((text) => /^(create|alter) /.test(text)), record, ''].join('\n'));
  }
  return parts.join('\n');
}
