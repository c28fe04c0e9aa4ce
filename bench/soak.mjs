// npm run bench:soak [-- --minutes N]: sign-ins, pages and sign-outs mixed; memory, event-loop delay and errors, minute by minute.
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
import { quantile } from './support/statistics.mjs';

const people = 8;
const pagesEach = 20;
const { values } = parseArgs({ options: { minutes: { type: 'string', default: '10' } } });

moveToOurCore();
prepare();
const provider = await startProvider();
const contestant = contestants['product, SQLite'];
const program = await Program.start(contestant, { issuer: provider.issuer });
const agent = new http.Agent({ keepAlive: true });
const pages = { ...contestant.pages, name: subjectName };
const until = performance.now() + Number(values.minutes) * 60_000;
const count = { signIns: 0, pages: 0, signOuts: 0 };
const errors = [];
const rows = [];
let delays = [];

const working = [...Array.from({ length: people }, live), watchDelay()];
for (let minute = 1; performance.now() < until; minute += 1) {
  await sleep(Math.min(60_000, until - performance.now()));
  const heap = (await program.heap()) / 2 ** 20;
  const memory = residentMemory(program.pids);
  rows.push([minute, count.signIns, count.pages, count.signOuts, errors.length, heap.toFixed(1), memory.toFixed(0), quantile(delays, 0.99).toFixed(1)].map(String));
  delays = [];
}
await Promise.all(working);
await program.stop();
provider.stop();
printTable(['minute', 'sign-ins', 'pages', 'sign-outs', 'errors', 'heap MB', 'RSS MB', 'answer to /healthz, 99 %, ms'], rows);
if (errors.length > 0) console.log(`First error: ${errors[0]}`);
process.exit(errors.length === 0 ? 0 : 1);

/** A person who comes, looks around and leaves, again and again. */
async function live() {
  while (performance.now() < until) {
    try {
      const browser = new Browser(program.url, agent);
      let page = await browser.signIn(pages);
      count.signIns += 1;
      for (let visit = 0; visit < pagesEach; visit += 1) page = await browser.fetch(pages.profile);
      count.pages += pagesEach;
      await signOut(browser, page);
      count.signOuts += 1;
    } catch (error) {
      errors.push(error.message);
      await sleep(100);
    }
  }
}

async function signOut(browser, page) {
  const csrf = /name="csrf" value="([^"]+)"/.exec(page.body)?.[1];
  const answer = await browser.fetch('/logout', { method: 'POST', body: new URLSearchParams({ csrf }).toString() });
  if (answer.status >= 400) throw new Error(`/logout answered ${answer.status}`);
  const after = await browser.fetch(pages.profile);
  if (after.status === 200) throw new Error('signed in after signing out');
}

/** Liveness costs nothing by itself: how long it takes is how long the event loop is held up. */
async function watchDelay() {
  while (performance.now() < until) {
    const began = performance.now();
    const { status } = await new Browser(program.url, agent).fetch('/healthz').catch((error) => ({ status: error.message }));
    if (status !== 200) errors.push(`/healthz answered ${status}`);
    delays.push(performance.now() - began);
    await sleep(20);
  }
}
