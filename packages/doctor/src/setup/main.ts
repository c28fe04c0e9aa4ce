#!/usr/bin/env node
import { text as read } from 'node:stream/consumers';
import { confirm, isCancel, log, password, select, text } from '@clack/prompts';
import { Cancelled, type Choice, type Questions } from './questions.js';
import { setup } from './setup.js';

const terminalQuestions: Questions = {
  text: async ({ message, placeholder, initial, secret, check }) => {
    const validate = (answer: string | undefined): Promise<string | undefined> => check(answer || initial || '');
    const asked = secret
      ? password({ message: initial === undefined ? message : `${message} (Enter keeps the one in use)`, validate })
      : text({
          message,
          validate,
          ...(placeholder === undefined ? {} : { placeholder }),
          ...(initial === undefined ? {} : { initialValue: initial }),
        });
    return answered(await asked) || initial || '';
  },
  choose: async <T extends string>(message: string, choices: readonly Choice<T>[], initial: T): Promise<T> =>
    answered(await select<string>({ message, options: [...choices], initialValue: initial })) as T,
  confirm: async (message) => answered(await confirm({ message, initialValue: false })),
  say: (line) => log.message(line),
};

process.exitCode = await setup(process.argv.slice(2), {
  directory: process.cwd(),
  // Not the application of this repository, where it is a workspace.
  inHost: import.meta.filename.includes('node_modules'),
  questions: process.stdin.isTTY && process.stdout.isTTY ? terminalQuestions : undefined,
  say: (line) => void process.stdout.write(line),
  readStandardInput: () => read(process.stdin),
});

function answered<T>(answer: T): Exclude<T, symbol> {
  if (isCancel(answer)) throw new Cancelled('cancelled at the terminal');
  return answer as Exclude<T, symbol>;
}
