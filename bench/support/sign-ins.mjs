import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { Browser } from './browser.mjs';
import { cpuTime } from './process.mjs';
import { quantile } from './statistics.mjs';

const window = 250;
/** Milliseconds. */
const longest = 10_000;

/**
 * Signs people in, `flight` at a time, for some milliseconds, and up to ten seconds where fewer than `least` have come in.
 * Each has a browser of their own and ends on the guarded page.
 * @returns {Promise<{signIns: number, milliseconds: number}>} CPU milliseconds of `pids` a sign-in, the lower quartile of the windows.
 * Rejects with the first failure.
 */
export async function signIns({ url, pages, pids, milliseconds, flight, least = 0 }) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });
  const began = performance.now();
  let done = 0;
  let failure;
  const isOver = () => {
    const spent = performance.now() - began;
    return failure !== undefined || (spent >= milliseconds && (done >= least || spent >= longest));
  };
  const person = async () => {
    while (!isOver()) {
      await new Browser(url, agent).signIn(pages).catch((error) => (failure ??= error));
      done += 1;
    }
  };
  const working = Promise.all(Array.from({ length: flight }, person));
  const first = cpuTime(pids);
  const costs = await measured(pids, isOver, () => done);
  await working;
  if (costs.length === 0) costs.push((cpuTime(pids) - first) / 1000 / done);
  agent.destroy();
  if (failure !== undefined) throw failure;
  return { signIns: done, milliseconds: quantile(costs, 0.25) };
}

async function measured(pids, isOver, done) {
  const costs = [];
  let [cpu, count] = [cpuTime(pids), done()];
  while (!isOver()) {
    await sleep(window);
    // A window needs some sign-ins in it: one that was cut in two must not weigh.
    if (done() - count < 10) continue;
    const now = cpuTime(pids);
    costs.push((now - cpu) / 1000 / (done() - count));
    [cpu, count] = [now, done()];
  }
  return costs;
}
