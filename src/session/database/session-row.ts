import type { Selectable } from 'kysely';
import type { SessionTable } from '../../database/schema.js';
import type { SessionRecord } from '../session-store.js';

type SessionRow = Selectable<SessionTable>;

export function toRow(record: SessionRecord): SessionRow {
  return {
    key: record.key,
    user_id: record.userId,
    issuer: record.issuer,
    subject: record.subject,
    sid: record.sid ?? null,
    created_at: record.createdAt,
    seen_at: record.seenAt,
    expires_at: record.expiresAt,
    address: record.address ?? null,
    user_agent: record.userAgent ?? null,
    key_id: record.keyId,
    version: record.version,
    data: record.data,
  };
}

export function toRecord(row: SessionRow): SessionRecord {
  return {
    key: row.key,
    userId: row.user_id,
    issuer: row.issuer,
    subject: row.subject,
    sid: row.sid ?? undefined,
    createdAt: row.created_at,
    seenAt: row.seen_at,
    expiresAt: row.expires_at,
    address: row.address ?? undefined,
    userAgent: row.user_agent ?? undefined,
    keyId: row.key_id,
    version: row.version,
    data: row.data,
  };
}
