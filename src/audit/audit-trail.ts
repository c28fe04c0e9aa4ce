import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { sql, type Selectable } from 'kysely';
import { Database } from '../database/database.js';
import type { AuditEventTable } from '../database/schema.js';
import { cleanText } from '../database/storable-text.js';
import type { AuditEvent } from './audit-event.js';

const keptMs = 90 * 24 * 60 * 60 * 1000;
/** In the statement itself: a limit that is a parameter makes SQLite compile it again each time. */
const maxShown = sql.lit(10);
const columns = ['at', 'kind', 'reason', 'user_id', 'session_key', 'address', 'user_agent', 'reference'] as const;

/** The events that are about a person, kept so that they can look at them. Refusals of nobody in particular are only logged. */
@Injectable()
export class AuditTrail {
  readonly #db: Database['kysely'];

  constructor(database: Database) {
    this.#db = database.kysely;
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
        address: event.address === undefined ? null : cleanText(event.address),
        user_agent: event.userAgent === undefined ? null : cleanText(event.userAgent),
        reference: event.reference === undefined ? null : cleanText(event.reference),
      })
      .execute();
  }

  /** The ten newest events of a person, newest first. Throws StoreUnavailableError. */
  async latest(userId: string): Promise<AuditEvent[]> {
    const rows = await this.#db
      .selectFrom('audit_events')
      .select(columns)
      .where('user_id', '=', userId)
      .orderBy('at', 'desc')
      .limit(maxShown)
      .execute();
    return rows.map(toEvent);
  }

  /** Deletes up to `batch` events that are older than 90 days; returns how many. */
  async removeOld(now: number, batch: number): Promise<number> {
    const old = this.#db
      .selectFrom('audit_events')
      .select('id')
      .where('at', '<', now - keptMs)
      .limit(batch);
    return Number((await this.#db.deleteFrom('audit_events').where('id', 'in', old).executeTakeFirst()).numDeletedRows);
  }
}

function toEvent(row: Pick<Selectable<AuditEventTable>, (typeof columns)[number]>): AuditEvent {
  return {
    at: row.at,
    kind: row.kind as AuditEvent['kind'],
    reason: row.reason ?? undefined,
    userId: row.user_id ?? undefined,
    session: row.session_key ?? undefined,
    address: row.address ?? undefined,
    userAgent: row.user_agent ?? undefined,
    reference: row.reference ?? undefined,
  };
}
