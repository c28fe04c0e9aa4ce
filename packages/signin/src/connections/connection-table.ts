import { hash } from 'node:crypto';
import type { CompiledQuery, SelectQueryBuilder } from 'kysely';
import { isSecretVariable } from '../config/sources/setting-sources.js';
import { splitWords } from '../config/variables/setting-schema.js';
import { compileOnce } from '../database/compile-once.js';
import type { Database } from '../database/database.js';
import type { Schema } from '../database/schema.js';
import { isStorable } from '../database/storable-text.js';
import type { KeyRing } from '../session/key-ring.js';
import { TokenSeal } from '../session/token-seal.js';
import { ConnectionTableError } from './connection-table-error.js';

/** A connection as the database keeps it. */
export interface StoredConnection {
  readonly id: string;
  readonly isEnabled: boolean;
  /** Another one after each change of the texts. */
  readonly version: number;
  /** Variables by their ordinary names, secrets among them. */
  readonly texts: ReadonlyMap<string, string>;
}

/** What of its texts the table is searched by. */
export interface ConnectionKeys {
  readonly label: string;
  readonly issuer: string;
  /** Address of the Okta organisation. */
  readonly organisation: string | undefined;
  readonly hidden: boolean;
  readonly domains: readonly string[];
}

export interface ListedConnection extends Omit<ConnectionKeys, 'organisation'> {
  readonly id: string;
  readonly isEnabled: boolean;
}

type Row = Readonly<Record<'id' | 'settings' | 'sealed', string> & Record<'enabled' | 'version', number>>;

type Owner<By extends string> = SelectQueryBuilder<Schema, `signin_connection_${By}` & keyof Schema, { connection: string }>;

const columns = ['id', 'enabled', 'version', 'settings', 'sealed'] as const;

/** The tables `signin_connections` and `signin_connection_domains`. Every method throws StoreUnavailableError while they are out of reach. */
export class ConnectionTable {
  private readonly seal: TokenSeal;
  private readonly find: (by: { id: string }) => CompiledQuery<Row>;

  constructor(
    private readonly database: Database,
    ring: KeyRing,
    private readonly warn: (message: string) => void = () => undefined,
  ) {
    this.seal = new TokenSeal(ring, 'connection-secrets');
    this.find = compileOnce(({ id }) => database.kysely.selectFrom('signin_connections').select(columns).where('id', '=', id));
  }

  /** @throws ConnectionTableError where its secrets cannot be opened */
  async byId(id: string): Promise<StoredConnection | undefined> {
    if (!isStorable(id)) return undefined;
    const { rows } = await this.db.executeQuery(this.find({ id }));
    return rows.map((row) => this.toConnection(row))[0];
  }

  /** `domain` in lower case. @throws ConnectionTableError where its secrets cannot be opened */
  async byDomain(domain: string): Promise<StoredConnection | undefined> {
    if (!isStorable(domain)) return undefined;
    return this.ownedBy(this.db.selectFrom('signin_connection_domains').select('connection').where('domain', '=', domain));
  }

  /** The one whose directory has the token of that SHA-256 (base64url). @throws ConnectionTableError where its secrets cannot be opened */
  async byScimToken(hash: string): Promise<StoredConnection | undefined> {
    return this.ownedBy(this.db.selectFrom('signin_connection_tokens').select('connection').where('hash', '=', hash));
  }

  /** Those at an issuer, with or without a slash at its end, or at a server of the Okta organisation of that address. */
  async byIssuer(issuer: string): Promise<StoredConnection[]> {
    if (!isStorable(issuer)) return [];
    const text = withoutSlash(issuer);
    const found = this.db
      .selectFrom('signin_connections')
      .select(columns)
      .where((of) => of.or([of('issuer', '=', text), of('organisation', '=', text)]));
    return this.readable(await found.orderBy('id').execute());
  }

  /** At most `limit` of those that are enabled and not hidden, by label. */
  async shown(limit: number): Promise<StoredConnection[]> {
    const found = this.db.selectFrom('signin_connections').select(columns).where('hidden', '=', 0).where('enabled', '=', 1);
    return this.readable(await found.orderBy('label').limit(limit).execute());
  }

  async isEmpty(): Promise<boolean> {
    return (await this.db.selectFrom('signin_connections').select('id').where('enabled', '=', 1).limit(1).execute()).length === 0;
  }

  async list(): Promise<ListedConnection[]> {
    const all = this.db.selectFrom('signin_connections').select(['id', 'label', 'issuer', 'hidden', 'enabled']);
    const rows = await all.orderBy('id').execute();
    const domains = await this.db.selectFrom('signin_connection_domains').selectAll().orderBy('domain').execute();
    const of = Map.groupBy(domains, ({ connection }) => connection);
    return rows.map(({ hidden, enabled, ...row }) => ({
      ...row,
      hidden: hidden === 1,
      isEnabled: enabled === 1,
      domains: (of.get(row.id) ?? []).map(({ domain }) => domain),
    }));
  }

