import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import {
  callbackPath,
  ConfigurationError,
  type Environment,
  formatConfigurationError,
  loadProxy,
  ownAddresses,
  prefixOf,
  readNamedFile,
  readPublicUrl,
  SettingRefused,
} from '@fanlight/signin/settings';
import { registeredAddresses, type RegisteredAddress } from '../diagnosis/okta-addresses.js';
import { UsageError } from '../doctor/command-line.js';
import { sendWithin } from '../doctor/request.js';
import { help, readCommandLine, type CommandLine } from './command-line.js';
import { type EnvFiles, isOfProvider, readEnvFiles, writePrivateFile } from './env-files.js';
import { envText } from './env-text.js';
import { interview } from './interview.js';
import { Cancelled, type Questions } from './questions.js';
import { overlay, providerVariables, type SetupValues } from './setup-values.js';
import { Trial } from './trial.js';
import { complete } from './unattended.js';

/** sysexits.h: EX_USAGE. */
const exit = { written: 0, notWritten: 1, wrongUsage: 64 } as const;

/** For one request. */
const timeoutMs = 5000;

export interface Surroundings {
  /** Where .env is. */
  readonly directory: string;
  /** True in the application of somebody else, which listens at 3000 by default. Default: false. */
  readonly inHost?: boolean;
  /** Default: the environment of this process. Only its proxies count. */
  readonly env?: Environment;
  /** Undefined: nobody is there to ask. */
  readonly questions: Questions | undefined;
  readonly say: (text: string) => void;
  readonly readStandardInput: () => Promise<string>;
}

/** The whole program. @returns its exit status */
export async function setup(commandLine: readonly string[], surroundings: Surroundings): Promise<number> {
  const { say } = surroundings;
  try {
    const options = readCommandLine(commandLine);
    if (!options.help) return await run(options, surroundings);
    say(help);
    return exit.written;
  } catch (error) {
    if (error instanceof UsageError) {
      say(`${error.message}\n\n${help}`);
      return exit.wrongUsage;
    }
    if (error instanceof Cancelled) say('Nothing was written.\n');
    else if (error instanceof ConfigurationError) say(`${formatConfigurationError(error)}\n`);
    else throw error;
    return exit.notWritten;
  }
}

async function run(options: CommandLine, surroundings: Surroundings): Promise<number> {
  const { directory, inHost, env, say } = surroundings;
  const files = readEnvFiles(directory, options.connection);
  if (files.isImported) say('Taking over the values of .okta.env.\n');
  const reached = inHost ? { PUBLIC_URL: `http://localhost:${files.values['PORT'] ?? 3000}` } : {};
  const known = { ...reached, ...overlay(files.answers, { ...options.values, ...(await secretOf(options, surroundings)) }) };
  const proxy = loadProxy({ directory, env });
  const trial = new Trial({ ...files.own, HTTPS_PROXY: proxy.https, HTTP_PROXY: proxy.http, NO_PROXY: proxy.noProxy }, directory);
  const send = sendWithin(timeoutMs, proxy);
  const questions = options.yes ? undefined : surroundings.questions;
  if (questions) return write(await interview(known, directory, questions, trial, send), files, questions, options, surroundings);

  const answers = await complete(known, trial, send, options.offline);
  const problems = options.offline ? [] : await trial.problems(answers, ['discovery', 'client', 'credentials', 'token']);
  if (problems.length === 0) return write(answers, files, undefined, options, surroundings);
  say(`Nothing was written.\n${problems.map((problem) => `- ${problem}\n`).join('')}`);
  return exit.notWritten;
}

async function write(
  answers: SetupValues,
  files: EnvFiles,
  questions: Questions | undefined,
  { yes, connection }: CommandLine,
  { directory, say }: Surroundings,
): Promise<number> {
  const named = (name: string): string => (connection !== undefined && isOfProvider(name) ? prefixOf(connection) + name : name);
  const values = Object.entries(withSessionSecret(answers, files)).map(([name, value]) => [named(name), value] as const);
  if (connection !== undefined) values.unshift(['CONNECTIONS', withId(files.values['CONNECTIONS'], connection)]);
  const unwanted = [
    ...providerVariables.filter((name) => answers[name] === undefined),
    ...(answers.OIDC_ISSUER === undefined ? ['OIDC_DISCOVERY_URL'] : []),
    'OIDC_CLIENT_SECRET_FILE',
  ];
  const { text, changes } = envText(files.text, files.values, Object.fromEntries(values), unwanted.map(named));
  const path = resolve(directory, '.env');
  if (files.text !== undefined && changes.length > 0 && !yes) {
    const list = changes.map(({ name, kind }) => `  ${name} (${kind})`).join('\n');
    if (!questions) throw new UsageError(`.env is there already. --yes changes these lines of it:\n${list}`);
    questions.say(`.env is there already. These lines of it would change; all others stay:\n${list}`);
    if (!(await questions.confirm('Change them?'))) throw new Cancelled('.env was to be kept');
  }
  if (changes.length > 0) writePrivateFile(path, text);
  say(nextSteps(answers, changes.length === 0 ? `${path} says so already.` : `Wrote ${path}, readable by you alone.`, connection));
  return exit.written;
}

function withId(ids: string | undefined, id: string): string {
  return [...new Set([...(ids ?? '').split(/[\s,]+/).filter((known) => known !== ''), id])].join(',');
}

/** Behind https the application runs in production, which makes no secret by itself. */
function withSessionSecret(answers: SetupValues, { values }: EnvFiles): Readonly<Record<string, string>> {
  const isNeeded = answers.PUBLIC_URL?.startsWith('https:') && !values['SESSION_SECRET'] && !values['SESSION_SECRET_FILE'];
  return { ...answers, ...(isNeeded ? { SESSION_SECRET: randomBytes(32).toString('base64url') } : {}) };
}

async function secretOf({ secretFrom }: CommandLine, { directory, readStandardInput }: Surroundings): Promise<SetupValues> {
  if (secretFrom === undefined) return {};
  const text = secretFrom === '-' ? await readStandardInput() : readSecret(secretFrom, directory);
  return { OIDC_CLIENT_SECRET: text.replace(/(\r?\n)+$/, '') };
}

function readSecret(path: string, directory: string): string {
  try {
    return readNamedFile(path, directory);
  } catch (error) {
    if (error instanceof SettingRefused) throw new UsageError(`--client-secret-file ${error.problem}.`);
    throw error;
  }
}

/** What is left to do, said when .env is written: each address with where it goes. */
export function nextSteps({ PUBLIC_URL = '', OKTA_ORG_URL }: SetupValues, first: string, connection?: string): string {
  const publicUrl = readPublicUrl(PUBLIC_URL);
  const addressOf = (path: string): string =>
    path === callbackPath ? ownAddresses(publicUrl, connection).redirectUri : publicUrl.href + path;
  const isOkta = OKTA_ORG_URL !== undefined;
  const list = (addresses: readonly RegisteredAddress[]): string =>
    addresses
      .map(({ name, path, inOkta }) => `  ${name.padEnd(28)}${addressOf(path)}${isOkta ? `\n      ${inOkta ?? ''}` : ''}`)
      .join('\n');
  const offered = registeredAddresses.filter(({ inOkta }) => !isOkta || inOkta !== undefined);
  return `${first}

Register these two addresses at the provider, exactly as they stand here:

${list(offered.filter(({ needed }) => needed))}

And these where the provider is to begin a sign-in, or to sign people out here as well:

${list(offered.filter(({ needed }) => !needed))}

Then: npm run doctor${connection === undefined ? '' : ` -- --connection ${connection}`}   looks whether it works
      npm start
`;
}
