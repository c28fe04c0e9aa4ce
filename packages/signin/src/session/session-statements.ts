import { type Expression, type ExpressionBuilder, sql, type SqlBool } from 'kysely';
import { compileOnce } from '../database/compile-once.js';
import type { Database } from '../database/database.js';
import type { Schema } from '../database/schema.js';
import type { SessionProvider, SessionRecord, SessionSelector } from './session-store.js';

/** Named one by one: a statement that is prepared must keep its columns when a newer release adds one. */
export const listedColumns = [
  'key',
  'user_id as userId',
  'connection',
  'issuer',
  'subject',
  'sid',
  'created_at as createdAt',
  'seen_at as seenAt',
  'expires_at as expiresAt',
  'address',
  'user_agent as userAgent',
  'key_id as keyId',
] as const;
export const columns = [...listedColumns, 'version', 'data'] as const;
const stateColumns = ['seen_at as seenAt', 'key_id as keyId', 'version'] as const;

/** What every sign-in and page runs. */
export function statementsOf({ kysely: db, kind }: Database) {
  // One parameter for all: with one each there would be as many statements to prepare as there are lengths of the list.
  const elements = sql.raw(kind === 'postgres' ? 'json_array_elements_text' : 'json_each');
  const inList = (keys: string) => sql<string>`(select value from ${elements}(${keys}))`;
  const insertSession = (into: Pick<Database['kysely'], 'insertInto'>, row: SessionRecord) =>
    into.insertInto('signin_sessions').values({
      key: row.key,
      user_id: row.userId,
      connection: row.connection,
      issuer: row.issuer,
      subject: row.subject,
      sid: row.sid,
      created_at: row.createdAt,
      seen_at: row.seenAt,
      expires_at: row.expiresAt,
      address: row.address,
      user_agent: row.userAgent,
      key_id: row.keyId,
      version: row.version,
      data: row.data,
    });
  return {
    read: compileOnce(({ key }: { key: string }) => db.selectFrom('signin_sessions').select(columns).where('key', '=', key)),
    readState: compileOnce(({ key }: { key: string }) => db.selectFrom('signin_sessions').select(stateColumns).where('key', '=', key)),
    list: compileOnce(({ userId }: { userId: string }) =>
      db.selectFrom('signin_sessions').select(listedColumns).where('user_id', '=', userId),
    ),
    listByKeys: compileOnce(({ keys }: { keys: string }) =>
      db.selectFrom('signin_sessions').select(listedColumns).where('key', 'in', inList(keys)),
    ),
    insertSession: compileOnce((row: SessionRecord) => insertSession(db, row)),
    insertTokens: compileOnce(({ key, sealed }: { key: string; sealed: string }) =>
      db.insertInto('signin_session_tokens').values({ session_key: key, sealed }),
    ),
    // One exchange with the server, where a transaction is four or five. SQLite allows no insert inside `with`.
    insertBoth: compileOnce((row: SessionRecord & { readonly sealed: string }) =>
      db
        .with('session', (inner) => insertSession(inner, row).returning('key'))
        .insertInto('signin_session_tokens')
        .columns(['session_key', 'sealed'])
        .expression((inner) => inner.selectFrom('session').select((session) => ['key', session.val(row.sealed).as('sealed')])),
    ),
    claimedUntil: compileOnce(({ keys }: { keys: string }) =>
      db
        .selectFrom('signin_claimed_ids')
        .select((claim) => claim.fn.max<number | null>('expires_at').as('latest'))
        .where('key', 'in', inList(keys)),
    ),
    claim: compileOnce(({ key, expiresAt, now }: { key: string; expiresAt: number; now: number }) =>
      db
        .insertInto('signin_claimed_ids')
        .values({ key, expires_at: expiresAt })
        .onConflict((conflict) =>
          conflict.column('key').doUpdateSet({ expires_at: expiresAt }).where('signin_claimed_ids.expires_at', '<=', now),
        ),
    ),
  };
}

/** The sessions that a selector names. */
export function matching(session: ExpressionBuilder<Schema, 'signin_sessions'>, selector: SessionSelector): Expression<SqlBool> {
  switch (selector.by) {
    case 'key':
      return session('key', '=', selector.key);
    case 'sid':
      return session.and([session('sid', '=', selector.sid), ...ofProvider(session, selector)]);
    case 'subject': {
      const ofPerson = session.and([session('subject', '=', selector.subject), ...ofProvider(session, selector)]);
      return selector.withoutSid ? session.and([ofPerson, session('sid', 'is', null)]) : ofPerson;
    }
    case 'user':
      return session.and([session('user_id', '=', selector.userId), session('key', '!=', selector.except ?? '')]);
  }
}

function ofProvider(session: ExpressionBuilder<Schema, 'signin_sessions'>, { connection, issuer }: SessionProvider): Expression<SqlBool>[] {
  return [session('issuer', '=', issuer), session('connection', '=', connection)];
}
