import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { Browser } from './browser.mjs';
import { cpuTime } from './process.mjs';
import { quantile } from './statistics.mjs';

const window = 250;

/**
 * Signs people in, `flight` at a time, for some milliseconds; each has a browser of their own and ends on the guarded page.
 * @returns {Promise<{signIns: number, milliseconds: number}>} CPU milliseconds of `pids` a sign-in, the lower quartile of the windows.
 * Rejects with the first failure.
 */
export async function signIns({ url, pages, pids, milliseconds, flight }) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });
  const until = performance.now() + milliseconds;
  let done = 0;
  let failure;
  const person = async () => {
    while (performance.now() < until && failure === undefined) {
      await new Browser(url, agent).signIn(pages).catch((error) => (failure ??= error));
      done += 1;
    }
  };
  const working = Promise.all(Array.from({ length: flight }, person));
  const costs = await measured(pids, until, () => done);
  await working;
  agent.destroy();
  if (failure !== undefined) throw failure;
  return { signIns: done, milliseconds: quantile(costs, 0.25) };
}

async function measured(pids, until, done) {
  const costs = [];
  const [began, first] = [cpuTime(pids), done()];
  let [cpu, count] = [began, first];
  while (performance.now() < until) {
    await sleep(window);
    // A window needs some sign-ins in it: one that was cut in two must not weigh.
    if (done() - count < 10) continue;
    const now = cpuTime(pids);
    costs.push((now - cpu) / 1000 / (done() - count));
    [cpu, count] = [now, done()];
  }
  return costs.length > 0 ? costs : [(cpuTime(pids) - began) / 1000 / (done() - first)];
}
