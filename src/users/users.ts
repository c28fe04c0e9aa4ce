import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Compilable, Selectable } from 'kysely';
import { Database } from '../database/database.js';
import { PreparedWrite } from '../database/prepared-write.js';
import type { UserTable } from '../database/schema.js';
import type { Identity, User } from './user.js';

type UserRow = Selectable<UserTable>;

/** Named one by one: a statement that is prepared must keep its columns when a newer release adds one. */
const columns = ['id', 'issuer', 'subject', 'name', 'username', 'email', 'email_verified', 'first_sign_in_at', 'last_sign_in_at'] as const;

/** The people who have signed in, known by issuer and subject alone (OpenID Connect Core 1.0, section 5.7). */
@Injectable()
export class Users {
  readonly #db: Database['kysely'];
  readonly #record: PreparedWrite<UserRow>;
  readonly #deleted: ((id: string) => Promise<unknown>)[] = [];

  constructor(database: Database) {
    this.#db = database.kysely;
    this.#record = new PreparedWrite(database, 'user-record', recording(this.#db));
  }

  /** Creates or refreshes the person's record: one statement, safe against two sign-ins at once. */
  async recordSignIn(identity: Identity, now = Date.now()): Promise<User> {
    const [row] = await this.#record.execute(
      randomUUID(),
      identity.issuer,
      identity.subject,
      identity.name ?? null,
      identity.username ?? null,
      // An empty address is none: two people without one must not look alike.
      identity.email || null,
      identity.email && identity.emailVerified ? 1 : 0,
      now,
      now,
    );
    if (row === undefined) throw new TypeError('an upsert answers the row it wrote');
    return toUser(row);
  }

  async find(id: string): Promise<User | undefined> {
    const row = await this.#db.selectFrom('users').selectAll().where('id', '=', id).executeTakeFirst();
    return row && toUser(row);
  }

  async findBySubject(issuer: string, subject: string): Promise<User | undefined> {
    const row = await this.#db
      .selectFrom('users')
      .selectAll()
      .where('issuer', '=', issuer)
      .where('subject', '=', subject)
      .executeTakeFirst();
    return row && toUser(row);
  }

  /** By e-mail address (in any case), subject or our own id: a list, since neither e-mail nor subject is unique. Reads the whole table. */
  async search(text: string): Promise<User[]> {
    const rows = await this.#db
      .selectFrom('users')
      .selectAll()
      .where((where) =>
        where.or([
          where(where.fn<string>('lower', ['email']), '=', text.toLowerCase()),
          where('subject', '=', text),
          where('id', '=', text),
        ]),
      )
      .orderBy('first_sign_in_at')
      .execute();
    return rows.map(toUser);
  }

  /** Deletes the person; their sessions end with it. At the next sign-in they are somebody new. */
  async delete(id: string): Promise<void> {
    await this.#db.deleteFrom('users').where('id', '=', id).execute();
    for (const tell of this.#deleted) await tell(id);
  }

  /** For a store outside the database, where no foreign key ends the sessions of a deleted person. */
  onDeleted(listener: (id: string) => Promise<unknown>): void {
    this.#deleted.push(listener);
  }
}

/** The parameters of its values are in the order of `columns`; whoever is known already keeps their id and their first sign-in. */
function recording(db: Database['kysely']): Compilable<UserRow> {
  return db
    .insertInto('users')
    .values({
      id: '',
      issuer: '',
      subject: '',
      name: '',
      username: '',
      email: '',
      email_verified: 0,
      first_sign_in_at: 0,
      last_sign_in_at: 0,
    })
    .onConflict((conflict) =>
      conflict.columns(['issuer', 'subject']).doUpdateSet((row) => ({
        name: row.ref('excluded.name'),
        username: row.ref('excluded.username'),
        email: row.ref('excluded.email'),
        email_verified: row.ref('excluded.email_verified'),
        last_sign_in_at: row.ref('excluded.last_sign_in_at'),
      })),
    )
    .returning(columns);
}

function toUser(row: UserRow): User {
  return {
    id: row.id,
    issuer: row.issuer,
    subject: row.subject,
    name: row.name ?? undefined,
    username: row.username ?? undefined,
    email: row.email ?? undefined,
    emailVerified: row.email_verified === 1,
    firstSignInAt: row.first_sign_in_at,
    lastSignInAt: row.last_sign_in_at,
  };
}
