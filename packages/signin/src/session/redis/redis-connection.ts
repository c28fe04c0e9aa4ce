import { createClient, createCluster } from '@redis/client';

/** What the client and the cluster client have in common. */
export interface Connection {
  /** Resolves with the first connection. */
  connect(): Promise<unknown>;
  /** Sends a command to the server that holds `key`; fails at once while there is no connection. */
  send(key: string, command: string[]): Promise<unknown>;
  /** Why there was no connection the last time. */
  trouble(): unknown;
  destroy(): void;
}

/** `timeoutMs`: for an attempt to connect. Attempts go on for ever. */
export function singleConnection(url: string, timeoutMs: number): Connection {
  const client = createClient({ url, RESP: 2, ...clientOptions(timeoutMs) });
  let trouble: unknown;
  // Without a listener the first lost connection would end the process.
  client.on('error', (error: unknown) => {
    trouble = error;
  });
  return {
    connect: () => client.connect(),
    send: (_key, command) => client.sendCommand(command),
    trouble: () => trouble,
    destroy: () => client.isOpen && client.destroy(),
  };
}

export function clusterConnection(urls: readonly string[], timeoutMs: number): Connection {
  const options = clientOptions(timeoutMs);
  const { username, password, protocol } = new URL(urls[0] ?? '');
  // What discovery finds are bare addresses: credentials and TLS come from the first URL.
  const credentials = {
    ...(username && { username: decodeURIComponent(username) }),
    ...(password && { password: decodeURIComponent(password) }),
  };
  const socket = { ...options.socket, ...(protocol === 'rediss:' && { tls: true as const }) };
  const cluster = createCluster({
    rootNodes: urls.map((url) => ({ url })),
    RESP: 2,
    // The others are asked who has its keys now. They take some seconds to agree on that.
    topologyRefreshOnReconnectionAttemptStrategy: refreshPauseMs,
    defaults: { ...options, ...credentials, socket },
    commandOptions: options.commandOptions,
  });
  let trouble: unknown;
  cluster.on('error', (error: unknown) => {
    trouble = error;
  });
  // Unlike the client, it does not try again to find its first node.
  let connecting: Promise<unknown> | undefined;
  const connect = (): Promise<unknown> => {
    connecting ??= cluster.connect().catch((error: unknown) => {
      connecting = undefined;
      throw error;
    });
    return connecting;
  };
  return {
    connect,
    send: async (key, command) => {
      await connect();
      return cluster.sendCommand(key, false, command);
    },
    trouble: () => trouble,
    destroy: () => cluster.isOpen && cluster.destroy(),
  };
}

/** How long a node of a cluster is away before it may have lost its keys to a replica. */
const refreshPauseMs = 1000;

/** Between two attempts to connect again, and as much again at random. */
const reconnectPauseMs = 250;

function clientOptions(timeoutMs: number) {
  return {
    disableOfflineQueue: true,
    // The client's own timeout covers only what is not sent yet, and costs an AbortSignal for each command.
    commandOptions: { timeout: 0 },
    socket: { connectTimeout: timeoutMs, reconnectStrategy: () => reconnectPauseMs * (1 + Math.random()) },
  };
}
