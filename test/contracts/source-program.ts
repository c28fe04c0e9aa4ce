import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const root = join(import.meta.dirname, '../..');

export interface Ended {
  readonly status: number;
  readonly output: string;
  readonly errors: string;
}

/** Runs an ES module text in a process of its own, with the URL of a source of packages/signin and then `values` as arguments. */
export function runProgram(
  program: string,
  file: string,
  values: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(process.execPath, commandLine(program, file, values), { cwd: root, env: environment }, (error, output, errors) => {
      resolve({ status: error ? Number(error.code) : 0, output, errors });
    });
  });
}

/** What Node is given to do as runProgram() does. */
export function commandLine(program: string, file: string, values: readonly string[]): string[] {
  const [hooks, source] = [join(root, 'tools/typescript.mjs'), join(root, 'packages/signin/src', file)].map(
    (path) => pathToFileURL(path).href,
  );
  return ['--no-warnings', '--import', hooks ?? '', '--input-type=module', '-e', program, source ?? '', ...values];
}
