// npm run bench -- --large: what a million sessions of 200,000 people change, on SQLite and on PostgreSQL. About eight minutes, 4 GB of disk.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { Browser } from './support/browser.mjs';
import { contestants } from './support/contestants.mjs';
import { fill, idleSessions } from './support/crowd.mjs';
import { load } from './support/load.mjs';
import { Program } from './support/program.mjs';
import { printTable } from './support/report.mjs';
import { signIns } from './support/sign-ins.mjs';
import { startPostgres, startProvider, subjectName } from './support/servers.mjs';
import { median, quantile } from './support/statistics.mjs';

const rounds = 3;
/** Milliseconds: the product sweeps between 30 and 90 seconds after its start. */
const untilSwept = 150_000;
const few = { people: 200, sessions: 1_000, idle: 0 };
const pages = { ...contestants['product, SQLite'].pages, name: subjectName };

/** `scale`: 1 for a million sessions. Prints three tables of its own. */
export async function measureLarge(scale = 1) {
  const many = { people: 200_000 * scale, sessions: 1_000_000 * scale, idle: 200_000 * scale };
  const provider = await startProvider();
  const folder = mkdtempSync(join(tmpdir(), 'bench-large-'));
  const postgres = await startPostgres();
  const places = [['SQLite', `sqlite:${join(folder, 'few.db')}`, `sqlite:${join(folder, 'many.db')}`]];
  if (postgres !== undefined) places.push(['PostgreSQL', postgres.url, await anotherDatabase(postgres.url)]);
  const costs = [];
  const pauses = [];
  try {
    for (const [name, small, large] of places) {
      for (const [address, crowd] of [[small, few], [large, many]]) {
        await (await start(provider, address)).stop();
        await fill(address, crowd);
      }
      costs.push(await compare(name, provider, small, large));
      pauses.push([name, ...(await sweep(provider, large))].map(String));
    }
  } finally {
    provider.stop();
    await postgres?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
  printTable([`${many.sessions} sessions against ${few.sessions}`, 'page, µs', 'ratio', 'target', 'sign-in, ms', 'ratio', 'target'], costs);
  printTable([`${many.idle} sessions swept`, 'left over', 'longest answer before, ms', 'while sweeping, ms', '99.9 %, ms', 'target'], pauses);
}

async function compare(name, provider, small, large) {
  const turns = { small: [], large: [] };
  for (let round = 0; round < rounds; round += 1) {
    turns.small.push(await turn(provider, small));
    turns.large.push(await turn(provider, large));
  }
  const cost = (size, key) => median(turns[size].map((each) => each[key]));
  const both = (key) => `${cost('small', key).toFixed(1)} -> ${cost('large', key).toFixed(1)}`;
  const ratio = (key) => (cost('large', key) / cost('small', key)).toFixed(2);
  return [name, both('page'), ratio('page'), '1.20', both('signIn'), ratio('signIn'), '1.30'];
}

async function turn(provider, address) {
  const program = await start(provider, address);
  try {
    const { url, pids } = program;
    const person = new Browser(url);
    await person.signIn(pages);
    await load({ url, path: pages.profile, cookie: person.cookie, pids, milliseconds: 1500, least: 4000 });
    const page = await load({ url, path: pages.profile, cookie: person.cookie, pids, milliseconds: 2000 });
    await signIns({ url, pages, pids, milliseconds: 2000, flight: 8 });
    const { milliseconds } = await signIns({ url, pages, pids, milliseconds: 2500, flight: 1 });
    return { page: page.microseconds, signIn: milliseconds };
  } finally {
    await program.stop();
  }
}

/** Liveness costs nothing by itself: how long its answer takes is how long the event loop is held up. */
async function sweep(provider, address) {
  const program = await start(provider, address);
  const began = performance.now();
  const delays = [];
  try {
    await new Browser(program.url).signIn(pages);
    while (performance.now() - began < untilSwept) {
      const asked = performance.now();
      const { status } = await new Browser(program.url).fetch('/healthz');
      if (status !== 200) throw new Error(`/healthz answered ${status}`);
      delays.push([asked - began, performance.now() - asked]);
      await sleep(5);
    }
  } finally {
    await program.stop();
  }
  const calm = delays.filter(([at]) => at > 5_000 && at < 28_000).map(([, delay]) => delay);
  const later = delays.filter(([at]) => at >= 28_000).map(([, delay]) => delay);
  return [await idleSessions(address), Math.max(...calm).toFixed(0), Math.max(...later).toFixed(0), quantile(later, 0.999).toFixed(0), 50];
}

function start({ issuer }, address) {
  const contestant = contestants['product, SQLite'];
  const environment = (surroundings) => ({ ...contestant.environment(surroundings), DATABASE_URL: address });
  return Program.start({ ...contestant, environment }, { issuer });
}

async function anotherDatabase(url) {
  const client = new pg.Client(url);
  await client.connect();
  await client.query('create database many');
  await client.end();
  return url.replace(/\/[^/]*$/, '/many');
}
