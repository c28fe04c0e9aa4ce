import { CommandLineError, HELP, readCommandLine } from './command-line.js';
import { startEmbeddedOkta } from './start.js';

/** Exit status for a wrong command line, as in sysexits.h. */
const EX_USAGE = 64;

async function main(): Promise<void> {
  const options = readCommandLine(process.argv.slice(2), process.env);
  if (!options) return void process.stdout.write(HELP);

  const okta = await startEmbeddedOkta({ ...options, onError: (error) => console.error(error) });
  const [alice, bob] = okta.people.map(({ username, password }) => `${username} / ${password}`);
  process.stdout.write(
    `Embedded organisation at ${okta.origin} for client ${options.clientId}: sign in as ${alice} or ${bob}; everyone else is listed there.\n`,
  );
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void okta.close());
}

main().catch((error: unknown) => {
  const usage = error instanceof CommandLineError;
  console.error(error instanceof Error ? `${error.message}${usage ? '\n\n' + HELP : ''}` : error);
  process.exitCode = usage ? EX_USAGE : 1;
});
