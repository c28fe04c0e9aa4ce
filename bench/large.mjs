// npm run bench -- --large: what a million sessions of 200,000 people change, on SQLite and on PostgreSQL. About eight minutes, 6 GB of disk.
import { join } from 'node:path';
import pg from 'pg';
import { Browser } from './support/browser.mjs';
import { contestants } from './support/contestants.mjs';
import { fill } from './support/crowd.mjs';
import { scratchFolder } from './support/leftovers.mjs';
import { load } from './support/load.mjs';
import { Program } from './support/program.mjs';
import { printTable } from './support/report.mjs';
import { signIns } from './support/sign-ins.mjs';
import { startPostgres, startProvider, subjectName } from './support/servers.mjs';
import { median } from './support/statistics.mjs';
import { sweep, sweepTitles } from './support/sweep.mjs';

const rounds = 3;
/** Five sessions a person, as in the large one. */
const few = { people: 200, sessions: 1_000, idle: 0 };
const pages = { ...contestants['product, SQLite'].pages, name: subjectName };

/** `scale`: 1 for a million sessions. `only`: one of the databases. Prints two tables of its own. */
export async function measureLarge(scale = 1, only = undefined) {
  const many = { people: 200_000 * scale, sessions: 1_000_000 * scale, idle: 50_000 * scale };
  const provider = await startProvider();
  const folder = scratchFolder('large');
  const postgres = await startPostgres();
  const places = [['SQLite', `sqlite:${join(folder.path, 'few.db')}`, `sqlite:${join(folder.path, 'many.db')}`]];
  if (postgres !== undefined) places.push(['PostgreSQL', postgres.url, await anotherDatabase(postgres.url)]);
  const taking = places.filter(([name]) => only === undefined || name.includes(only));
  const costs = [];
  const pauses = [];
  try {
    for (const [name, small, large] of taking) {
      for (const [address, crowd] of [[small, few], [large, many]]) {
        await (await start(provider, address)).stop();
        await timed(`${name}: ${crowd.sessions} sessions filled in`, () => fill(address, crowd));
      }
      // First, since a program that runs for half a minute sweeps by itself.
      pauses.push([name, ...(await timed(`${name}: swept`, () => sweep(provider, large, pages)))]);
      costs.push(await timed(`${name}: compared`, () => compare(name, provider, small, large)));
    }
  } finally {
    provider.stop();
    await postgres?.stop();
    folder.remove();
  }
  printTable([`${many.sessions} sessions against ${few.sessions}`, 'page, µs', 'ratio', 'target', 'sign-in, ms', 'ratio', 'target'], costs);
  printTable([`of ${many.sessions} sessions`, ...sweepTitles], pauses);
}

async function timed(what, work) {
  const began = performance.now();
  const result = await work();
  console.error(`${what} (${((performance.now() - began) / 1000).toFixed(0)} s)`, Array.isArray(result) ? result.join(' | ') : '');
  return result;
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
    const page = await load({ url, path: pages.profile, cookie: person.cookie, pids, milliseconds: 5000 });
    await signIns({ url, pages, pids, milliseconds: 1500, flight: 8 });
    const { milliseconds } = await signIns({ url, pages, pids, milliseconds: 2500, flight: 1 });
    return { page: page.microseconds, signIn: milliseconds };
  } finally {
    await program.stop();
  }
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
