import { types } from 'node:util';
import { ClientOfflineError, ErrorReply } from '@redis/client';
import { isMisuse, storeError, StoreUnavailableError, type Trouble } from '../../database/errors.js';

const setting = 'SESSION_STORE_URL';

const full: Trouble = {
  code: 'store_full',
  message: 'The session store is out of memory or disk.',
  fix: 'Give it more; sessions must not be evicted.',
};
const busy: Trouble = { code: 'store_busy', message: 'The session store is busy.' };
/** By the first word of what the server says. */
const troubles = new Map<string, Trouble>([
  ['OOM', full],
  // It cannot write its file, and refuses changes until it can.
  ['MISCONF', full],
  ['READONLY', { code: 'store_read_only', message: 'The session store is a read-only replica.', fix: 'Name the primary server.' }],
  ['BUSY', busy],
  ['TRYAGAIN', busy],
]);

/** The code of an error that the server sent: its first word, by the definition of the protocol (RESP, simple errors). */
export function replyCode(error: unknown): string | undefined {
  return error instanceof ErrorReply ? error.message.split(' ', 1)[0] : undefined;
}

/** Turns what the Redis client throws into our errors. `trouble`: what the connection failed with, which says more than that there is none. */
export function fromRedis(error: unknown, trouble: unknown): unknown {
  if (error instanceof StoreUnavailableError || isMisuse(error)) return error;
  if (!(error instanceof ErrorReply)) return unreachable(error instanceof ClientOfflineError ? (trouble ?? error) : error);
  const code = replyCode(error) ?? '';
  if (/^(LOADING|MASTERDOWN|CLUSTERDOWN|NOREPLICAS|NOAUTH|WRONGPASS|NOPERM)$/.test(code)) return unreachable(error);
  const known = troubles.get(code);
  return known === undefined ? error : storeError(known, setting, error);
}

export function timedOut(): StoreUnavailableError {
  return new StoreUnavailableError('store_timeout', 'The session store took too long.', { setting });
}

export function unreachable(cause: unknown): StoreUnavailableError {
  const reason = types.isNativeError(cause) ? `: ${cause.message}` : '';
  return new StoreUnavailableError('store_unreachable', `The session store does not answer${reason}.`, { setting, cause });
}
