import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ConfigurationError, formatConfigurationError } from '../config/configuration-error.js';
import { loadProxy } from '../config/load-settings.js';
import type { Environment } from '../config/sources/setting-sources.js';
import { systemErrorCode } from '../config/system-error.js';
import { askWithin } from '../doctor/ask.js';
import { help, readCommandLine, UsageError, type CommandLine } from './command-line.js';
import { envText } from './env-text.js';
import { type ExistingFiles, readExistingFiles } from './existing-files.js';
import { farewell } from './farewell.js';
import { interview } from './interview.js';
import { Cancelled, type Questions } from './questions.js';
import { overlay, type SetupValues } from './setup-values.js';
import { Trial } from './trial.js';
import { complete } from './unattended.js';
import { writePrivateFile } from './write-private-file.js';

/** sysexits.h: EX_USAGE. */
const exit = { written: 0, notWritten: 1, wrongUsage: 64 } as const;

/** Milliseconds for one request. */
const timeout = 5000;

export interface Surroundings {
  /** Where .env is. */
  readonly directory: string;
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
    if (error instanceof Cancelled) {
      say('Nothing was written.\n');
      return exit.notWritten;
    }
    if (error instanceof ConfigurationError) {
      say(`${formatConfigurationError(error)}\n`);
      return exit.notWritten;
    }
    if (!(error instanceof UsageError)) throw error;
    say(`${error.message}\n\n${help}`);
    return exit.wrongUsage;
  }
}

async function run(options: CommandLine, surroundings: Surroundings): Promise<number> {
  const { directory, say } = surroundings;
  const files = readExistingFiles(directory);
  if (files.imported) say('Taking over the values of .okta.env.\n');
  const known = overlay(files.answers, { ...options.values, ...(await secretOf(options, surroundings)) });
  const proxy = loadProxy({ directory, ...(surroundings.env === undefined ? {} : { env: surroundings.env }) });
  const trial = new Trial({ ...files.values, HTTPS_PROXY: proxy.https, HTTP_PROXY: proxy.http, NO_PROXY: proxy.noProxy }, directory);
  const ask = askWithin(timeout, proxy);
  const questions = options.yes ? undefined : surroundings.questions;
  const answers = questions ? await interview(known, directory, questions, trial, ask) : await complete(known, trial, ask, options.offline);

  if (!questions && !options.offline) {
    const problems = await trial.problems(answers, ['discovery', 'client', 'credentials', 'token']);
    if (problems.length > 0) {
      say(`Nothing was written.\n${problems.map((problem) => `- ${problem}\n`).join('')}`);
      return exit.notWritten;
    }
  }
  return write(answers, files, questions, options, surroundings);
}

async function write(
  answers: SetupValues,
  files: ExistingFiles,
  questions: Questions | undefined,
  { yes }: CommandLine,
  { directory, say }: Surroundings,
): Promise<number> {
  const unwanted = answers.OIDC_ISSUER === undefined ? ['OIDC_ISSUER', 'OIDC_DISCOVERY_URL'] : ['OKTA_ORG_URL', 'OKTA_AUTH_SERVER'];
  const ofClient = ['OIDC_CLIENT_SECRET', 'OIDC_CLIENT_AUTH', 'OIDC_CLIENT_PRIVATE_KEY_FILE', 'OIDC_CLIENT_KEY_ID'] as const;
  const { text, changes } = envText(files.text, files.values, withSessionSecret(answers, files), [
    ...unwanted,
    ...ofClient.filter((name) => answers[name] === undefined),
    'OIDC_CLIENT_SECRET_FILE',
  ]);
  const path = resolve(join(directory, '.env'));
  if (files.text !== undefined && changes.length > 0 && !yes) {
    const list = changes.map(({ name, kind }) => `  ${name} (${kind})`).join('\n');
    if (!questions) throw new UsageError(`.env is there already. --yes changes these lines of it:\n${list}`);
    questions.say(`.env is there already. These lines of it would change; all others stay:\n${list}`);
    if (!(await questions.confirm('Change them?'))) throw new Cancelled('.env was to be kept');
  }
  if (changes.length > 0) writePrivateFile(path, text);
  say(farewell(answers, changes.length === 0 ? `${path} says so already.` : `Wrote ${path}, readable by you alone.`));
  return exit.written;
}

/** Behind https the application runs in production, which makes no secret by itself. */
function withSessionSecret(answers: SetupValues, { values }: ExistingFiles): Readonly<Record<string, string>> {
  const secure = answers.PUBLIC_URL?.startsWith('https:') ?? false;
  const there = values['SESSION_SECRET'] ?? values['SESSION_SECRET_FILE'];
  return { ...answers, ...(secure && there === undefined ? { SESSION_SECRET: randomBytes(32).toString('base64url') } : {}) };
}

async function secretOf({ secretFrom }: CommandLine, { directory, readStandardInput }: Surroundings): Promise<SetupValues> {
  if (secretFrom === undefined) return {};
  const text = secretFrom === '-' ? await readStandardInput() : readSecret(resolve(directory, secretFrom));
  return { OIDC_CLIENT_SECRET: text.replace(/(\r?\n)+$/, '') };
}

function readSecret(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(`--client-secret-file cannot be read (${systemErrorCode(error)}).`);
  }
}
