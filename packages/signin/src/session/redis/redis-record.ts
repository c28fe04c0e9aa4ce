import { defaultConnection } from '../../config/settings.js';
import type { ListedRecord, SessionRecord } from '../session-store.js';

/** The fields of a session's hash, in the order in which they are read. */
export const listedFields = [
  'userId',
  'issuer',
  'subject',
  'createdAt',
  'seenAt',
  'expiresAt',
  'keyId',
  'sid',
  'address',
  'userAgent',
  'connection',
] as const satisfies readonly (keyof ListedRecord)[];
export const recordFields = [...listedFields, 'version', 'data'] as const satisfies readonly (keyof SessionRecord)[];

/** Fields and values in turn, as HSET takes them; what is undefined is left out. */
export function toFields(record: SessionRecord): string[] {
  return recordFields.flatMap((field) => (record[field] === null ? [] : [field, String(record[field])]));
}

/** `values` as HMGET returns them for recordFields; undefined when the hash does not exist. */
export function fromFields(key: string, values: readonly (string | null)[]): SessionRecord | undefined {
  const listed = fromListedFields(key, values);
  const [version, data] = values.slice(listedFields.length);
  return listed && data ? { ...listed, version: Number(version), data } : undefined;
}

/** The same for listedFields. */
export function fromListedFields(key: string, values: readonly (string | null)[]): ListedRecord | undefined {
  const [userId, issuer, subject, createdAt, seenAt, expiresAt, keyId, sid, address, userAgent, connection] = values;
  if (!userId || !issuer || !subject || !keyId) return undefined;
  return {
    key,
    userId,
    // An older release writes none.
    connection: connection ?? defaultConnection,
    issuer,
    subject,
    sid: sid ?? null,
    createdAt: Number(createdAt),
    seenAt: Number(seenAt),
    expiresAt: Number(expiresAt),
    address: address ?? null,
    userAgent: userAgent ?? null,
    keyId,
  };
}
