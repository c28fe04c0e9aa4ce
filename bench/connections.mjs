// npm run bench -- connections: what a thousand connections in PostgreSQL change. About four minutes.
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { Browser } from './support/browser.mjs';
import { client, contestants, project, sessionSecret } from './support/contestants.mjs';
import { residentMemory } from './support/process.mjs';
import { Program } from './support/program.mjs';
import { printTable } from './support/report.mjs';
import { anotherDatabase, startPostgres, startProvider, subjectName } from './support/servers.mjs';
import { signIns } from './support/sign-ins.mjs';
import { median } from './support/statistics.mjs';

const rounds = 5;
/** Milliseconds: longer than connections to providers are kept. */
const pause = 6000;
const idOf = (number) => `customer-${number}`;
const pagesOf = (id) => ({ login: `/login?returnTo=/profile${id === undefined ? '' : `&connection=${id}`}`, profile: '/profile', name: subjectName });

/** Prints a table of its own, of the memory. */
export async function measureConnections(count) {
  const provider = await startProvider();
  const postgres = await startPostgres();
  if (postgres === undefined) throw new Error('PostgreSQL is not installed.');
  const databases = [postgres.url, await anotherDatabase(postgres.url, 'many')];
  const programs = [];
  const memory = [];
  const note = async (what) => {
    const heaps = [];
    for (const program of programs) heaps.push(`${((await program.heap()) / 2 ** 20).toFixed(1)} (${residentMemory(program.pids).toFixed(0)})`);
    memory.push([what, ...heaps]);
  };
  try {
    await fill(databases[1], provider.issuer, count);
    for (const address of databases) programs.push(await start(provider, address));
    await note('started');
    const sides = [
      { program: programs[0], pages: pagesOf(), costs: [] },
      { program: programs[1], pages: pagesOf(idOf(count / 2)), costs: [] },
    ];
    for (const { program, pages } of sides) await signIns({ ...target(program, pages), milliseconds: 4000, flight: 8 });
    for (let round = 0; round < rounds; round += 1) {
      for (const { program, pages, costs } of round % 2 === 0 ? sides : sides.toReversed())
        costs.push((await signIns({ ...target(program, pages), milliseconds: 2500, flight: 1 })).milliseconds);
    }
    await note('after some thousand sign-ins by one connection');
    // Twice over: what is kept from the first time is bounded, what grows with the second is a leak.
    for (const time of ['first', 'second']) {
      for (let number = 0; number < count; number += 1) await new Browser(programs[1].url).signIn(pagesOf(idOf(number)));
      await sleep(pause);
      await note(`after the ${time} sign-in by each of the ${count}`);
    }
    const [one, many] = sides.map(({ costs }) => costs);
    const ratio = median(many.map((cost, round) => cost / one[round]));
    printTable(['heap and buffers, MB (RSS)', 'one connection', `${count} more in the database`], memory);
    const against = `one connection: ${median(one).toFixed(2)} ms of CPU, ${median(many).toFixed(2)}`;
    return [{ figure: `a sign-in by one of ${count} connections`, against, value: ratio, target: 1.1, digits: 2 }];
  } finally {
    for (const program of programs) await program.stop();
    provider.stop();
    await postgres.stop();
  }
}

function target(program, pages) {
  return { url: program.url, pids: program.pids, pages };
}

function start({ issuer }, address) {
  const contestant = contestants['application, SQLite'];
  const environment = (surroundings) => ({ ...contestant.environment(surroundings), DATABASE_URL: address });
  return Program.start({ ...contestant, environment }, { issuer });
}

/** As `npm run connections -- add` would, `count` times. */
async function fill(address, issuer, count) {
  const built = (file) => import(pathToFileURL(join(project, 'packages/signin/dist', file)).href);
  const { openDatabase } = await built('database/open-database.js');
  const { ConnectionTable } = await built('connections/connection-table.js');
  const { KeyRing } = await built('session/key-ring.js');
  const database = await openDatabase({ kind: 'postgres', url: address });
  const table = new ConnectionTable(database, new KeyRing([sessionSecret]));
  for (let number = 0; number < count; number += 1) {
    const [label, domains] = [`Customer ${number}`, [`customer-${number}.example`]];
    const texts = { LABEL: label, DOMAINS: domains[0], HIDDEN: 'on', OIDC_ISSUER: issuer, OIDC_CLIENT_ID: `client-${number}`, OIDC_CLIENT_SECRET: client.secret };
    await table.save(idOf(number), new Map(Object.entries(texts)), { label, domains, hidden: true, issuer, organisation: undefined });
  }
  await database.close();
}
