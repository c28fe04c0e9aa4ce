import { parseArgs, type ParseArgsConfig } from 'node:util';

/** The command line cannot be understood, or lacks something. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export const help = `Checks the settings and the provider from outside, as a sign-in would meet them.

  npm run doctor -- [options]

  --json   print one JSON document
  --fix    offer to add what is missing in the Okta organisation; shows each call and asks
  --yes    with --fix: do not ask
  --last   print the last sign-in step by step, as the application has kept it (SIGN_IN_TRACE=last)
  --log    with --last: read it from this file of the application's log lines (LOG_LEVEL=debug), - for what is piped in
  --connection ID  the one of that id (CONNECTIONS, or npm run connections -- list) in place of the default one
  --help   print this

With OKTA_API_TOKEN (an API token) or OKTA_API_OAUTH_TOKEN (an OAuth 2.0 access token), in the
environment or in .env, it looks into the organisation as well: policy, assignment, URIs, grants.

Exit status: 0 nothing stops a sign-in · 1 something does · 64 wrong option · 78 wrong settings
`;

export const text = { type: 'string' } as const;
export const flag = { type: 'boolean', default: false } as const;

/**
 * Reads options with Node's parseArgs.
 *
 * @throws UsageError
 */
export function parseOptions<const T extends NonNullable<ParseArgsConfig['options']>>(commandLine: readonly string[], options: T) {
  try {
    return parseArgs({ args: [...commandLine], options }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

export type CommandLine = ReturnType<typeof readCommandLine>;

/** @throws UsageError */
export function readCommandLine(commandLine: readonly string[]) {
  const flags = { json: flag, fix: flag, yes: flag, last: flag, help: flag };
  const options = { log: undefined, connection: undefined, ...parseOptions(commandLine, { ...flags, log: text, connection: text }) };
  if (options.yes && !options.fix) throw new UsageError('--yes goes with --fix.');
  if (options.json && options.fix && !options.yes) throw new UsageError('--json with --fix cannot ask: add --yes.');
  if (options.log !== undefined && !options.last) throw new UsageError('--log goes with --last.');
  if (options.last && options.fix) throw new UsageError('--last checks nothing that --fix could mend.');
  if (options.last && options.connection !== undefined)
    throw new UsageError('--last shows the last sign-in, by whichever connection it was.');
  return options;
}
