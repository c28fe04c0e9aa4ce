import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { sql, type InsertResult } from 'kysely';
import { Database } from '../database/database.js';
import { PreparedQuery } from '../database/prepared-query.js';
import { PreparedWrite } from '../database/prepared-write.js';
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
  readonly #insert: PreparedWrite<InsertResult>;
  readonly #latest: PreparedQuery<Shown, AuditEvent>;

  constructor(private readonly database: Database) {
    this.#db = database.kysely;
    this.#insert = new PreparedWrite(
      database,
      'audit-insert',
      // In the order in which add() gives them.
      this.#db
        .insertInto('audit_events')
        .values({ id: '', at: 0, kind: '', reason: '', user_id: '', session_key: '', address: '', user_agent: '', reference: '' }),
    );
    this.#latest = new PreparedQuery(
      database,
      'audit-latest',
      this.#db.selectFrom('audit_events').select(shown).where('user_id', '=', '').orderBy('at', 'desc').limit(sql.lit(newest)),
      toEvent,
    );
  }

  /** Throws StoreUnavailableError. */
  async add(event: AuditEvent): Promise<void> {
    await this.#insert.execute(
      randomUUID(),
      event.at,
      event.kind,
      event.reason ?? null,
      event.userId ?? null,
      event.session ?? null,
      event.address ?? null,
      event.userAgent ?? null,
      event.reference ?? null,
    );
  }

  /** The ten newest events of a person, newest first. Without a promise on SQLite. Throws StoreUnavailableError. */
  latest(userId: string): Promise<AuditEvent[]> | AuditEvent[] {
    return this.#latest.execute(userId);
  }

  /** Deletes up to `batch` events that are older than 90 days; answers how many. */
  removeOld(now: number, batch: number): Promise<number> {
    const old = this.#db
      .selectFrom('audit_events')
      .select('id')
      .where('at', '<', now - kept)
      .limit(batch);
    return this.database.deleteMany(this.#db.deleteFrom('audit_events').where('id', 'in', old));
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
