// npm run bench:soak [-- --minutes N]: sign-ins, pages, refreshes and sign-outs mixed; memory, event-loop delay and errors every half
// minute, and a verdict. Ends with 1 when there was an error, or too little to tell.
import '../tools/node-version.mjs';
import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Browser } from './support/browser.mjs';
import { contestants } from './support/contestants.mjs';
import { prepare } from './support/prepare.mjs';
import { moveToOurCore, residentMemory } from './support/process.mjs';
import { Program } from './support/program.mjs';
import { printTable } from './support/report.mjs';
import { startProvider, subjectName } from './support/servers.mjs';
import { median, quantile } from './support/statistics.mjs';
import { passBy, stayAWhile } from './support/visits.mjs';

const passing = 6;
const staying = 10;
/** Seconds. A token counts as old a minute before its end: each is refreshed after three. */
const lifetime = 63;
const { values } = parseArgs({ options: { minutes: { type: 'string', default: '10' } } });
/** Milliseconds from one row to the next. */
const step = Math.min(30_000, Number(values.minutes) * 10_000);

moveToOurCore();
prepare();
const provider = await startProvider({ lifetime });
const program = await Program.start(withRefresh(contestants["product, the peers' page"]), { issuer: provider.issuer }, { watchDelay: true });
const agent = new http.Agent({ keepAlive: true });
const pages = { login: '/login?returnTo=/profile', profile: '/profile', name: subjectName };
const until = performance.now() + Number(values.minutes) * 60_000;
const count = { signIns: 0, pages: 0, tokens: 0, signOuts: 0 };
const errors = [];
const rows = [];

const people = [...Array.from({ length: passing }, () => live(passBy)), ...Array.from({ length: staying }, () => live(stayAWhile))];
for (let from = Date.now(); performance.now() < until; from = Date.now()) {
  await sleep(Math.min(step, until - performance.now()));
  rows.push(await takeRow(from));
}
await Promise.all(people);
const last = await takeRow(Date.now());
await program.stop();
provider.stop();

const titles = ['minute', 'sign-ins', 'pages', 'tokens asked for', 'refreshes', 'sign-outs', 'errors', 'heap MB', 'RSS MB', 'event loop 99 %, ms', 'longest, ms'];
const cells = ({ minute, counts, refreshes, errors: failed, heap, memory, delay, longest }) =>
  [minute.toFixed(1), ...counts.slice(0, 3), refreshes, counts[3], failed, heap.toFixed(1), memory.toFixed(0), delay?.toFixed(1) ?? '-', longest?.toFixed(0) ?? '-'].map(String);
printTable(titles, [...rows, last].map(cells));
judge();

function withRefresh(contestant) {
  return { ...contestant, environment: (surroundings) => ({ ...contestant.environment(surroundings), OIDC_SCOPES: 'openid profile email offline_access' }) };
}

async function live(visit) {
  while (performance.now() < until) {
    await visit({ url: program.url, agent, pages, count, until }).catch(async (error) => {
      errors.push(error.message);
      await sleep(100);
    });
  }
}

async function takeRow(from) {
  const gaps = program.gaps(from);
  const metrics = (await new Browser(program.url, agent).fetch('/metrics')).body;
  const refreshes = Number(/^signin_token_refreshes_total\{outcome="done"\} (\d+)/m.exec(metrics)?.[1] ?? 0);
  const heap = (await program.heap()) / 2 ** 20;
  const memory = residentMemory(program.pids);
  const minute = Number(values.minutes) - Math.max(0, until - performance.now()) / 60_000;
  const { signIns, pages: opened, tokens, signOuts } = count;
  return { minute, counts: [signIns, opened, tokens, signOuts], refreshes, errors: errors.length, heap, memory, delay: quantile(gaps, 0.99), longest: quantile(gaps, 1) };
}

/** The first third of the rows warms up; of the rest the second half may not be above the first by more than a tenth and some noise. */
function judge() {
  const warm = rows.slice(Math.floor(rows.length / 3));
  const halves = [warm.slice(0, warm.length >> 1), warm.slice(warm.length >> 1)];
  const told = [
    ['heap', 'MB', ({ heap }) => heap, 3],
    ['RSS', 'MB', ({ memory }) => memory, 10],
    ['event loop, 99 %', 'ms', ({ delay }) => delay, 3],
  ].map(([what, unit, read, noise]) => {
    const [earlier, later] = halves.map((half) => median(half.map(read)));
    return `${what} ${later <= earlier * 1.1 + noise ? 'flat' : 'GROWS'}: ${earlier.toFixed(1)} -> ${later.toFixed(1)} ${unit}`;
  });
  console.log(`\n${told.join('; ')}; refreshes ${last.refreshes}; errors ${errors.length}`);
  if (errors.length > 0) console.log(`First error: ${errors[0]}`);
  process.exit(errors.length > 0 || last.refreshes === 0 || count.signOuts === 0 ? 1 : 0);
}
