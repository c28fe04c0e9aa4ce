import { parseArgs } from 'node:util';
import type { EmbeddedOktaOptions, EmbeddedOktaSwitches } from './embedded-okta.js';
import { effectsInOneLine, parseSwitch, switchNames } from './organisation/switches.js';

/**
 * The application that `npm run okta` registers: the one that the settings name when the embedded provider is used.
 * Its secret protects nothing: it exists on this machine, outside production.
 */
const developmentClient = { clientId: 'okta-nest-signin-dev', clientSecret: 'development-only-secret' };

export const help = `npm run okta -- [options]

  --port <number>         where it listens (EMBEDDED_OKTA_PORT; 8081)
  --app <url>             address of the application (PUBLIC_URL; http://localhost:8080)
  --connection <id>       it is the organisation of that connection of the application, not the one of its plain settings
  --scim-token <token>    the application's SCIM_TOKEN: people and groups can be pushed to it from the page (SCIM_TOKEN)
  --push                  push them once and end, without listening
  --data <folder>         keep sessions, keys and switches there; else they are gone at the end
  --set <switch>=<value>  as often as needed:
${switchNames.map((name) => `      ${name.padEnd(22)} ${effectsInOneLine(name)}`).join('\n')}
`;

/** What the command is to do. */
export interface CommandLine extends EmbeddedOktaOptions {
  /** Push people and groups once, and end. */
  readonly push: boolean;
}

/** A flag that cannot be used; the message says which and why. */
export class CommandLineError extends Error {
  override readonly name = 'CommandLineError';
}

/**
 * @param flags what follows the command
 * @param environment supplies what no flag says
 * @returns undefined when help was asked for
 * @throws CommandLineError
 */
export function readCommandLine(
  flags: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): CommandLine | undefined {
  const values = parseFlags(flags);
  if (values.help) return undefined;
  const app = values.app ?? environment['PUBLIC_URL'] ?? 'http://localhost:8080';
  if (!URL.canParse(app)) throw new CommandLineError(`--app ${app} is no address.`);
  const base = app.replace(/\/$/, '');
  const token = values['scim-token'] ?? environment['SCIM_TOKEN']?.split(',', 1)[0]?.trim();
  if (values.push && !token) throw new CommandLineError('--push needs --scim-token, or SCIM_TOKEN.');
  return {
    port: readPort(values.port ?? environment['EMBEDDED_OKTA_PORT'] ?? '8081'),
    ...developmentClient,
    redirectUris: [`${base}/authorization-code/callback${values.connection === undefined ? '' : `/${values.connection}`}`],
    postLogoutRedirectUris: [`${base}/`, base],
    backchannelLogoutUri: `${base}/backchannel-logout`,
    frontchannelLogoutUri: `${base}/frontchannel-logout`,
    universalLogoutUri: `${base}/universal-logout`,
    ...(token !== undefined && { scim: { baseUrl: `${base}/scim/v2`, token } }),
    push: values.push ?? false,
    switches: Object.assign({}, ...(values.set ?? []).map(readSwitch)) as Partial<EmbeddedOktaSwitches>,
    ...(values.data !== undefined && { directory: values.data }),
  };
}

function parseFlags(flags: readonly string[]) {
  const text = { type: 'string' } as const;
  const options = {
    port: text,
    app: text,
    'scim-token': text,
    push: { type: 'boolean' },
    data: text,
    connection: text,
    set: { type: 'string', multiple: true },
    help: { type: 'boolean', short: 'h' },
  } as const;
  try {
    return parseArgs({ args: [...flags], options }).values;
  } catch (error) {
    throw new CommandLineError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

function readPort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65535) throw new CommandLineError(`--port ${text} is no port.`);
  return port;
}

function readSwitch(setting: string): Partial<EmbeddedOktaSwitches> {
  const [name = '', text = ''] = setting.split('=');
  const known = switchNames.find((candidate) => candidate === name);
  if (!known) throw new CommandLineError(`--set ${setting}: there is no switch ${name}.`);
  const value = parseSwitch(known, text);
  if (value === undefined) throw new CommandLineError(`--set ${setting}: not a value of ${name}.`);
  return { [known]: value };
}
