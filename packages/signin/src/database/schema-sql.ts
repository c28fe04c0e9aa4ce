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
import type { Migration } from 'kysely/migration';
import { migrations as ours } from './migrations/list.js';

/** The tables of one package. `record`: the table that says which migrations were done; `lock`: the one by which the Migrator makes others wait. */
interface Tables {
  readonly name: string;
  readonly record: string;
  readonly lock?: string;
  readonly migrations: Readonly<Record<string, Migration>>;
}

const signInTables: Tables = { name: '@fanlight/signin', record: 'signin_migrations', migrations: ours };

/** All that the migrations do to a new database, as SQL. */
export async function schemaSql(
  kind: 'sqlite' | 'postgres',
  { name: packageName, record, lock, migrations } = signInTables,
): Promise<string> {
  const parts = [
    `-- The tables of ${packageName}, for a team that makes them with migrations of its own: take this in, and it finds nothing left to do.
-- After an update take in what comes below the last part that you have. Written by npm run db:sql.
create table if not exists "${record}" ("name" varchar(255) not null primary key, "timestamp" varchar(255) not null);
`,
    ...(lock === undefined
      ? []
      : [`create table if not exists "${lock}" ("id" varchar(255) not null primary key, "is_locked" integer default 0 not null);\n`]),
  ];
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
    const done = `insert into "${record}" values ('${name}', '2026-12-01T00:00:00.000Z');`;
    parts.push([`-- ${name}`, ...ran.filter((text) => /^(create|alter) /.test(text)), done, ''].join('\n'));
  }
  return parts.join('\n');
}
