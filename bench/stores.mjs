// What a sign-in and a page cost the stores: CPU time of the server, commits, log and memory. docs/scaling.md reckons with it.
import { createClient } from '@redis/client';
import http from 'node:http';
import pg from 'pg';
import { Browser } from './support/browser.mjs';
import { contestants } from './support/contestants.mjs';
import { load } from './support/load.mjs';
import { cpuTime, processTree } from './support/process.mjs';
import { Program } from './support/program.mjs';
import { printTable } from './support/report.mjs';
import { startPostgres, startProvider, startRedis, subjectName } from './support/servers.mjs';
import { signIns } from './support/sign-ins.mjs';

/** Milliseconds of pages. */
const pagesFor = 4000;

/** `people`: who sign in, after a third of them for the warming. Prints one table. */
export async function measureStores(people) {
  const provider = await startProvider();
  const [postgres, redis] = [await startPostgres(), await startRedis()];
  const rows = [];
  try {
    for (const [name, store] of [
      ['PostgreSQL', postgres && (await postgresStore(postgres))],
      ['Redis', redis && (await redisStore(redis))],
    ]) {
      if (store === undefined) continue;
      const contestant = contestants[`Nest on Fastify, ${name}`];
      const program = await Program.start(contestant, { issuer: provider.issuer, postgres, redis });
      rows.push([name, ...(await costs(program, { ...contestant.pages, name: subjectName }, store, people))]);
      await program.stop();
      await store.close();
    }
  } finally {
    provider.stop();
    redis?.stop();
    await postgres?.stop();
  }
  printTable(['of the store', 'CPU µs a sign-in', 'commits or commands', 'bytes of log', 'bytes kept', 'CPU µs a page', 'commands a page'], rows);
}

async function costs({ url, pids }, pages, store, people) {
  const arrive = (least) => signIns({ url, pages, pids, milliseconds: 0, flight: 16, least });
  await arrive(people / 3);
  const before = await store.look();
  const { signIns: arrived } = await arrive(people);
  const after = await store.look();
  const each = (key, digits = 0) => ((after[key] - before[key]) / arrived).toFixed(digits);
  const person = new Browser(url, new http.Agent({ keepAlive: true }));
  await person.signIn(pages);
  const idle = await store.look();
  const { requests } = await load({ url, path: pages.profile, cookie: person.cookie, pids, milliseconds: pagesFor });
  const busy = await store.look();
  const eachPage = (key, digits) => ((busy[key] - idle[key]) / requests).toFixed(digits);
  return [each('cpu'), each('commands', 1), each('log'), each('kept'), eachPage('cpu', 1), eachPage('commands', 2)];
}

async function postgresStore({ url, pid }) {
  const client = new pg.Client(url);
  await client.connect();
  const query = `select (select xact_commit from pg_stat_database where datname = current_database()) as commands,
    pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0') as log, pg_database_size(current_database()) as kept`;
  const look = async () => {
    // What the server's processes have counted they hand in a second later.
    await client.query('select pg_sleep(1.5), pg_stat_force_next_flush()');
    const [row] = (await client.query(query)).rows;
    return { ...Object.fromEntries(Object.entries(row).map(([key, value]) => [key, Number(value)])), cpu: cpuTime(processTree(pid)) };
  };
  return { look, close: () => client.end() };
}

async function redisStore({ url, pid }) {
  const client = await createClient({ url }).connect();
  const look = async () => {
    const text = `${await client.info('stats')}${await client.info('memory')}`;
    const read = (name) => Number(new RegExp(`^${name}:(\\d+)`, 'm').exec(text)?.[1]);
    return { commands: read('total_commands_processed'), log: 0, kept: read('used_memory'), cpu: cpuTime([pid]) };
  };
  return { look, close: () => client.close() };
}
