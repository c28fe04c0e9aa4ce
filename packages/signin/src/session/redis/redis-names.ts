import { hash } from 'node:crypto';
import type { SessionRecord } from '../session-store.js';

const prefix = 'okta-nest-signin';

/** The braces are a cluster's hash tag: what belongs to one session lies in one slot, so that a script may change it at once. */
export const session = (key: string): string => `${prefix}:session:{${key}}`;
export const tokens = (key: string): string => `${prefix}:tokens:{${key}}`;
export const ping = `${prefix}:ping`;
export const claim = (key: string): string => `${prefix}:claim:${key}`;

/** Sets of session keys, scored by the time when the session ends whatever happens. Hashed where the provider chooses the text. */
export const userIndex = (userId: string): string => `${prefix}:user:${userId}`;
export const sidIndex = (issuer: string, sid: string): string => `${prefix}:sid:${hash('sha256', `${issuer}\n${sid}`, 'base64url')}`;
export const subjectIndex = (issuer: string, subject: string): string =>
  `${prefix}:subject:${hash('sha256', `${issuer}\n${subject}`, 'base64url')}`;

/** Sets of all session keys, by their first character, so that a cluster shares the load; scored by the time when the session ends unless it is used. */
export const liveIndex = (key: string): string => `${prefix}:live:${key.slice(0, 1)}`;
export const liveIndexes: readonly string[] = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'].map(liveIndex);

/** Where a session is found by something else than its key. */
export function indexesOf(record: SessionRecord): string[] {
  const indexes = [userIndex(record.userId), subjectIndex(record.issuer, record.subject)];
  return record.sid === null ? indexes : [...indexes, sidIndex(record.issuer, record.sid)];
}