  /**
   * Adds a connection, or takes the place of the one that `replaces` was read as.
   * @throws ConnectionTableError where the id or a domain is another's, or somebody else has changed it meanwhile
   */
  async save(id: string, texts: ReadonlyMap<string, string>, keys: ConnectionKeys, replaces?: StoredConnection): Promise<void> {
    const [secrets, others] = [true, false].map((isSecret) => [...texts].filter(([name]) => isSecretText(name) === isSecret));
    const settings = JSON.stringify(Object.fromEntries(others ?? []));
    const row = {
      ...{ label: keys.label, hidden: keys.hidden ? 1 : 0, settings },
      ...{ issuer: withoutSlash(keys.issuer), organisation: keys.organisation ?? null },
      sealed: this.seal.seal(Object.fromEntries(secrets ?? []), contextOf({ id, settings })),
      version: (replaces?.version ?? 0) + 1,
    };
    await this.database.transaction(async () => {
      const added = this.db.insertInto('signin_connections').values({ id, enabled: 1, ...row });
      const changed = this.db
        .updateTable('signin_connections')
        .set(row)
        .where('id', '=', id)
        .where('version', '=', replaces?.version ?? 0);
      const saved = await (replaces === undefined
        ? added
            .onConflict((conflict) => conflict.doNothing())
            .returning('id')
            .execute()
        : changed.returning('id').execute());
      if (saved.length === 0) {
        if (replaces === undefined)
          throw new ConnectionTableError('connection_exists', `There is a connection ${id} already: change it, or remove it first.`);
        throw new ConnectionTableError(
          'connection_changed',
          `The connection ${id} was changed or removed at the same moment. Look at it and try again.`,
        );
      }
      await this.db.deleteFrom('signin_connection_domains').where('connection', '=', id).execute();
      for (const domain of new Set(keys.domains)) await this.addDomain(domain, id);
      await this.saveTokens(id, splitWords(texts.get('SCIM_TOKEN') ?? ''));
    });
  }

  /** False: there is no such connection. */
  async enable(id: string, isEnabled: boolean): Promise<boolean> {
    const table = this.db.updateTable('signin_connections').set({ enabled: isEnabled ? 1 : 0 });
    return (await table.where('id', '=', id).returning('id').execute()).length > 0;
  }

  /** False: there is no such connection. */
  async remove(id: string): Promise<boolean> {
    return (await this.db.deleteFrom('signin_connections').where('id', '=', id).returning('id').execute()).length > 0;
  }

  /** Seals with the newest SESSION_SECRET what an older one has sealed, so that the older can go. Returns how many. */
  async reseal(): Promise<number> {
    const old = await this.db
      .selectFrom('signin_connections')
      .select(columns)
      .where('sealed', 'not like', `${this.seal.keyId}.%`)
      .execute();
    let done = 0;
    for (const row of old) {
      const secrets = this.seal.open(row.sealed, contextOf(row));
      if (secrets === undefined) continue;
      const sealed = this.seal.seal(secrets, contextOf(row));
      await this.db.updateTable('signin_connections').set({ sealed }).where('id', '=', row.id).where('sealed', '=', row.sealed).execute();
      done += 1;
    }
    return done;
  }

  private async saveTokens(connection: string, tokens: readonly string[]): Promise<void> {
    await this.db.deleteFrom('signin_connection_tokens').where('connection', '=', connection).execute();
    const rows = [...new Set(tokens)].map((token) => ({ hash: hash('sha256', token, 'base64url'), connection }));
    const add = this.db.insertInto('signin_connection_tokens').onConflict((conflict) => conflict.doNothing());
    if (rows.length === 0 || (await add.values(rows).returning('hash').execute()).length === rows.length) return;
    throw new ConnectionTableError('connection_token_taken', "This SCIM_TOKEN is another connection's: each directory has one of its own.");
  }

  private async addDomain(domain: string, connection: string): Promise<void> {
    const row = this.db
      .insertInto('signin_connection_domains')
      .values({ domain, connection })
      .onConflict((conflict) => conflict.doNothing());
    if ((await row.returning('domain').execute()).length > 0) return;
    const owners = this.db.selectFrom('signin_connection_domains').select('connection');
    const owner = await owners.where('domain', '=', domain).executeTakeFirst();
    const why = `The domain ${domain} belongs to the connection ${owner?.connection ?? 'of before'}: a domain leads to one.`;
    throw new ConnectionTableError('connection_domain_taken', why);
  }

  private async ownedBy(owner: Owner<'domains'> | Owner<'tokens'>): Promise<StoredConnection | undefined> {
    const row = await this.db.selectFrom('signin_connections').select(columns).where('id', '=', owner).executeTakeFirst();
    return row && this.toConnection(row);
  }

  /** One that cannot be read keeps nobody else from signing in. */
  private readable(rows: readonly Row[]): StoredConnection[] {
    return rows.flatMap((row) => {
      try {
        return [this.toConnection(row)];
      } catch (error) {
        if (!(error instanceof ConnectionTableError)) throw error;
        this.warn(error.message);
        return [];
      }
    });
  }

  private toConnection(row: Row): StoredConnection {
    const { id, enabled, version, settings } = row;
    const secrets = this.seal.open(row.sealed, contextOf(row));
    if (secrets === undefined) {
      const why = `The secrets of the connection ${id} were sealed with a SESSION_SECRET that is not set any more, or its row was changed by hand.`;
      throw new ConnectionTableError(
        'connection_unreadable',
        `${why} Set the old secret beside the new one, or remove the connection and add it again.`,
      );
    }
    const texts = { ...(JSON.parse(settings) as object), ...secrets } as Readonly<Record<string, string>>;
    return { id, isEnabled: enabled === 1, version, texts: new Map(Object.entries(texts)) };
  }

  private get db(): Database['kysely'] {
    return this.database.kysely;
  }
}

function withoutSlash(issuer: string): string {
  return issuer.replace(/\/$/, '');
}

/** Keys are kept by their text, under the name of the variable that names a file elsewhere. */
function isSecretText(name: string): boolean {
  return isSecretVariable(name) || name.endsWith('_KEY_FILE');
}

/** Secrets open for their own connection alone, and with the address that they were meant for: nobody who writes rows sends them elsewhere. */
function contextOf({ id, settings }: Pick<Row, 'id' | 'settings'>): string {
  return `${id}\n${settings}`;
}
