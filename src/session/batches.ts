import { setTimeout as sleep } from 'node:timers/promises';

/** Rows removed at a time: a few milliseconds' work. */
const batchSize = 100;
/** Between two batches, for others. */
const pauseMs = 10;

/** Repeats `remove` until it removes fewer than its limit. Resolves to how many were removed. */
export async function inBatches(remove: (limit: number) => Promise<number>): Promise<number> {
  for (let total = 0; ; await sleep(pauseMs)) {
    const removed = await remove(batchSize);
    total += removed;
    if (removed < batchSize) return total;
  }
}
