import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from '@redis/client';
import { freePort } from '../support/free-port.js';
import { ServerProcess } from './server-process.js';

export interface RedisServer {
  /** One URL, or one for each node of the cluster. */
  readonly urls: readonly string[];
  readonly cluster: boolean;
  /** Answers a command sent to each node, such as FLUSHALL. */
  command(...command: string[]): Promise<unknown[]>;
  /** Everything that was ever written, as the servers keep it on disk. */
  dump(): string;
  /** `fast`: data is saved first. `crash`: killed with -9. */
  stop(how?: 'fast' | 'crash'): Promise<void>;
  /** Again, after `stop`, with the same data on the same ports. */
  start(): Promise<void>;
  freeze(): void;
  thaw(): void;
  /** Stops it and removes its files. */
  remove(): Promise<void>;
}

interface Node {
  readonly url: string;
  readonly directory: string;
  readonly process: ServerProcess;
}

/** Starts a Redis or Valkey server of its own in a temporary directory, on a free port of 127.0.0.1. */
export async function startRedis(): Promise<RedisServer> {
  const node = await prepareNode([]);
  await node.process.start();
  return server([node], false);
}

/** Starts a cluster of three nodes without replicas. */
export async function startRedisCluster(): Promise<RedisServer> {
  const nodes = [
    await prepareNode(['--cluster-enabled', 'yes']),
    await prepareNode(['--cluster-enabled', 'yes']),
    await prepareNode(['--cluster-enabled', 'yes']),
  ];
  await Promise.all(nodes.map((node) => node.process.start()));
  const lastSlots = [5460, 10_922, 16_383];
  for (const [index, node] of nodes.entries()) {
    const first = index === 0 ? 0 : (lastSlots[index - 1] ?? 0) + 1;
    await send(node, 'CLUSTER', 'ADDSLOTSRANGE', String(first), String(lastSlots[index]));
    // Each its own epoch, so that nobody has to settle who is newer.
    await send(node, 'CLUSTER', 'SET-CONFIG-EPOCH', String(index + 1));
  }
  const [first, ...others] = nodes;
  if (first) for (const node of others) await send(first, 'CLUSTER', 'MEET', '127.0.0.1', new URL(node.url).port);
  const cluster = server(nodes, true);
  await untilCovered(cluster);
  return cluster;
}

function server(nodes: readonly Node[], cluster: boolean): RedisServer {
  const self: RedisServer = {
    urls: nodes.map((node) => node.url),
    cluster,
    command: (...command) => Promise.all(nodes.map((node) => send(node, ...command))),
    dump: () => nodes.map((node) => readFiles(node.directory)).join('\n'),
    async stop(how = 'fast') {
      await Promise.all(nodes.map((node) => node.process.stop(how === 'fast' ? 'SIGTERM' : 'SIGKILL')));
    },
    async start() {
      await Promise.all(nodes.map((node) => node.process.start()));
      if (cluster) await untilCovered(self);
    },
    freeze: () => nodes.forEach((node) => node.process.freeze()),
    thaw: () => nodes.forEach((node) => node.process.thaw()),
    async remove() {
      for (const node of nodes) {
        node.process.thaw();
        await node.process.stop('SIGKILL');
        rmSync(node.directory, { recursive: true, force: true });
      }
    },
  };
  return self;
}

async function prepareNode(options: readonly string[]): Promise<Node> {
  const directory = mkdtempSync(join(tmpdir(), 'okta-nest-signin-redis-'));
  let port = await freePort();
  // A node of a cluster talks to the others on its port + 10000.
  while (port >= 55_536) port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  // Written down in clear, so that a test can see all that was ever stored.
  const persistence = ['--save', '', '--appendonly', 'yes', '--aof-use-rdb-preamble', 'no'];
  const settings = ['--port', String(port), '--bind', '127.0.0.1', '--dir', directory, ...persistence, ...options];
  const isReady = (): Promise<boolean> =>
    send({ url }, 'PING').then(
      (answer) => answer === 'PONG',
      () => false,
    );
  return { url, directory, process: new ServerProcess({ file: program(), arguments: settings, directory, user: undefined }, isReady) };
}

function program(): string {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const file = ['redis-server', 'valkey-server']
    .flatMap((name) => folders.map((folder) => join(folder, name)))
    .find((path) => existsSync(path));
  if (file === undefined) throw new Error('No Redis here: install the Debian package redis-server, or valkey.');
  return file;
}

async function untilCovered(cluster: RedisServer): Promise<void> {
  for (let tries = 0; tries < 600; tries += 1) {
    const states = await cluster.command('CLUSTER', 'INFO');
    if (states.every((state) => /cluster_state:ok/.test(String(state)) && /cluster_known_nodes:3/.test(String(state)))) return;
    await sleep(50);
  }
  throw new Error('The nodes did not form a cluster.');
}

async function send({ url }: { readonly url: string }, ...command: string[]): Promise<unknown> {
  const client = createClient({ url, RESP: 2, socket: { reconnectStrategy: false } });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await client.sendCommand(command);
  } finally {
    client.destroy();
  }
}

function readFiles(directory: string): string {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    .join('\n');
}
