import type { SessionRecord } from '../session-store.js';

/** The fields of a session's hash, in the order in which they are read. */
export const recordFields = [
  'userId',
  'issuer',
  'subject',
  'createdAt',
  'seenAt',
  'expiresAt',
  'keyId',
  'version',
  'data',
  'sid',
  'address',
  'userAgent',
] as const satisfies readonly (keyof SessionRecord)[];

/** Fields and values in turn, as HSET takes them; what is undefined is left out. */
export function toFields(record: SessionRecord): string[] {
  return recordFields.flatMap((field) => (record[field] === null ? [] : [field, String(record[field])]));
}

/** `values` as HMGET returns them; undefined when the hash does not exist. */
export function fromFields(key: string, values: readonly (string | null)[]): SessionRecord | undefined {
  const [userId, issuer, subject, createdAt, seenAt, expiresAt, keyId, version, data, sid, address, userAgent] = values;
  if (!userId || !issuer || !subject || !keyId || !data) return undefined;
  return {
    key,
    userId,
    issuer,
    subject,
    sid: sid ?? null,
    createdAt: Number(createdAt),
    seenAt: Number(seenAt),
    expiresAt: Number(expiresAt),
    address: address ?? null,
    userAgent: userAgent ?? null,
    keyId,
    version: Number(version),
    data,
  };
}
