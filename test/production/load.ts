import { Agent, request } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';

export interface LoadResult {
  /** How many answers there were of each status; `error` counts requests without an answer. */
  readonly statuses: ReadonlyMap<number | 'error', number>;
  /** Milliseconds of each answer, sorted. */
  readonly times: readonly number[];
}

export interface Visit {
  readonly url: string;
  readonly ca: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Requests pages one after the other on `workers` connections, `pause` milliseconds apart, until `until` settles. */
export async function visitUntil(
  until: Promise<unknown>,
  workers: number,
  pause: number,
  visit: (count: number) => Visit,
): Promise<LoadResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: workers });
  const statuses = new Map<number | 'error', number>();
  const times: number[] = [];
  let isOver = false;
  let count = 0;
  const worker = async (): Promise<void> => {
    while (!isOver) {
      const start = performance.now();
      const status = await answerOf(visit((count += 1)), agent);
      times.push(performance.now() - start);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      await sleep(pause);
    }
  };
  const running = Array.from({ length: workers }, worker);
  await until.finally(() => (isOver = true));
  await Promise.all(running);
  agent.destroy();
  return { statuses, times: times.sort((a, b) => a - b) };
}

/** Requests pages at `rate` a second until `until` settles, however long the answers take, as an attacker does. */
export async function hammerUntil(until: Promise<unknown>, rate: number, visit: (count: number) => Visit): Promise<LoadResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const statuses = new Map<number | 'error', number>();
  const times: number[] = [];
  const waiting = new Set<Promise<void>>();
  const began = performance.now();
  let isOver = false;
  void until.finally(() => (isOver = true));
  for (let count = 0; !isOver;) {
    for (; count < ((performance.now() - began) / 1000) * rate; count += 1) {
      const start = performance.now();
      const answered = answerOf(visit(count), agent).then((status) => {
        times.push(performance.now() - start);
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
        waiting.delete(answered);
      });
      waiting.add(answered);
    }
    await sleep(10);
  }
  await Promise.all(waiting);
  agent.destroy();
  return { statuses, times: times.sort((a, b) => a - b) };
}

export function percentile(times: readonly number[], share: number): number {
  return Math.round((times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0) * 10) / 10;
}

function answerOf({ url, ca, headers = {} }: Visit, agent: Agent): Promise<number | 'error'> {
  return new Promise((resolve) => {
    const outgoing = request(url, { agent, ca, headers }, (response) => {
      response.resume();
      response.once('error', () => resolve('error'));
      response.once('end', () => resolve(response.statusCode ?? 'error'));
    });
    outgoing.once('error', () => resolve('error'));
    outgoing.end();
  });
}
