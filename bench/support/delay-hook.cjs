'use strict';
// Preloaded where the event loop is watched: the milliseconds from each turn of a timer to the next, once a second to BENCH_DELAY_FILE.
// The timer wants to turn every 5 ms, so a pause is told at most 5 ms too long, never too short.
const { isMainThread } = require('node:worker_threads');

if (process.env.BENCH_DELAY_FILE && isMainThread) {
  const { appendFile } = require('node:fs');
  let last = performance.now();
  let gaps = [];
  // A collection that the bench asked for is no pause of the program.
  process.on('bench-collected', () => (last = performance.now()));
  setInterval(() => {
    const now = performance.now();
    gaps.push(Math.round((now - last) * 10) / 10);
    last = now;
  }, 5).unref();
  setInterval(() => {
    appendFile(process.env.BENCH_DELAY_FILE, `${JSON.stringify({ at: Date.now(), gaps })}\n`, () => undefined);
    gaps = [];
  }, 1000).unref();
}
