import { createHash } from 'node:crypto';
import { createClient, createCluster, ErrorReply } from '@redis/client';
import type { SessionStoreSettings } from '../../config/settings.js';
import { fromRedis, timedOut } from './redis-errors.js';

/** Milliseconds after which a request is told that the store does not answer. */
const patience = 2000;
/** Milliseconds between two attempts to connect again. */
const reconnectPause = 250;

/** What the client and the cluster client have in common. */
interface Connection {
  connect(): Promise<unknown>;
  send(key: string, command: string[]): Promise<unknown>;
  destroy(): void;
}

/** A script with the keys it touches, which must share one hash tag. */
export interface RedisScript {
  readonly text: string;
  readonly sha: string;
}

export function script(text: string): RedisScript {
  return { text, sha: createHash('sha1').update(text).digest('hex') };
}

/** A connection to Redis or Valkey, single or cluster, that answers or fails within two seconds, and connects again by itself. */
export class RedisLink {
  #connecting: Promise<void> | undefined;
  #connected = false;

  private constructor(private readonly connection: Connection) {}

  /** Resolves with the first connection made, or without it when the server is down: commands fail until it is back. */
  static async open(settings: Extract<SessionStoreSettings, { kind: 'redis' }>): Promise<RedisLink> {
    const link = new RedisLink(settings.cluster ? clusterConnection(settings.urls) : singleConnection(settings.urls[0] ?? ''));
    await link.#connect().catch(() => undefined);
    return link;
  }

  /** Sends a command to the server that holds `key`. Throws StoreUnavailableError. */
  async send(key: string, ...command: string[]): Promise<unknown> {
    if (!this.#connected) await this.#connect();
    return within(patience, this.connection.send(key, command));
  }

  /** Runs a script; all `keys` have the hash tag of the first. */
  async run({ sha, text }: RedisScript, keys: readonly [string, ...string[]], values: readonly (string | number)[]): Promise<unknown> {
    const rest = [String(keys.length), ...keys, ...values.map(String)];
    try {
      return await this.send(keys[0], 'EVALSHA', sha, ...rest);
    } catch (error) {
      // The server was restarted, or has never seen the script.
      if (!(error instanceof ErrorReply) || !error.message.startsWith('NOSCRIPT')) throw error;
      return this.send(keys[0], 'EVAL', text, ...rest);
    }
  }

  close(): void {
    this.connection.destroy();
  }

  /** Callers that come while an attempt is under way share it. */
  #connect(): Promise<void> {
    this.#connecting ??= within(patience, this.connection.connect())
      .then(() => void (this.#connected = true))
      .finally(() => (this.#connecting = undefined));
    return this.#connecting;
  }
}

function singleConnection(url: string): Connection {
  const client = createClient({ url, RESP: 2, ...clientOptions });
  // Every failed command says what is wrong; without a listener the first lost connection would end the process.
  client.on('error', () => undefined);
  let connecting: Promise<unknown> | undefined;
  return {
    // The client itself tries again for ever.
    connect: () => (connecting ??= client.connect()),
    send: (_key, command) => client.sendCommand(command),
    destroy: () => client.isOpen && client.destroy(),
  };
}

function clusterConnection(urls: readonly string[]): Connection {
  const { username, password, protocol } = new URL(urls[0] ?? '');
  const credentials = {
    ...(username && { username: decodeURIComponent(username) }),
    ...(password && { password: decodeURIComponent(password) }),
  };
  const socket = { ...clientOptions.socket, ...(protocol === 'rediss:' && { tls: true as const }) };
  // What discovery finds are bare addresses: credentials and TLS come from the first URL.
  const cluster = createCluster({
    rootNodes: urls.map((url) => ({ url })),
    RESP: 2,
    defaults: { ...clientOptions, ...credentials, socket },
    commandOptions: clientOptions.commandOptions,
  });
  cluster.on('error', () => undefined);
  return {
    connect: () => cluster.connect(),
    send: (key, command) => cluster.sendCommand(key, false, command),
    destroy: () => cluster.isOpen && cluster.destroy(),
  };
}

const clientOptions = {
  disableOfflineQueue: true,
  // The client's own timeout covers only what is not sent yet, and costs an AbortSignal for each command.
  commandOptions: { timeout: 0 },
  socket: { connectTimeout: patience, reconnectStrategy: (): number => reconnectPause * (1 + Math.random()) },
};

function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(timedOut()), milliseconds);
    work.then(
      (value) => {
        clearTimeout(timer);
        resolve(value);
      },
      (error: unknown) => {
        clearTimeout(timer);
        reject(fromRedis(error));
      },
    );
  });
}
