import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Selectable } from 'kysely';
import { Database } from '../database/database.js';
import { PreparedQuery } from '../database/prepared-query.js';
import type { AuditEventTable } from '../database/schema.js';
import type { AuditEvent } from './audit-event.js';

/** Milliseconds for which events are kept: 90 days. */
const kept = 90 * 24 * 60 * 60 * 1000;

/** The events that are about a person, kept so that they can look at them. Refusals of nobody in particular are only logged. */
@Injectable()
export class AuditTrail {
  readonly #db: Database['kysely'];
  readonly #latest: PreparedQuery<Selectable<AuditEventTable>>;

  constructor(database: Database) {
    this.#db = database.kysely;
    this.#latest = new PreparedQuery(
      this.#db.selectFrom('audit_events').selectAll().where('user_id', '=', '').orderBy('at', 'desc').limit(1),
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

  /** The newest events of a person, newest first. */
  async latest(userId: string, limit: number): Promise<AuditEvent[]> {
    return (await this.#latest.execute(this.#db, [userId, limit])).map((row) => ({
      at: row.at,
      kind: row.kind as AuditEvent['kind'],
      reason: row.reason ?? undefined,
      userId: row.user_id ?? undefined,
      session: row.session_key ?? undefined,
      address: row.address ?? undefined,
      userAgent: row.user_agent ?? undefined,
      reference: row.reference ?? undefined,
    }));
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
