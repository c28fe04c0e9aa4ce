import type { Selectable } from 'kysely';
import type { SessionTable } from '../../database/schema.js';
import { cleanText } from '../../database/storable-text.js';
import type { ListedSession, SessionRecord } from '../session-store.js';

type SessionRow = Selectable<SessionTable>;

/** Named one by one: a statement that is prepared on a running instance must keep its columns when a newer release adds one. */
export const listedColumns = ['key', 'created_at', 'seen_at', 'expires_at', 'address', 'user_agent', 'key_id'] as const;
export const sessionColumns = [...listedColumns, 'user_id', 'issuer', 'subject', 'sid', 'version', 'data'] as const;

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
    address: record.address === undefined ? null : cleanText(record.address),
    user_agent: record.userAgent === undefined ? null : cleanText(record.userAgent),
    key_id: record.keyId,
    version: record.version,
    data: record.data,
  };
}

export function toRecord(row: SessionRow): SessionRecord {
  return {
    ...toListed(row),
    userId: row.user_id,
    issuer: row.issuer,
    subject: row.subject,
    sid: row.sid ?? undefined,
    version: row.version,
    data: row.data,
  };
}

export function toListed(row: Pick<SessionRow, (typeof listedColumns)[number]>): ListedSession {
  return {
    key: row.key,
    createdAt: row.created_at,
    seenAt: row.seen_at,
    expiresAt: row.expires_at,
    address: row.address ?? undefined,
    userAgent: row.user_agent ?? undefined,
    keyId: row.key_id,
  };
}
