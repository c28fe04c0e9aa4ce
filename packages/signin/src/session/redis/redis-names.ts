import { hash } from 'node:crypto';
import { defaultConnection } from '../../config/settings.js';
import { providerKey, type SessionProvider, type SessionRecord } from '../session-store.js';

const prefix = 'okta-nest-signin';

/** The braces are a cluster's hash tag: what belongs to one session lies in one slot, so that a script may change it at once. */
export const session = (key: string): string => `${prefix}:session:{${key}}`;
export const tokens = (key: string): string => `${prefix}:tokens:{${key}}`;
export const ping = `${prefix}:ping`;
export const claim = (key: string): string => `${prefix}:claim:${key}`;

/** Sets of session keys, scored by the time when the session ends whatever happens. Hashed where the provider chooses the text. */
export const userIndex = (userId: string): string => `${prefix}:user:${userId}`;
export const sidIndex = (provider: SessionProvider, sid: string): string =>
  `${prefix}:sid:${hash('sha256', `${providerKey(provider)}\n${sid}`, 'base64url')}`;
export const subjectIndex = (provider: SessionProvider, subject: string): string =>
  `${prefix}:subject:${hash('sha256', `${providerKey(provider)}\n${subject}`, 'base64url')}`;
/** Of a further connection, by the first character as below. */
const connectionIndex = (connection: string, key: string): string => `${prefix}:connection:${connection}:${key.slice(0, 1)}`;

/** Sets of all session keys, by their first character, so that a cluster shares the load; scored by the time when the session ends unless it is used. */
export const liveIndex = (key: string): string => `${prefix}:live:${key.slice(0, 1)}`;
const firstCharacters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'];
export const liveIndexes: readonly string[] = firstCharacters.map(liveIndex);
/** The sets of all sessions of a connection; those of the default one are in no others than everybody's. */
export const indexesOfConnection = (connection: string): readonly string[] =>
  firstCharacters.map((first) => connectionIndex(connection, first));

/** Where a session is found by something else than its key. */
export function indexesOf(record: SessionRecord): string[] {
  const indexes = [userIndex(record.userId), subjectIndex(record, record.subject)];
  if (record.sid !== null) indexes.push(sidIndex(record, record.sid));
  if (record.connection !== defaultConnection) indexes.push(connectionIndex(record.connection, record.key));
  return indexes;
}
