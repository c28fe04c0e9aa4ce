import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { Browser } from './browser.mjs';
import { extendedApplication } from './contestants.mjs';
import { idleSessions, settingOf } from './crowd.mjs';
import { Program } from './program.mjs';
import { quantile } from './statistics.mjs';

/** Milliseconds without a sweep, to compare with. */
const calm = 10_000;
/** Milliseconds. */
const longest = 60_000;
const warming = 3000;
const looking = 500;

const pauses = ['longest pause before, ms', 'while sweeping', '99.9 %'];
export const sweepTitles = ['swept', 'left over', 'seconds', ...pauses, ...pauses.map((title) => `own: ${title}`)];

/**
 * How long the event loop of the program is held up while it sweeps, with people signing in and opening pages all the time.
 * Answers the cells of a row.
 */
export async function sweep({ issuer }, address, pages) {
  const contestant = extendedApplication;
  const environment = (surroundings) => ({ ...contestant.environment(surroundings), ...settingOf(address) });
  const program = await Program.start({ ...contestant, environment }, { issuer }, { watchDelay: true });
  const agent = new http.Agent({ keepAlive: true });
  const idle = await idleSessions(address);
  const over = new AbortController();
  const visitors = [visit(program.url, agent, pages, over.signal), visit(program.url, agent, pages, over.signal)];
  try {
    await sleep(warming);
    const began = Date.now();
    await sleep(calm);
    const [left, swept] = [idle, Date.now()];
    await ask(program.url, agent);
    await Promise.race([untilSwept(address), ...visitors]);
    const ended = Date.now();
    // What was noted last is written once a second.
    await sleep(1500);
    const remaining = await idleSessions(address);
    const seconds = ((ended - swept) / 1000).toFixed(1);
    const figures = (kind) => {
      const meanwhile = program.gaps(swept, ended + 1000, kind);
      const three = [quantile(program.gaps(began, swept, kind), 1), quantile(meanwhile, 1), quantile(meanwhile, 0.999)];
      return three.map((milliseconds) => milliseconds.toFixed(0));
    };
    return [left - remaining, remaining, seconds, ...figures('gaps'), ...figures('own')].map(String);
  } finally {
    over.abort();
    await Promise.allSettled(visitors);
    agent.destroy();
    await program.stop();
  }
}

/** A sweep that goes on for longer than `longest` ends with the program. */
async function untilSwept(address) {
  for (const began = Date.now(); Date.now() - began < longest; await sleep(looking)) {
    if ((await idleSessions(address)) === 0) return;
  }
}

async function ask(url, agent) {
  const { status, body } = await new Browser(url, agent).fetch('/bench/sweep');
  if (status !== 200) throw new Error(`/bench/sweep answered ${status}: ${body.slice(0, 200)}`);
}

/** Signs in, opens ten pages, and so on, with a moment between. Rejects with the first failure. */
async function visit(url, agent, pages, over) {
  while (!over.aborted) {
    const browser = new Browser(url, agent);
    await browser.signIn(pages);
    for (let page = 0; page < 10 && !over.aborted; page += 1) {
      await sleep(20);
      const { status } = await browser.fetch(pages.profile);
      if (status !== 200) throw new Error(`${pages.profile} answered ${status}`);
    }
  }
}
