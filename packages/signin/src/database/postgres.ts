import { type CustomTypesConfig, Pool, type PoolClient, type PoolConfig, types as typesOfColumns } from 'pg';
import { Kysely, PostgresAdapter, PostgresDialect, sql } from 'kysely';
import type { DialectAdapter, PostgresCursor, PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely';
import { Database } from './database.js';
import { StoreUnavailableError } from './errors.js';
import { migrate } from './migrate.js';
import { fromPostgres, isConnectionLost } from './postgres-errors.js';
import type { Schema } from './schema.js';
import { statements } from './statements.js';
import { refuseUnstorable } from './storable-text.js';

const requestTimeoutMs = 2000;
/** What migrations may take: a large table, or another process's migration before ours. */
const migrationTimeoutMs = 600_000;
/** The application has a few dozen different statements; lists of varying length could make any number. */
const maxNamedStatements = 200;

/** The part of openDatabase() for PostgreSQL. */
export async function openPostgresDatabase(url: string, warn: (message: string) => void): Promise<Database> {
  const migrated = onceAtATime(() => migratePostgres(url, warn));
  const pool = new RequestPool(url, migrated);
  const database = new Database(new Kysely<Schema>({ dialect: new LocklessDialect({ pool }) }), 'postgres');
  try {
    // As requests connect: something in between may let migrations through and refuse that.
    await sql`select 1`.execute(database.kysely);
  } catch (error) {
    if (!(error instanceof StoreUnavailableError)) {
      await database.close();
      throw error;
    }
    warn(`${error.message} The application starts without it, and uses it as soon as it is there.`);
  }
  return database;
}

async function migratePostgres(url: string, warn: (message: string) => void): Promise<void> {
  const kysely = new Kysely<Schema>({ dialect: new LocklessDialect({ pool: openMigrationPool(url) }) });
  try {
    await migrate(kysely, 'postgres', warn);
  } finally {
    await kysely.destroy();
  }
}

/**
 * Kysely's Migrator takes a lock of the session, which PgBouncer in transaction mode would leave with a connection that others use.
 * Whoever migrates takes one that ends with the transaction.
 */
class LocklessDialect extends PostgresDialect {
  override createAdapter(): DialectAdapter {
    const noLock = async (): Promise<void> => undefined;
    return Object.assign(new PostgresAdapter(), { acquireMigrationLock: noLock, releaseMigrationLock: noLock });
  }
}

/** Callers that come while the work is running share it. */
function onceAtATime(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  return () => (running ??= work().finally(() => (running = undefined)));
}

/** The pool that requests use: connects when first needed, gives up quickly, throws our own errors. */
class RequestPool implements PostgresPool {
  private readonly pool: Pool;
  private prepared = false;

  /** `prepare` runs before the first query, and again for as long as it fails. */
  constructor(
    url: string,
    private readonly prepare: () => Promise<void>,
  ) {
    this.pool = openPool({
      connectionString: url,
      connectionTimeoutMillis: requestTimeoutMs,
      // Before our own limit, so that a slow statement is told apart from a server that vanished without a word.
      statement_timeout: requestTimeoutMs - 200,
      query_timeout: requestTimeoutMs,
      idle_in_transaction_session_timeout: 5 * requestTimeoutMs,
    });
  }

  get options(): object {
    return this.pool.options;
  }

  async connect(): Promise<PostgresPoolClient> {
    if (!this.prepared) await this.prepare();
    this.prepared = true;
    return lend(await connect(this.pool));
  }

  async end(): Promise<void> {
    await this.pool.end();
  }
}

/** One connection without a statement timeout. End it after use. */
function openMigrationPool(url: string): PostgresPool {
  const pool = openPool({ connectionString: url, connectionTimeoutMillis: requestTimeoutMs, query_timeout: migrationTimeoutMs, max: 1 });
  return { options: pool.options, connect: async () => lend(await connect(pool)), end: () => pool.end() };
}

function openPool(config: PoolConfig): Pool {
  const pool = new Pool({ ...config, types, keepAlive: true, application_name: 'okta-nest-signin' });
  // A lost connection is told to whoever uses it next; without a listener it would end the process.
  const ignore = (): void => undefined;
  pool.on('error', ignore);
  pool.on('connect', (client) => client.on('error', ignore));
  return pool;
}

/** int8 arrives as text, since it may exceed what a number holds; our milliseconds never do. */
const types: CustomTypesConfig = {
  getTypeParser: (oid: Parameters<typeof typesOfColumns.getTypeParser>[0], format?: 'text' | 'binary'): unknown =>
    oid === typesOfColumns.builtins.INT8 && format !== 'binary' ? Number : typesOfColumns.getTypeParser(oid, format),
};

async function connect(pool: Pool): Promise<PoolClient> {
  try {
    return await pool.connect();
  } catch (error) {
    throw fromPostgres(error);
  }
}

function lend(client: PoolClient): PostgresPoolClient {
  let lost = false;
  function query<Row>(cursor: PostgresCursor<Row>): PostgresCursor<Row>;
  function query<Row>(text: string, values: readonly unknown[]): Promise<PostgresQueryResult<Row>>;
  function query(text: unknown, values: readonly unknown[] = []): unknown {
    // Kysely's stream(), which is not used here.
    if (typeof text !== 'string') return client.query(text as string);
    const run = async (): Promise<unknown> => {
      refuseUnstorable(values);
      try {
        return await client.query({ name: statementName(text, values), text, values: [...values] });
      } catch (error) {
        lost ||= isConnectionLost(error);
        throw fromPostgres(error);
      }
    };
    return statements.tracePromise(run, { system: 'postgresql', text });
  }
  return { query, release: () => client.release(lost) };
}

const names = new Map<string, string>();

/**
 * Under a name the server parses and plans a statement once per connection. Not one with `*`: a newer release may add a column, and
 * PostgreSQL refuses a prepared statement whose result changes.
 */
function statementName(text: string, values: readonly unknown[]): string | undefined {
  const known = names.get(text);
  if (known !== undefined || values.length === 0 || text.includes('*') || names.size >= maxNamedStatements) return known;
  const name = `s${names.size}`;
  names.set(text, name);
  return name;
}
