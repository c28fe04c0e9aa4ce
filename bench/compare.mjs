import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { contestants, project } from './support/contestants.mjs';
import { Entrant, kinds } from './support/entrant.mjs';
import { printFigures } from './support/report.mjs';
import { startPostgres, startProvider, startRedis } from './support/servers.mjs';
import { judge } from './support/targets.mjs';

/**
 * `warming`: see Entrant.warmUp; `turns`: milliseconds, of a page the first half goes by before it is measured.
 * V8 compiles during some 25,000 requests and 2,000 sign-ins; `between`: until a session weighs more than the noise.
 */
const lengths = {
  short: {
    starts: 1,
    rounds: 1,
    warming: { requests: 3000, milliseconds: 1000, signIns: { before: 100, between: 0 } },
    turns: { profile: 500, anonymous: 500, signIn: 500, signInTogether: 500 },
  },
  full: {
    starts: 3,
    rounds: 6,
    warming: { requests: 25_000, milliseconds: 7000, signIns: { before: 1000, between: 800 } },
    turns: { profile: 1000, anonymous: 500, signIn: 1000, signInTogether: 750 },
  },
};

/**
 * All contestants run at once, each is warmed up, and then they take short turns on the same core: a machine that is slow for a while
 * is slow for all of them. Prints the medians.
 * `length`: key of `lengths`. `rounds`: undefined for as many as that length has. `only`: parts of the names that take part; empty: all.
 * @returns {Promise<object[]>} the rows for printTargets(). Rejects when one of ours fails.
 */
export async function compare({ length, rounds = lengths[length].rounds, only = [] }) {
  const { starts, warming, turns } = lengths[length];
  const taking = Object.keys(contestants).filter((name) => only.length === 0 || only.some((part) => name.includes(part)));
  const provider = await startProvider();
  const surroundings = { issuer: provider.issuer, redis: await startRedis(), postgres: await startPostgres() };
  // A new PostgreSQL leaves 40 MB on their way to the disk: whoever starts first with a database of its own would wait for them.
  execFileSync('sync');
  const entrants = new Map();
  const results = {};
  const failures = [];
  const note = (name, figures) => {
    for (const [key, figure] of Object.entries(figures)) if (figure !== undefined) ((results[name] ??= {})[key] ??= []).push(figure);
  };
  /** Who fails takes part no more. */
  const attempt = async (name, work) => {
    try {
      await work();
    } catch (error) {
      failures.push({ name, message: error.message });
      console.error(`${name}: ${error.message}`);
      delete results[name];
      await entrants.get(name)?.stop();
      entrants.delete(name);
    }
  };
  const everybody = async (names, work) => {
    for (const name of names) await attempt(name, () => work(entrants.get(name), name));
  };
  try {
    const able = taking.filter((name) => contestants[name].needs === undefined || surroundings[contestants[name].needs] !== undefined);
    for (let start = 1; start <= starts; start += 1) {
      await everybody(start === 1 ? able : [...entrants.keys()], async (earlier, name) => {
        await earlier?.stop();
        const entrant = await Entrant.enter(contestants[name], surroundings);
        entrants.set(name, entrant);
        note(name, { start: entrant.start, startCpu: entrant.startCpu, memory: entrant.memory });
      });
    }
    await everybody([...entrants.keys()], async (entrant, name) => {
      const { requests, heapEach } = await entrant.warmUp(warming);
      note(name, { heapEach });
      console.error(`${name}: warm after ${requests} profiles`);
    });
    for (let round = 1; round <= rounds; round += 1) {
      for (const kind of kinds) {
        const names = [...entrants.keys()];
        // Who was last in one round is first in the next.
        await everybody(round % 2 === 1 ? names : names.reverse(), async (entrant, name) => note(name, await entrant.turn(kind, turns[kind])));
      }
      console.error(`round ${round} of ${rounds}`);
    }
    await everybody([...entrants.keys()], (entrant) => entrant.keepsThePerson());
  } finally {
    for (const entrant of entrants.values()) await entrant.stop();
    provider.stop();
    surroundings.redis?.stop();
    await surroundings.postgres?.stop();
  }
  console.log(`\n${new Date().toISOString()}, Node ${process.version}, ${cpus().length} cores of ${cpus()[0].model.trim()}, ${rounds} round(s)`);
  printFigures(results);
  mkdirSync(join(project, 'artifacts/bench'), { recursive: true });
  writeFileSync(join(project, 'artifacts/bench', `${length}.json`), `${JSON.stringify({ results, failures }, undefined, 1)}\n`);
  const failed = failures.filter(({ name }) => contestants[name].kind === 'ours');
  if (failed.length > 0) throw new Error(failed.map(({ name, message }) => `${name}: ${message}`).join('\n'));
  return judge(results, contestants);
}
