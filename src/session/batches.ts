import { setTimeout as sleep } from 'node:timers/promises';

/** Rows removed at a time; and the milliseconds that this should take, and that others have between. */
const smallestBatch = 10;
const largestBatch = 100;
const pause = 10;

/**
 * Repeats `remove` until it removes fewer than its limit, which makes each batch take a few milliseconds, however slow the disk, and lets
 * others go between. Answers how many were removed.
 */
export async function inBatches(remove: (limit: number) => Promise<number>): Promise<number> {
  for (let total = 0, limit = smallestBatch; ; await sleep(pause)) {
    const began = performance.now();
    const removed = await remove(limit);
    total += removed;
    if (removed < limit) return total;
    limit = performance.now() - began < pause ? Math.min(2 * limit, largestBatch) : Math.max(limit >> 1, smallestBatch);
  }
}
