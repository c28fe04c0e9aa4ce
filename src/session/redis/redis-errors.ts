import { ErrorReply } from '@redis/client';
import { isMisuse, StoreUnavailableError } from '../../database/errors.js';

const setting = 'SESSION_STORE_URL';

/** Turns what the Redis client throws into our errors. A reply is told apart by its first word, which Redis defines as the error's code. */
export function fromRedis(error: unknown): unknown {
  if (error instanceof StoreUnavailableError || isMisuse(error)) return error;
  if (!(error instanceof ErrorReply)) return unreachable(error);
  switch (error.message.split(' ', 1)[0]) {
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

function unreachable(cause: unknown): StoreUnavailableError {
  return new StoreUnavailableError('store_unreachable', 'The session store does not answer.', { setting, cause });
}
