import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Insertable, Selection } from 'kysely';
import { defaultConnection } from '../config/settings.js';
import { compileOnce } from '../database/compile-once.js';
import { Database } from '../database/database.js';
import type { Schema } from '../database/schema.js';
import { cleanText, isStorable } from '../database/storable-text.js';
import { type User, type UserDetails, UserStore } from './user-store.js';

/** Named one by one: a statement that is prepared must keep its columns when a newer release adds one. */
const columns = ['id', 'connection', 'issuer', 'subject', 'name', 'username', 'email', 'email_verified as emailVerified'] as const;

/** In the table `signin_users`. */
@Injectable()
export class DatabaseUserStore extends UserStore {
  private readonly upsert: ReturnType<typeof upsertStatement>;

  constructor(private readonly database: Database) {
    super();
    this.upsert = upsertStatement(database.kysely);
  }

  /**
   * One statement, safe against two sign-ins at once. Name, username and e-mail address are cleaned of what cannot be shown.
   * Throws UnstorableTextError for a subject that no database can hold.
   */
  async recordSignIn(details: UserDetails, now = Date.now()): Promise<User> {
    const { connection, subject, name, username, email, emailVerified } = details;
    const { rows } = await this.database.kysely.executeQuery(
      this.upsert({
        id: randomUUID(),
        connection,
        issuer: storedIssuer(details),
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

  async find(issuer: string, subject: string, connection = defaultConnection): Promise<User | undefined> {
    if (!isStorable(subject) || !isStorable(issuer)) return undefined;
    const row = await this.database.kysely
      .selectFrom('signin_users')
      .select(columns)
      .where('issuer', '=', storedIssuer({ connection, issuer }))
      .where('subject', '=', subject)
      .executeTakeFirst();
    return row && toUser(row);
  }

  /** Reads the whole table. */
  async search(text: string): Promise<User[]> {
    if (!isStorable(text)) return [];
    const rows = await this.database.kysely
      .selectFrom('signin_users')
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
}

/**
 * Issuer and subject are unique together in the table, as the release before relies on while both run: the same two by another connection are
 * somebody else. No issuer holds a space.
 */
function storedIssuer({ connection, issuer }: Pick<UserDetails, 'connection' | 'issuer'>): string {
  return connection === defaultConnection ? issuer : `${issuer} connection:${connection}`;
}

/** Whoever is known already keeps their id, their first sign-in, and what does not arrive this time. */
function upsertStatement(db: Database['kysely']) {
  return compileOnce((row: Insertable<Schema['signin_users']>) =>
    db
      .insertInto('signin_users')
      .values({
        id: row.id,
        connection: row.connection,
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
          name: is.fn.coalesce('excluded.name', 'signin_users.name'),
          username: is.fn.coalesce('excluded.username', 'signin_users.username'),
          email: is.fn.coalesce('excluded.email', 'signin_users.email'),
          // Belongs to the address.
          email_verified: is
            .case()
            .when('excluded.email', 'is', null)
            .then(is.ref('signin_users.email_verified'))
            .else(is.ref('excluded.email_verified'))
            .end(),
          last_sign_in_at: is.ref('excluded.last_sign_in_at'),
        })),
      )
      .returning(columns),
  );
}

function toUser(row: Selection<Schema, 'signin_users', (typeof columns)[number]>): User {
  return {
    ...row,
    issuer: row.connection === defaultConnection ? row.issuer : row.issuer.replace(/ .*/, ''),
    name: row.name ?? undefined,
    username: row.username ?? undefined,
    email: row.email ?? undefined,
    emailVerified: row.emailVerified === 1,
  };
}
