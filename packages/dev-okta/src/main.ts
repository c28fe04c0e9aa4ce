#!/usr/bin/env node
import { CommandLineError, help, readCommandLine } from './command-line.js';
import { people } from './organisation/people.js';
import { Provisioning, type ScimTarget } from './organisation/provisioning.js';
import { startEmbeddedOkta } from './start.js';

/** Exit status for a wrong command line, as in sysexits.h. */
const usageError = 64;

async function main(): Promise<void> {
  const options = readCommandLine(process.argv.slice(2), process.env);
  if (!options) return void process.stdout.write(help);

  if (options.push && options.scim) return push(options.scim);
  const okta = await startEmbeddedOkta({ ...options, onError: (error) => console.error(error) });
  const [alice, bob] = okta.people.map(({ username, password }) => `${username} / ${password}`);
  process.stdout.write(
    `Embedded organisation at ${okta.origin} for client ${options.clientId}: sign in as ${alice} or ${bob}; everyone else is listed there.\n`,
  );
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void okta.close());
}

async function push(target: ScimTarget): Promise<void> {
  const report = await new Provisioning(target).push(people);
  process.stdout.write(`Pushed to ${target.baseUrl}: ${report.people} people, ${report.groups} groups.\n`);
  for (const problem of report.problems) console.error(problem);
  if (report.problems.length > 0) process.exitCode = 1;
}

main().catch((error: unknown) => {
  console.error(explain(error));
  process.exitCode = error instanceof CommandLineError ? usageError : 1;
});

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof CommandLineError) return `${error.message}\nnpm run okta -- --help lists what there is.`;
  return 'code' in error && error.code === 'EADDRINUSE' ? `${error.message}. Choose another port with --port.` : error.message;
}
