import { createHash } from 'node:crypto';
import type { SessionStoreSettings } from '../../config/settings.js';
import { isMisuse } from '../../database/errors.js';
import { statements } from '../../database/statements.js';
import { clusterConnection, singleConnection, type Connection } from './redis-connection.js';
import { fromRedis, replyCode, timedOut, unreachable } from './redis-errors.js';

/** After which a request is told that the store does not respond. */
const timeoutMs = 2000;

/** A script with the keys it touches, which must share one hash tag. */
export interface RedisScript {
  readonly text: string;
  readonly sha: string;
}

export function script(text: string): RedisScript {
  return { text, sha: createHash('sha1').update(text).digest('hex') };
}

/** A connection to Redis or Valkey, single or cluster, that responds or fails within two seconds, and connects again by itself. */
export class RedisLink {
  private constructor(private readonly connection: Connection) {}

  /** Resolves with the first connection, or without it when the server is down; `warn` is told then. */
  static async open(
    settings: Extract<SessionStoreSettings, { kind: 'redis' }>,
    warn: (message: string) => void = () => undefined,
  ): Promise<RedisLink> {
    const connection = settings.cluster ? clusterConnection(settings.urls, timeoutMs) : singleConnection(settings.urls[0] ?? '', timeoutMs);
    await within(timeoutMs, connection.connect()).catch((error: unknown) => {
      if (isMisuse(error)) throw error;
      const { message } = unreachable(connection.trouble() ?? error);
      warn(`${message} The application starts without it, and uses it as soon as it is there.`);
    });
    return new RedisLink(connection);
  }

  /** Sends a command to the server that holds `key`. Throws StoreUnavailableError. */
  async send(key: string, ...command: string[]): Promise<unknown> {
    try {
      // The name of the command alone: its keys name people and sessions.
      const statement = { system: 'redis', text: command[0] ?? '' } as const;
      return await statements.tracePromise(() => within(timeoutMs, this.connection.send(key, command)), statement);
    } catch (error) {
      throw fromRedis(error, this.connection.trouble());
    }
  }

  /** Runs a script; all `keys` have the hash tag of the first. */
  async run({ sha, text }: RedisScript, keys: readonly [string, ...string[]], values: readonly (string | number)[]): Promise<unknown> {
    const rest = [String(keys.length), ...keys, ...values.map(String)];
    try {
      return await this.send(keys[0], 'EVALSHA', sha, ...rest);
    } catch (error) {
      // The server was restarted, or has never seen the script.
      if (replyCode(error) !== 'NOSCRIPT') throw error;
      return this.send(keys[0], 'EVAL', text, ...rest);
    }
  }

  close(): void {
    this.connection.destroy();
  }
}

function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(timedOut()), milliseconds);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
