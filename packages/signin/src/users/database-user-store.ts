import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type Insertable, sql, type Selection } from 'kysely';
import { defaultConnection } from '../config/settings.js';
import { compileOnce } from '../database/compile-once.js';
import { Database } from '../database/database.js';
import type { Schema } from '../database/schema.js';
import { cleanText, isStorable } from '../database/storable-text.js';
import { type Identity, type IdentityKey, type User, type UserDetails, UserStore } from './user-store.js';

/** Named one by one: a statement that is prepared must keep its columns when a newer release adds one. */
const columns = [
  // Further accounts have the id of their person beside their own, which nobody is told.
  sql<string>`coalesce(person_id, id)`.as('id'),
  ...(['connection', 'issuer', 'subject', 'name', 'username', 'email', 'email_verified as emailVerified'] as const),
] as const;

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
    const { rows } = await this.database.kysely.executeQuery(this.upsert({ ...rowOf(details), id: randomUUID(), ...signedInAt(now) }));
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
          where(where.fn.coalesce('person_id', 'id'), '=', text),
        ]),
      )
      .orderBy('first_sign_in_at')
      .execute();
    return rows.map(toUser);
  }

  override async identities(userId: string): Promise<Identity[]> {
    const rows = await this.database.kysely
      .selectFrom('signin_users')
      .select([...columns, 'last_sign_in_at'])
      .where((where) => where.or([where('id', '=', userId), where('person_id', '=', userId)]))
      .orderBy('first_sign_in_at')
      .execute();
    return rows.map(toIdentity);
  }

  override async addIdentity(userId: string, details: UserDetails, now = Date.now()): Promise<'added' | 'known' | 'taken'> {
    const added = await this.database.kysely
      .insertInto('signin_users')
      .values({ ...rowOf(details), id: randomUUID(), person_id: userId, ...signedInAt(now) })
      .onConflict((conflict) => conflict.columns(['issuer', 'subject']).doNothing())
      .returning('id')
      .executeTakeFirst();
    if (added !== undefined) return 'added';
    return (await this.find(details.issuer, details.subject, details.connection))?.id === userId ? 'known' : 'taken';
  }

  /** The row with the person's id stays as long as they do, whatever accounts come and go: it always has one, so that the last cannot go. */
  override removeIdentity(userId: string, account: IdentityKey): Promise<Identity | undefined> {
    return this.database.transaction(async () => {
      const { kysely } = this.database;
      // The first statement locks the person, so that others wait and see what this one does.
      const first = await kysely
        .updateTable('signin_users')
        .set((is) => ({ last_sign_in_at: is.ref('last_sign_in_at') }))
        .where('id', '=', userId)
        .returning([...columns, 'last_sign_in_at'])
        .executeTakeFirst();
      if (first === undefined) return undefined;
      const further = kysely.selectFrom('signin_users').selectAll().where('person_id', '=', userId);
      const isFirst = toIdentity(first).subject === account.subject && first.issuer === storedIssuer(account);
      const gone = isFirst
        ? await further.orderBy('first_sign_in_at').executeTakeFirst()
        : await further.where('issuer', '=', storedIssuer(account)).where('subject', '=', account.subject).executeTakeFirst();
      if (gone === undefined) return undefined;
      await kysely.deleteFrom('signin_users').where('id', '=', gone.id).execute();
      if (!isFirst) return toIdentity({ ...gone, emailVerified: gone.email_verified });
      const { connection, issuer, subject, name, username, email, email_verified, last_sign_in_at } = gone;
      const next = { connection, issuer, subject, name, username, email, email_verified, last_sign_in_at };
      await kysely.updateTable('signin_users').set(next).where('id', '=', userId).execute();
      return toIdentity(first);
    });
  }
}

/** Name, username and e-mail address cleaned of what cannot be shown. */
function rowOf(details: UserDetails) {
  const { connection, subject, name, username, email, emailVerified } = details;
  return {
    connection,
    issuer: storedIssuer(details),
    subject,
    name: name === undefined ? null : cleanText(name),
    username: username === undefined ? null : cleanText(username),
    // An empty address is none: two people without one must not look alike.
    email: email ? cleanText(email) : null,
    email_verified: email && emailVerified ? 1 : 0,
  };
}

function signedInAt(now: number) {
  return { first_sign_in_at: now, last_sign_in_at: now };
}

/**
 * Issuer and subject are unique together in the table, as the release before relies on while both run: the same two by another connection are
 * somebody else. No issuer holds a space.
 */
function storedIssuer({ connection, issuer }: Pick<IdentityKey, 'connection' | 'issuer'>): string {
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

type Row = Omit<Selection<Schema, 'signin_users', 'connection' | 'issuer' | 'subject' | 'name' | 'username' | 'email'>, never> & {
  readonly id: string;
  readonly emailVerified: number;
};

function toUser(row: Row) {
  return { id: row.id, ...detailsOf(row) };
}

function toIdentity(row: Row & { readonly last_sign_in_at: number }): Identity {
  return { ...detailsOf(row), lastSignInAt: row.last_sign_in_at };
}

function detailsOf({ connection, issuer, subject, name, username, email, emailVerified }: Row): UserDetails {
  return {
    connection,
    issuer: connection === defaultConnection ? issuer : issuer.replace(/ .*/, ''),
    subject,
    name: name ?? undefined,
    username: username ?? undefined,
    email: email ?? undefined,
    emailVerified: emailVerified === 1,
  };
}
