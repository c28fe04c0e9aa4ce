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
  /** Kills one node with -9, in the order of `urls`: primaries come first. */
  crash(node: number): Promise<void>;
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

/** Milliseconds after which the nodes of a cluster take one for lost that does not answer them. */
const nodeTimeout = 2000;

/** Starts a cluster of three primaries, each with a replica where that is asked for. */
export async function startRedisCluster({ replicas = false } = {}): Promise<RedisServer> {
  const clustered = ['--cluster-enabled', 'yes', '--cluster-node-timeout', String(nodeTimeout)];
  const nodes: Node[] = [];
  while (nodes.length < (replicas ? 6 : 3)) nodes.push(await prepareNode(clustered));
  await Promise.all(nodes.map((node) => node.process.start()));
  const lastSlots = [5460, 10_922, 16_383];
  const primaries = nodes.slice(0, 3);
  for (const [index, node] of primaries.entries()) {
    const first = index === 0 ? 0 : (lastSlots[index - 1] ?? 0) + 1;
    await send(node, 'CLUSTER', 'ADDSLOTSRANGE', String(first), String(lastSlots[index]));
    // Each its own epoch, so that nobody has to settle who is newer.
    await send(node, 'CLUSTER', 'SET-CONFIG-EPOCH', String(index + 1));
  }
  const [first, ...others] = nodes;
  if (first) for (const node of others) await send(first, 'CLUSTER', 'MEET', '127.0.0.1', new URL(node.url).port);
  const cluster = server(nodes, true);
  await untilCovered(cluster, nodes.length);
  for (const [index, replica] of nodes.slice(3).entries()) await replicate(primaries[index] as Node, replica);
  return cluster;
}

/** Resolves when the replica has all that the primary has. */
async function replicate(primary: Node, replica: Node): Promise<void> {
  await send(replica, 'CLUSTER', 'REPLICATE', String(await send(primary, 'CLUSTER', 'MYID')));
  await until('The replica did not follow its primary.', async () =>
    /master_link_status:up/.test(String(await send(replica, 'INFO', 'replication'))),
  );
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
      if (cluster) await untilCovered(self, nodes.length);
    },
    async crash(node) {
      await nodes[node]?.process.stop('SIGKILL');
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

function untilCovered(cluster: RedisServer, nodes: number): Promise<void> {
  return until('The nodes did not form a cluster.', async () => {
    const states = (await cluster.command('CLUSTER', 'INFO')).map(String);
    return states.every((state) => state.includes('cluster_state:ok') && state.includes(`cluster_known_nodes:${nodes}`));
  });
}

async function until(otherwise: string, isSo: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 600; tries += 1) {
    if (await isSo()) return;
    await sleep(50);
  }
  throw new Error(otherwise);
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
