import { randomUUID } from 'node:crypto';
import { Injectable, Module } from '@nestjs/common';
import type { Insertable, Selection } from 'kysely';
import { compileOnce } from '../database/compile-once.js';
import { Database } from '../database/database.js';
import type { Schema } from '../database/schema.js';
import { cleanText, isStorable } from '../database/storable-text.js';

/** What the provider said of a user at sign-in: ID token and userinfo merged, `sub` and `iss` from the ID token. */
export interface UserDetails {
  readonly issuer: string;
  readonly subject: string;
  readonly name: string | undefined;
  readonly username: string | undefined;
  /** Undefined, never an empty string, when there is none. Not unique, never a key. */
  readonly email: string | undefined;
  readonly emailVerified: boolean;
}

/** Somebody who has signed in, as stored in the database. */
export interface User extends UserDetails {
  /** Our own id: a UUID. */
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly firstSignInAt: number;
  readonly lastSignInAt: number;
}

/** Named one by one: a statement that is prepared must keep its columns when a newer release adds one. */
const columns = [
  'id',
  'issuer',
  'subject',
  'name',
  'username',
  'email',
  'email_verified as emailVerified',
  'first_sign_in_at as firstSignInAt',
  'last_sign_in_at as lastSignInAt',
] as const;

/** The people who have signed in, known by issuer and subject alone (OpenID Connect Core 1.0, section 5.7). */
@Injectable()
export class Users {
  private readonly db: Database['kysely'];
  private readonly upsert: ReturnType<typeof upsertStatement>;
  private readonly deleted: ((id: string) => Promise<unknown>)[] = [];

  constructor(database: Database) {
    this.db = database.kysely;
    this.upsert = upsertStatement(this.db);
  }

  /**
   * Creates or refreshes the person's record: one statement, safe against two sign-ins at once. What does not arrive this time is no
   * deletion: Apple names people once, and userinfo may be down. Name, username and e-mail address are cleaned of what cannot be shown.
   * Throws UnstorableTextError for a subject that no database can hold.
   */
  async recordSignIn(details: UserDetails, now = Date.now()): Promise<User> {
    const { issuer, subject, name, username, email, emailVerified } = details;
    const { rows } = await this.db.executeQuery(
      this.upsert({
        id: randomUUID(),
        issuer,
        subject,
        name: name === undefined ? null : cleanText(name),
        username: username === undefined ? null : cleanText(username),
        // An empty address is none: two people without one must not look alike.
        email: email ? cleanText(email) : null,
        email_verified: email && emailVerified ? 1 : 0,
        first_sign_in_at: now,
        last_sign_in_at: now,
      }),
    );
    const user = rows.map(toUser)[0];
    if (user === undefined) throw new Error('The statement that records a person returned no row.');
    return user;
  }

  async find(id: string): Promise<User | undefined> {
    const row = await this.db.selectFrom('users').select(columns).where('id', '=', id).executeTakeFirst();
    return row && toUser(row);
  }

  async findBySubject(issuer: string, subject: string): Promise<User | undefined> {
    if (!isStorable(subject) || !isStorable(issuer)) return undefined;
    const row = await this.db
      .selectFrom('users')
      .select(columns)
      .where('issuer', '=', issuer)
      .where('subject', '=', subject)
      .executeTakeFirst();
    return row && toUser(row);
  }

  /** By e-mail address (in any case), subject or our own id: a list, since neither e-mail nor subject is unique. Reads the whole table. */
  async search(text: string): Promise<User[]> {
    if (!isStorable(text)) return [];
    const rows = await this.db
      .selectFrom('users')
      .select(columns)
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
    await this.db.deleteFrom('users').where('id', '=', id).execute();
    for (const tell of this.deleted) await tell(id);
  }

  /** For a store outside the database, where no foreign key ends the sessions of a deleted person. */
  onDeleted(listener: (id: string) => Promise<unknown>): void {
    this.deleted.push(listener);
  }
}

/** Needs DatabaseModule, which is global. */
@Module({ providers: [Users], exports: [Users] })
export class UsersModule {}

/** Whoever is known already keeps their id, their first sign-in, and what does not arrive this time. */
function upsertStatement(db: Database['kysely']) {
  return compileOnce((row: Insertable<Schema['users']>) =>
    db
      .insertInto('users')
      .values({
        id: row.id,
        issuer: row.issuer,
        subject: row.subject,
        name: row.name,
        username: row.username,
        email: row.email,
        email_verified: row.email_verified,
        first_sign_in_at: row.first_sign_in_at,
        last_sign_in_at: row.last_sign_in_at,
      })
      .onConflict((conflict) =>
        conflict.columns(['issuer', 'subject']).doUpdateSet((is) => ({
          name: is.fn.coalesce('excluded.name', 'users.name'),
          username: is.fn.coalesce('excluded.username', 'users.username'),
          email: is.fn.coalesce('excluded.email', 'users.email'),
          // Belongs to the address.
          email_verified: is
            .case()
            .when('excluded.email', 'is', null)
            .then(is.ref('users.email_verified'))
            .else(is.ref('excluded.email_verified'))
            .end(),
          last_sign_in_at: is.ref('excluded.last_sign_in_at'),
        })),
      )
      .returning(columns),
  );
}

function toUser(row: Selection<Schema, 'users', (typeof columns)[number]>): User {
  return {
    ...row,
    name: row.name ?? undefined,
    username: row.username ?? undefined,
    email: row.email ?? undefined,
    emailVerified: row.emailVerified === 1,
  };
}
