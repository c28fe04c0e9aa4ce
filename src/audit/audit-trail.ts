import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '../database/database.js';
import { PreparedQuery } from '../database/prepared-query.js';
import type { AuditEvent } from './audit-event.js';

/** Milliseconds for which events are kept: 90 days. */
const kept = 90 * 24 * 60 * 60 * 1000;

/** In the statement itself: a limit that is a parameter makes SQLite compile it again each time. */
const newest = 10;
/** The columns of an event. Named one by one, as a statement that is prepared must keep its columns when a newer release adds one. */
const shown = ['at', 'kind', 'reason', 'user_id', 'session_key', 'address', 'user_agent', 'reference'] as const;
type Shown = readonly [
  at: number,
  kind: string,
  reason: string | null,
  userId: string | null,
  session: string | null,
  address: string | null,
  userAgent: string | null,
  reference: string | null,
];

/** The events that are about a person, kept so that they can look at them. Refusals of nobody in particular are only logged. */
@Injectable()
export class AuditTrail {
  readonly #db: Database['kysely'];
  readonly #latest: PreparedQuery<Shown, AuditEvent>;

  constructor(database: Database) {
    this.#db = database.kysely;
    this.#latest = new PreparedQuery(
      database,
      'audit-latest',
      this.#db.selectFrom('audit_events').select(shown).where('user_id', '=', '').orderBy('at', 'desc').limit(sql.lit(newest)),
      toEvent,
    );
  }

  /** Throws StoreUnavailableError. */
  async add(event: AuditEvent): Promise<void> {
    await this.#db
      .insertInto('audit_events')
      .values({
        id: randomUUID(),
        at: event.at,
        kind: event.kind,
        reason: event.reason ?? null,
        user_id: event.userId ?? null,
        session_key: event.session ?? null,
        address: event.address ?? null,
        user_agent: event.userAgent ?? null,
        reference: event.reference ?? null,
      })
      .execute();
  }

  /** The ten newest events of a person, newest first. Without a promise on SQLite. Throws StoreUnavailableError. */
  latest(userId: string): Promise<AuditEvent[]> | AuditEvent[] {
    return this.#latest.execute(userId);
  }

  /** Deletes up to `batch` events that are older than 90 days; answers how many. */
  async removeOld(now: number, batch: number): Promise<number> {
    const old = this.#db
      .selectFrom('audit_events')
      .select('id')
      .where('at', '<', now - kept)
      .limit(batch);
    const { numDeletedRows } = await this.#db.deleteFrom('audit_events').where('id', 'in', old).executeTakeFirst();
    return Number(numDeletedRows);
  }
}

function toEvent([at, kind, reason, userId, session, address, userAgent, reference]: Shown): AuditEvent {
  return {
    at,
    kind: kind as AuditEvent['kind'],
    reason: reason ?? undefined,
    userId: userId ?? undefined,
    session: session ?? undefined,
    address: address ?? undefined,
    userAgent: userAgent ?? undefined,
    reference: reference ?? undefined,
  };
}
