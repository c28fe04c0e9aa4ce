// Which module the CPU time of a page and of a sign-in goes to, as V8's sampling profiler sees it.
import { readdirSync, readFileSync } from 'node:fs';
import http from 'node:http';
import { join } from 'node:path';
import { Browser } from './support/browser.mjs';
import { contestants } from './support/contestants.mjs';
import { scratchFolder } from './support/leftovers.mjs';
import { load } from './support/load.mjs';
import { moduleNames } from './support/module-names.mjs';
import { Program } from './support/program.mjs';
import { printTable } from './support/report.mjs';
import { startProvider, subjectName } from './support/servers.mjs';
import { signIns } from './support/sign-ins.mjs';

/** Milliseconds. */
const warmUp = 10_000;
const observed = 8_000;
const shown = 25;

export async function measureProfile() {
  const page = ({ url, pages, pids, person }, milliseconds) =>
    load({ url, path: pages.profile, cookie: person.cookie, pids, milliseconds });
  const signIn = ({ url, pages, pids }, milliseconds) => signIns({ url, pages, pids, milliseconds, flight: 1 });
  for (const [title, work] of [
    ['GET /profile', page],
    ['a sign-in', signIn],
  ]) {
    const shares = [...(await sharesOf(work))].sort(([, a], [, b]) => b - a);
    const rest = shares.slice(shown).reduce((sum, [, share]) => sum + share, 0);
    const rows = [...shares.slice(0, shown), ['the rest', rest]].map(([module, share]) => [module, `${(share * 100).toFixed(1)} %`]);
    printTable([title, 'CPU time'], rows);
  }
}

/** @returns {Promise<Map<string, number>>} the share of each module in the CPU time of `work`, once it is warm */
async function sharesOf(work) {
  const folder = scratchFolder('profile');
  const provider = await startProvider();
  try {
    const contestant = contestants['application, SQLite'];
    const environment = (surroundings) => ({
      ...contestant.environment(surroundings),
      NODE_OPTIONS: `--cpu-prof --cpu-prof-interval 200 --cpu-prof-dir ${folder.path}`,
    });
    const started = performance.now();
    const program = await Program.start({ ...contestant, environment }, { issuer: provider.issuer });
    const { url, pids } = program;
    const pages = { ...contestant.pages, name: subjectName };
    const person = new Browser(url, new http.Agent({ keepAlive: true }));
    await person.signIn(pages);
    await work({ url, pages, pids, person }, warmUp);
    const from = performance.now() - started;
    await work({ url, pages, pids, person }, observed);
    await program.stop();
    const [file] = readdirSync(folder.path);
    return shares(JSON.parse(readFileSync(join(folder.path, file), 'utf8')), from, from + observed);
  } finally {
    provider.stop();
    folder.remove();
  }
}

/** `from`, `to`: milliseconds since the program was started. */
function shares({ nodes, samples, timeDeltas, startTime }, from, to) {
  const moduleOf = moduleNames();
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  const spent = new Map();
  let [time, total] = [startTime, 0];
  samples.forEach((id, index) => {
    time += timeDeltas[index];
    const at = (time - startTime) / 1000;
    const frame = frames.get(id);
    if (at < from || at > to || frame.functionName === '(idle)') return;
    const module = moduleOf(frame);
    spent.set(module, (spent.get(module) ?? 0) + timeDeltas[index]);
    total += timeDeltas[index];
  });
  return new Map([...spent].map(([module, microseconds]) => [module, microseconds / total]));
}
