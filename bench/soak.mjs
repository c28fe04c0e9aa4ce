// Sign-ins, pages, refreshes and sign-outs mixed: memory, event-loop delay and errors every half minute, and whether they stay flat.
import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { Browser } from './support/browser.mjs';
import { extendedApplication } from './support/contestants.mjs';
import { residentMemory } from './support/process.mjs';
import { Program } from './support/program.mjs';
import { printTable } from './support/report.mjs';
import { startProvider, subjectName } from './support/servers.mjs';
import { median, quantile } from './support/statistics.mjs';
import { passBy, stayAWhile } from './support/visits.mjs';

const passing = 6;
const staying = 10;
/** Seconds. A token counts as old a minute before its end: each is refreshed after three. */
const lifetime = 63;
const pages = { login: '/login?returnTo=/profile', profile: '/profile', name: subjectName };

/** Ten minutes, or as many. @returns {Promise<object[]>} the rows for printTargets(). Rejects when there was an error, or too little to tell. */
export async function soak(minutes) {
  const step = Math.min(30_000, minutes * 10_000);
  const provider = await startProvider({ lifetime });
  const program = await Program.start(withRefresh(extendedApplication), { issuer: provider.issuer }, { watchDelay: true });
  const run = {
    program,
    minutes,
    agent: new http.Agent({ keepAlive: true }),
    until: performance.now() + minutes * 60_000,
    count: { signIns: 0, pages: 0, tokens: 0, signOuts: 0 },
    errors: [],
  };
  const rows = [];
  try {
    const people = [...Array.from({ length: passing }, () => live(passBy, run)), ...Array.from({ length: staying }, () => live(stayAWhile, run))];
    for (let from = Date.now(); performance.now() < run.until; from = Date.now()) {
      await sleep(Math.min(step, run.until - performance.now()));
      rows.push(await takeRow(from, run));
    }
    await Promise.all(people);
    rows.push(await takeRow(Date.now(), run));
  } finally {
    await program.stop();
    provider.stop();
  }
  const titles = ['minute', 'sign-ins', 'pages', 'tokens asked for', 'refreshes', 'sign-outs', 'errors', 'heap MB', 'RSS MB', 'event loop 99 %, ms', 'longest, ms'];
  const cells = ({ minute, counts, refreshes, errors, heap, memory, delay, longest }) =>
    [minute.toFixed(1), ...counts.slice(0, 3), refreshes, counts[3], errors, heap.toFixed(1), memory.toFixed(0), delay?.toFixed(1) ?? '-', longest?.toFixed(0) ?? '-'].map(String);
  printTable(titles, rows.map(cells));
  const { refreshes } = rows.pop();
  if (run.errors.length > 0) throw new Error(`${run.errors.length} errors in the soak, the first: ${run.errors[0]}`);
  // Tokens live for longer than a short soak.
  if ((refreshes === 0 && minutes >= 1) || run.count.signOuts === 0) throw new Error('the soak was too short');
  return judge(rows);
}

function withRefresh(contestant) {
  return { ...contestant, environment: (surroundings) => ({ ...contestant.environment(surroundings), OIDC_SCOPES: 'openid profile email offline_access' }) };
}

async function live(visit, { program, agent, count, until, errors }) {
  while (performance.now() < until) {
    await visit({ url: program.url, agent, pages, count, until }).catch(async (error) => {
      errors.push(error.message);
      await sleep(100);
    });
  }
}

async function takeRow(from, { program, agent, minutes, until, count, errors }) {
  const gaps = program.gaps(from);
  const metrics = (await new Browser(program.url, agent).fetch('/metrics')).body;
  const refreshes = Number(/^signin_token_refreshes_total\{outcome="done"\} (\d+)/m.exec(metrics)?.[1] ?? 0);
  const heap = (await program.heap()) / 2 ** 20;
  const memory = residentMemory(program.pids);
  const minute = minutes - Math.max(0, until - performance.now()) / 60_000;
  const { signIns, pages: opened, tokens, signOuts } = count;
  return { minute, counts: [signIns, opened, tokens, signOuts], refreshes, errors: errors.length, heap, memory, delay: quantile(gaps, 0.99), longest: quantile(gaps, 1) };
}

/** The first third of the rows warms up; of the rest the second half may not be above the first by more than a tenth and some noise. */
function judge(rows) {
  const warm = rows.slice(Math.floor(rows.length / 3));
  const halves = [warm.slice(0, warm.length >> 1), warm.slice(warm.length >> 1)];
  return [
    ['heap, MB', ({ heap }) => heap, 3],
    ['RSS, MB', ({ memory }) => memory, 10],
    ['event loop 99 %, ms', ({ delay }) => delay, 3],
  ].map(([what, read, noise]) => {
    const [earlier, later] = halves.map((half) => median(half.map(read)));
    return { figure: `soak, second half: ${what}`, against: `first half, ${earlier.toFixed(1)}`, value: later, target: earlier * 1.1 + noise, digits: 1 };
  });
}
