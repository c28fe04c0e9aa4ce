import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { sql, type CompiledQuery, type Insertable, type Selectable } from 'kysely';
import type { RequestSource } from '../auth/access/incoming-request.js';
import { compileOnce } from '../database/compile-once.js';
import { Database } from '../database/database.js';
import type { AuditEventTable } from '../database/schema.js';
import { cleanText } from '../database/storable-text.js';

/** Something that happened to somebody's sign-in: who, when, from where, which session, why. */
export interface AuditEvent extends RequestSource {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly kind:
    'signed_in' | 'refused' | 'signed_out' | 'revoked' | 'refresh_failed' | 'identity_added' | 'identity_removed' | 'provisioned';
  readonly reason: string | undefined;
  readonly userId: string | undefined;
  /** Id of the connection by which they signed in, or tried to; undefined: written by an older release, or not known. */
  readonly connection?: string | undefined;
  /** The session's key, a hash. */
  readonly session: string | undefined;
}

const keptMs = 90 * 24 * 60 * 60 * 1000;
/** In the statement itself: a limit that is a parameter makes SQLite compile it again each time. */
const maxShown = sql.lit(10);
/** Named one by one: on PostgreSQL a statement that is prepared must keep its columns when a newer release adds one. */
const shown = ['at', 'kind', 'reason', 'user_id', 'connection', 'session_key', 'address', 'user_agent', 'reference'] as const;

/** The events that are about a person, kept so that they can look at them. Refusals of nobody in particular are only logged. */
@Injectable()
export class AuditTrail {
  private readonly latestOf: (of: { userId: string }) => CompiledQuery<Selectable<AuditEventTable>>;
  private readonly insert: (row: Insertable<AuditEventTable>) => CompiledQuery;

  constructor(private readonly database: Database) {
    const db = database.kysely;
    this.latestOf = compileOnce(({ userId }) =>
      db.selectFrom('signin_audit_events').select(shown).where('user_id', '=', userId).orderBy('at', 'desc').limit(maxShown),
    );
    this.insert = compileOnce(({ id, at, kind, reason, user_id, connection, session_key, address, user_agent, reference }) =>
      db
        .insertInto('signin_audit_events')
        .values({ id, at, kind, reason, user_id, connection, session_key, address, user_agent, reference }),
    );
  }

  /** @throws StoreUnavailableError */
  async add({ at, kind, reason, userId, connection, session, address, userAgent, reference }: AuditEvent): Promise<void> {
    const sent = { address: clean(address), user_agent: clean(userAgent), reference: clean(reference) };
    const about = { user_id: userId ?? null, connection: connection ?? null, session_key: session ?? null };
    const values = { id: randomUUID(), at, kind, reason: reason ?? null, ...about, ...sent };
    await this.database.kysely.executeQuery(this.insert(values));
  }

  /**
   * The ten newest events of a person, newest first.
   * @throws StoreUnavailableError
   */
  async latest(userId: string): Promise<AuditEvent[]> {
    const { rows } = await this.database.kysely.executeQuery(this.latestOf({ userId }));
    return rows.map(({ at, kind, reason, user_id, connection, session_key, address, user_agent, reference }) => ({
      at,
      kind: kind as AuditEvent['kind'],
      reason: reason ?? undefined,
      userId: user_id ?? undefined,
      connection: connection ?? undefined,
      session: session_key ?? undefined,
      address: address ?? undefined,
      userAgent: user_agent ?? undefined,
      reference: reference ?? undefined,
    }));
  }

  /** Deletes up to `batch` events that are older than 90 days; returns how many. */
  async removeOld(now: number, batch: number): Promise<number> {
    const keptSince = now - keptMs;
    const old = this.database.kysely.selectFrom('signin_audit_events').select('id').where('at', '<', keptSince).limit(batch);
    return Number((await this.database.kysely.deleteFrom('signin_audit_events').where('id', 'in', old).executeTakeFirst()).numDeletedRows);
  }
}

function clean(text: string | undefined): string | null {
  return text === undefined ? null : cleanText(text);
}
