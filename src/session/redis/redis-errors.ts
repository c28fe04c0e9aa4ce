import { types } from 'node:util';
import { ClientOfflineError, ErrorReply } from '@redis/client';
import { isMisuse, StoreUnavailableError } from '../../database/errors.js';

const setting = 'SESSION_STORE_URL';

/** The code of an error that the server answered: its first word, by the definition of the protocol (RESP, simple errors). */
export function replyCode(error: unknown): string | undefined {
  return error instanceof ErrorReply ? error.message.split(' ', 1)[0] : undefined;
}

/** Turns what the Redis client throws into our errors. `trouble`: what the connection failed with, which says more than that there is none. */
export function fromRedis(error: unknown, trouble: unknown): unknown {
  if (error instanceof StoreUnavailableError || isMisuse(error)) return error;
  if (!(error instanceof ErrorReply)) return unreachable(error instanceof ClientOfflineError ? (trouble ?? error) : error);
  switch (replyCode(error)) {
    case 'OOM':
    case 'MISCONF': // It cannot write its file, and refuses changes until it can.
      return new StoreUnavailableError('store_full', 'The session store is out of memory or disk.', {
        setting,
        fix: 'Give it more; sessions must not be evicted.',
        cause: error,
      });
    case 'READONLY':
      return new StoreUnavailableError('store_read_only', 'The session store is a read-only replica.', {
        setting,
        fix: 'Name the primary server.',
        cause: error,
      });
    case 'BUSY':
    case 'TRYAGAIN':
      return new StoreUnavailableError('store_busy', 'The session store is busy.', { setting, cause: error });
    case 'LOADING':
    case 'MASTERDOWN':
    case 'CLUSTERDOWN':
    case 'NOREPLICAS':
    case 'NOAUTH':
    case 'WRONGPASS':
    case 'NOPERM':
      return unreachable(error);
    default:
      return error;
  }
}

export function timedOut(): StoreUnavailableError {
  return new StoreUnavailableError('store_timeout', 'The session store took too long.', { setting });
}

export function unreachable(cause: unknown): StoreUnavailableError {
  const reason = types.isNativeError(cause) ? `: ${cause.message}` : '';
  return new StoreUnavailableError('store_unreachable', `The session store does not answer${reason}.`, { setting, cause });
}
