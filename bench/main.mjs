// npm run bench: against what people use today, and what ours alone must hold. Needs Linux with taskset.
//   npm run bench                     all parts, three quarters of an hour
//   npm run bench -- compare dearest  these parts: compare, dearest, idle, stores, large, connections, scim, soak; or profile, the CPU time of a page by module
//   --short                           all but large, in four minutes: does everybody still work? Its figures judge nothing
//   --only NAME,NAME                  contestants whose names hold one of these; of large, the database
//   --rounds N                        of compare
import '../tools/node-version.mjs';
import { parseArgs } from 'node:util';
import { moveToOurCore } from './support/process.mjs';
import { prepare } from './support/prepare.mjs';
import { printTargets } from './support/report.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { short: { type: 'boolean', default: false }, only: { type: 'string' }, rounds: { type: 'string' } },
});
const { short } = values;
const only = values.only?.split(',');

/** Each resolves with rows for printTargets(). */
const parts = {
  compare: async () => {
    const { compare } = await import('./compare.mjs');
    return compare({ length: short ? 'short' : 'full', rounds: values.rounds === undefined ? undefined : Number(values.rounds), only });
  },
  dearest: async () => (await import('./dearest.mjs')).measureDearest(short ? { turns: 1, each: 10 } : {}),
  idle: async () => (await import('./idle.mjs')).measureIdle(short ? 1000 : 10_000),
  stores: async () => (await import('./stores.mjs')).measureStores(short ? 150 : 3000),
  large: async () => (await import('./large.mjs')).measureLarge(short ? 0.01 : 1, only),
  connections: async () => (await import('./connections.mjs')).measureConnections(short ? 20 : 1000),
  scim: async () => (await import('./scim.mjs')).measureScim(short ? { people: 100, seconds: 4 } : { people: 10_000, seconds: 30 }),
  soak: async () => (await import('./soak.mjs')).soak(short ? 0.3 : 10),
  profile: async () => (await import('./profile.mjs')).measureProfile(),
};
const all = Object.keys(parts).filter((name) => name !== 'profile' && !(short && name === 'large'));
const wanted = positionals.length > 0 ? positionals : all;
const unknown = wanted.filter((name) => !(name in parts));
if (unknown.length > 0) throw new Error(`There is no ${unknown.join(', ')}; there are ${Object.keys(parts).join(', ')}.`);

moveToOurCore();
prepare();
const judged = [];
const failures = [];
for (const name of wanted) {
  const began = performance.now();
  try {
    judged.push(...((await parts[name]()) ?? []));
  } catch (error) {
    console.error(error);
    failures.push(name);
  }
  console.error(`${name}: ${((performance.now() - began) / 1000).toFixed(0)} s`);
}
printTargets(judged);
if (failures.length > 0) console.log(`\nDid not finish: ${failures.join(', ')}`);
process.exit(failures.length > 0 ? 1 : 0);
