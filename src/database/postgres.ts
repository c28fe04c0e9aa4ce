import pg from 'pg';
import type { PostgresCursor, PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely';
import { fromPostgres, isConnectionLost } from './postgres-errors.js';
import type { NamedRead } from './postgres-read-batch.js';
import { PostgresReads } from './postgres-reads.js';
import { types } from './postgres-types.js';
import { statements } from './statements.js';

/** Milliseconds after which a request is told that the database does not answer. */
const patience = 2000;
/** What migrations may take: a large table, or another process's migration before ours. */
const migrationPatience = 600_000;

/** The pool that requests use: connects when first needed, gives up quickly, throws our own errors. */
export class RequestPool implements PostgresPool {
  readonly #pool: pg.Pool;
  readonly #prepare: () => Promise<void>;
  readonly #reads: PostgresReads;
  #prepared = false;

  /** `prepare` runs before the first query, and again for as long as it fails. */
  constructor(url: string, prepare: () => Promise<void>) {
    this.#prepare = prepare;
    this.#pool = openPool({
      connectionString: url,
      connectionTimeoutMillis: patience,
      // Before our own limit, so that a slow statement is told apart from a server that vanished without a word.
      statement_timeout: patience - 200,
      query_timeout: patience,
      idle_in_transaction_session_timeout: 5 * patience,
    });
    this.#reads = new PostgresReads(this.#pool, () => (this.#prepared ? undefined : this.prepare()));
  }

  get options(): object {
    return this.#pool.options;
  }

  async connect(): Promise<PostgresPoolClient> {
    if (!this.#prepared) await this.prepare();
    return lend(await this.#pool.connect().catch(rethrow));
  }

  /** One statement, parsed by the server once per connection under `name`. */
  async query<Row extends pg.QueryResultRow>(name: string, text: string, values: readonly unknown[]): Promise<Row[]> {
    if (!this.#prepared) await this.prepare();
    const ask = (): Promise<pg.QueryResult<Row>> => this.#pool.query<Row>({ name, text, values: values as unknown[] }).catch(rethrow);
    return (await statements.tracePromise(ask, { system: 'postgresql', text })).rows;
  }

  /** The same for a statement that only reads: sent with others of the same turn, with rows as arrays of their columns. */
  read<Row extends readonly unknown[]>(statement: NamedRead, values: string[]): Promise<Row[]> {
    const ask = (): Promise<unknown[][]> => this.#reads.ask(statement, values);
    return statements.tracePromise(ask, { system: 'postgresql', text: statement.text }) as Promise<unknown> as Promise<Row[]>;
  }

  async prepare(): Promise<void> {
    await this.#prepare();
    this.#prepared = true;
  }

  async end(): Promise<void> {
    await this.#pool.end();
  }
}

/** One connection without a statement timeout. End it after use. */
export function openMigrationPool(url: string): PostgresPool {
  const pool = openPool({ connectionString: url, connectionTimeoutMillis: patience, query_timeout: migrationPatience, max: 1 });
  return { options: pool.options, connect: async () => lend(await pool.connect().catch(rethrow)), end: () => pool.end() };
}

function openPool(config: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool({ ...config, types, keepAlive: true, application_name: 'okta-nest-signin' });
  // A lost connection is told to whoever uses it next; without a listener it would end the process.
  const ignore = (): void => undefined;
  pool.on('error', ignore);
  pool.on('connect', (client) => client.on('error', ignore));
  return pool;
}

function lend(client: pg.PoolClient): PostgresPoolClient {
  let lost = false;
  function query<Row>(cursor: PostgresCursor<Row>): PostgresCursor<Row>;
  function query<Row>(text: string, values: readonly unknown[]): Promise<PostgresQueryResult<Row>>;
  function query(text: unknown, values?: readonly unknown[]): unknown {
    const ask = (): Promise<unknown> =>
      client.query(text as string, values as unknown[]).catch((error: unknown) => {
        lost ||= isConnectionLost(error);
        throw fromPostgres(error);
      });
    // A cursor, which brings its text along, is not used here.
    return typeof text === 'string' ? statements.tracePromise(ask, { system: 'postgresql', text }) : ask();
  }
  return { query, release: () => client.release(lost) };
}

function rethrow(error: unknown): never {
  throw fromPostgres(error);
}
