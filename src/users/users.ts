import { randomUUID } from 'node:crypto';
import { Injectable, Module } from '@nestjs/common';
import type { Selection } from 'kysely';
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
  private readonly deleted: ((id: string) => Promise<unknown>)[] = [];

  constructor(database: Database) {
    this.db = database.kysely;
  }

  /**
   * Creates or refreshes the person's record: one statement, safe against two sign-ins at once. What does not arrive this time is no
   * deletion: Apple names people once, and userinfo may be down. Name, username and e-mail address are cleaned of what cannot be shown.
   * Throws UnstorableTextError for a subject that no database can hold.
   */
  async recordSignIn(details: UserDetails, now = Date.now()): Promise<User> {
    const profile = {
      ...(details.name === undefined ? {} : { name: cleanText(details.name) }),
      ...(details.username === undefined ? {} : { username: cleanText(details.username) }),
      // An empty address is none: two people without one must not look alike. Whether it is verified belongs to the address.
      ...(details.email ? { email: cleanText(details.email), email_verified: details.emailVerified ? 1 : 0 } : {}),
      last_sign_in_at: now,
    };
    const row = await this.db
      .insertInto('users')
      .values({ id: randomUUID(), issuer: details.issuer, subject: details.subject, first_sign_in_at: now, email_verified: 0, ...profile })
      // Whoever is known already keeps their id and their first sign-in.
      .onConflict((conflict) => conflict.columns(['issuer', 'subject']).doUpdateSet(profile))
      .returning(columns)
      .executeTakeFirstOrThrow();
    return toUser(row);
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

function toUser(row: Selection<Schema, 'users', (typeof columns)[number]>): User {
  return {
    ...row,
    name: row.name ?? undefined,
    username: row.username ?? undefined,
    email: row.email ?? undefined,
    emailVerified: row.emailVerified === 1,
  };
}
