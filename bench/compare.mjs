import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { contestants, project } from './support/contestants.mjs';
import { lengths, takeTurn } from './support/measure.mjs';
import { medians, printFigures, printTargets } from './support/report.mjs';
import { startPostgres, startProvider, startRedis } from './support/servers.mjs';

/**
 * Every contestant in turn, `rounds` times, and the table of the medians with the ratios.
 * `only`: parts of the names that take part; empty: all. `peersNode`: the Node that runs the peers and floors; undefined: this one.
 * Rejects when the product itself fails.
 */
export async function compare({ rounds, length, only = [], peersNode }) {
  const taking = Object.keys(contestants).filter((name) => only.length === 0 || only.some((part) => name.includes(part)));
  const provider = await startProvider();
  const surroundings = { issuer: provider.issuer, redis: await startRedis(), postgres: await startPostgres() };
  const turns = Object.fromEntries(taking.map((name) => [name, []]));
  const failures = [];
  try {
    for (let round = 1; round <= rounds; round += 1) {
      for (const name of taking) {
        const contestant = onNode(peersNode, contestants[name]);
        if (contestant.needs !== undefined && surroundings[contestant.needs] === undefined) continue;
        try {
          const turn = await takeTurn(contestant, surroundings, lengths[length]);
          turns[name].push(turn);
          console.error(`${round}/${rounds} ${name}: profile ${turn.profile.toFixed(0)} µs after ${turn.warm} requests, sign-in ${turn.signIn.toFixed(2)} ms, start ${turn.start.toFixed(0)} ms`);
        } catch (error) {
          failures.push(`${name}: ${error.message}`);
          console.error(`round ${round}, ${name}: ${error.message}`);
        }
      }
    }
  } finally {
    provider.stop();
    surroundings.redis?.stop();
    await surroundings.postgres?.stop();
  }
  const results = Object.fromEntries(taking.filter((name) => turns[name].length > 0).map((name) => [name, medians(turns[name])]));
  console.log(`\n${new Date().toISOString()}, Node ${process.version}${peersNode === undefined ? '' : ` (peers and floors: ${versionOf(peersNode)})`}, ${cpus().length} cores of ${cpus()[0].model.trim()}, ${rounds} round(s)`);
  printFigures(results);
  printTargets(results, contestants);
  mkdirSync(join(project, 'artifacts/bench'), { recursive: true });
  writeFileSync(join(project, 'artifacts/bench', `${length}.json`), `${JSON.stringify({ turns, failures }, undefined, 1)}\n`);
  if (failures.some((failure) => failure.startsWith('product'))) throw new Error(failures.join('\n'));
}

function onNode(node, contestant) {
  if (node === undefined || contestant.kind === 'product') return contestant;
  return { ...contestant, command: [node, ...contestant.command.slice(1)] };
}

function versionOf(node) {
  return execFileSync(node, ['--version'], { encoding: 'utf8' }).trim();
}
