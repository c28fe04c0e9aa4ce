'use strict';
// Preloaded where the event loop is watched: the milliseconds from each turn of a timer to the next, once a second to BENCH_DELAY_FILE;
// `own` without those in which the thread waited for a core that other programs had. The timer wants to turn every 5 ms, so a pause is told
// at most 5 ms too long, never too short.
const { isMainThread } = require('node:worker_threads');

if (process.env.BENCH_DELAY_FILE && isMainThread) {
  const { appendFile, openSync, readSync } = require('node:fs');
  const schedule = openSync(`/proc/self/task/${process.pid}/schedstat`, 'r');
  const text = Buffer.alloc(100);
  // Of this thread: on a core, and ready without one. What other threads of ours spent meanwhile they may have taken from it: no excuse.
  const look = () => {
    const [ran, waited] = text.latin1Slice(0, readSync(schedule, text, 0, text.length, 0)).split(' ', 2).map((part) => part / 1e6);
    const { user, system } = process.cpuUsage();
    return { now: performance.now(), waited, threads: (user + system) / 1000 - ran };
  };
  let last = look();
  let gaps = [];
  let own = [];
  const rounded = (milliseconds) => Math.round(milliseconds * 10) / 10;
  // A collection that the bench asked for is no pause of the program.
  process.on('bench-collected', () => (last = look()));
  setInterval(() => {
    const turn = look();
    const gap = turn.now - last.now;
    const lent = turn.waited - last.waited - Math.max(0, turn.threads - last.threads);
    gaps.push(rounded(gap));
    own.push(rounded(gap - Math.max(0, lent)));
    last = turn;
  }, 5).unref();
  setInterval(() => {
    appendFile(process.env.BENCH_DELAY_FILE, `${JSON.stringify({ at: Date.now(), gaps, own })}\n`, () => undefined);
    gaps = [];
    own = [];
  }, 1000).unref();
}
