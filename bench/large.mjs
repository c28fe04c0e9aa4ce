// What a million sessions of 200,000 people change, on SQLite, PostgreSQL and Redis. 6 GB of disk, and as much memory for Redis.
import { join } from 'node:path';
import { Browser } from './support/browser.mjs';
import { contestants } from './support/contestants.mjs';
import { fill, settingOf } from './support/crowd.mjs';
import { scratchFolder } from './support/leftovers.mjs';
import { load } from './support/load.mjs';
import { Program } from './support/program.mjs';
import { printTable } from './support/report.mjs';
import { signIns } from './support/sign-ins.mjs';
import { anotherDatabase, startPostgres, startProvider, startRedis, subjectName } from './support/servers.mjs';
import { median } from './support/statistics.mjs';
import { sweep, sweepTitles } from './support/sweep.mjs';

const rounds = 12;
/** Milliseconds. V8 compiles for longer than one turn lasts: what is measured cold differs by more than a million rows make. */
const warming = 8000;
/** Five sessions a person, as in the large one. */
const few = { people: 200, sessions: 1_000, idle: 0 };
const pages = { ...contestants['application, SQLite'].pages, name: subjectName };

/** `scale`: 1 for a million sessions. `only`: one of the databases. Prints two tables of its own. @returns {Promise<object[]>} the rows for printTargets() */
export async function measureLarge(scale = 1, only = undefined) {
  const many = { people: 200_000 * scale, sessions: 1_000_000 * scale, idle: 50_000 * scale };
  const provider = await startProvider();
  const folder = scratchFolder('large');
  const postgres = await startPostgres();
  const places = [['SQLite', `sqlite:${join(folder.path, 'few.db')}`, `sqlite:${join(folder.path, 'many.db')}`]];
  if (postgres !== undefined) places.push(['PostgreSQL', postgres.url, await anotherDatabase(postgres.url, 'many')]);
  const [smallRedis, largeRedis] = [await startRedis(), await startRedis()];
  if (largeRedis !== undefined) places.push(['Redis', smallRedis.url, largeRedis.url]);
  const taking = places.filter(([name]) => only === undefined || only.some((part) => name.includes(part)));
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
    smallRedis?.stop();
    largeRedis?.stop();
    await postgres?.stop();
    folder.remove();
  }
  printTable([`${many.sessions} sessions against ${few.sessions}`, 'page, µs', 'ratio', 'sign-in, ms', 'ratio'], costs);
  printTable([`of ${many.sessions} sessions`, ...sweepTitles], pauses);
  const against = `${few.sessions} sessions`;
  return [
    ...costs.flatMap(([name, , page, , signIn]) => [
      { figure: `page with ${many.sessions} sessions, ${name}`, against, value: Number(page), target: 1.2, digits: 2 },
      { figure: `sign-in with ${many.sessions} sessions, ${name}`, against, value: Number(signIn), target: 1.2, digits: 2 },
    ]),
    ...pauses.map((cells) => ({ figure: `longest pause while sweeping, ${cells[0]}, ms`, against: '', value: Number(cells.at(-2)), target: 50, digits: 0 })),
  ];
}

async function timed(what, work) {
  const began = performance.now();
  const result = await work();
  console.error(`${what} (${((performance.now() - began) / 1000).toFixed(0)} s)`, Array.isArray(result) ? result.join(' | ') : '');
  return result;
}

/** Both programs at once, warm, in turns that follow each other closely: a machine that is busy for a while disturbs both. */
async function compare(name, provider, small, large) {
  const sides = [];
  try {
    for (const address of [small, large]) {
      const program = await start(provider, address);
      const person = new Browser(program.url);
      await person.signIn(pages);
      sides.push({ program, url: program.url, path: pages.profile, cookie: person.cookie, pids: program.pids, costs: { page: [], signIn: [] } });
    }
    for (const side of sides) {
      await load({ ...side, milliseconds: warming });
      await signIns({ ...side, pages, milliseconds: warming, flight: 8 });
    }
    for (let round = 0; round < rounds; round += 1) {
      for (const side of inTurn(sides, round)) side.costs.page.push((await load({ ...side, milliseconds: 1000 })).microseconds);
      for (const side of inTurn(sides, round)) side.costs.signIn.push((await signIns({ ...side, pages, milliseconds: 1500, flight: 1 })).milliseconds);
    }
  } finally {
    for (const { program } of sides) await program.stop();
  }
  const [ofFew, ofMany] = sides.map(({ costs }) => costs);
  const cells = (kind) => [
    `${median(ofFew[kind]).toFixed(1)} -> ${median(ofMany[kind]).toFixed(1)}`,
    median(ofMany[kind].map((cost, round) => cost / ofFew[kind][round])).toFixed(2),
  ];
  return [name, ...cells('page'), ...cells('signIn')];
}

/** Who was second in one round is first in the next. */
function inTurn(sides, round) {
  return round % 2 === 0 ? sides : sides.toReversed();
}

function start({ issuer }, address) {
  const contestant = contestants['application, SQLite'];
  const environment = (surroundings) => ({ ...contestant.environment(surroundings), ...settingOf(address) });
  return Program.start({ ...contestant, environment }, { issuer });
}
