import { DatabaseSync } from 'node:sqlite';

const schema = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  CREATE TABLE IF NOT EXISTS entry (
    kind TEXT NOT NULL, id TEXT NOT NULL, payload TEXT NOT NULL, expires_at INTEGER,
    PRIMARY KEY (kind, id)
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS entry_grant_id ON entry (kind, payload ->> 'grantId');
  CREATE INDEX IF NOT EXISTS entry_uid_member ON entry (kind, payload ->> 'uid');
`;

/** The file cannot be used; the message says what to do. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly code = 'EMBEDDED_OKTA_STORE';

  constructor(file: string, cause: unknown) {
    const why = cause instanceof Error ? cause.message : String(cause);
    super(`${file} cannot be used (${why}). Delete it: it holds only sessions and keys of the embedded organisation.`, { cause });
  }
}

/** What the provider must remember: one table, in a file or in memory. */
export class Store {
  private readonly database: DatabaseSync;

  /**
   * @param file path, or `:memory:`
   * @throws StoreError
   */
  constructor(file: string) {
    try {
      this.database = new DatabaseSync(file);
      this.database.exec(schema);
      this.database.prepare('DELETE FROM entry WHERE expires_at < ?').run(Date.now());
    } catch (cause) {
      throw new StoreError(file, cause);
    }
  }

  /** @param expiresIn seconds; undefined: never */
  put(kind: string, id: string, payload: object, expiresIn?: number): void {
    const expiresAt = expiresIn === undefined ? null : Date.now() + expiresIn * 1000;
    this.database
      .prepare(
        `INSERT INTO entry (kind, id, payload, expires_at) VALUES (?, ?, ?, ?)
         ON CONFLICT (kind, id) DO UPDATE SET payload = excluded.payload, expires_at = excluded.expires_at`,
      )
      .run(kind, id, JSON.stringify(payload), expiresAt);
  }

  /** @param column what the value is compared with */
  get<P>(kind: string, value: string, column: 'id' | "payload ->> 'uid'" = 'id'): P | undefined {
    const row = this.database
      .prepare(`SELECT payload FROM entry WHERE kind = ? AND ${column} = ? AND (expires_at IS NULL OR expires_at > ?)`)
      .get(kind, value, Date.now());
    return row && (JSON.parse(String(row['payload'])) as P);
  }

  /** Notes in the payload when it was used up: `consumed`, in milliseconds since the epoch. */
  consume(kind: string, id: string): void {
    this.database
      .prepare("UPDATE entry SET payload = json_set(payload, '$.consumed', ?) WHERE kind = ? AND id = ? AND payload ->> 'consumed' IS NULL")
      .run(Date.now(), kind, id);
  }

  remove(kind: string, id: string): void {
    this.database.prepare('DELETE FROM entry WHERE kind = ? AND id = ?').run(kind, id);
  }

  removeBy(member: 'grantId' | 'accountId', kind: string, value: string): void {
    this.database.prepare(`DELETE FROM entry WHERE kind = ? AND payload ->> '${member}' = ?`).run(kind, value);
  }

  close(): void {
    this.database.close();
  }
}
