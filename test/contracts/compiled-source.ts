import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { transformFile } from '@swc/core';

const root = join(import.meta.dirname, '../..');

export interface Ended {
  readonly status: number;
  readonly output: string;
  readonly errors: string;
}

/** Parts of src/ compiled to a temporary folder, for tests that need processes of their own. */
export class CompiledSource {
  private constructor(private readonly folder: string) {}

  static async compile(parts: readonly string[], folder: string): Promise<CompiledSource> {
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
    for (const part of parts) {
      for (const file of readdirSync(join(root, 'src', part), { recursive: true, encoding: 'utf8' })) {
        if (!file.endsWith('.ts') || file.endsWith('.spec.ts')) continue;
        const target = join(folder, part, file.replace(/\.ts$/, '.js'));
        mkdirSync(dirname(target), { recursive: true });
        const { code } = await transformFile(join(root, 'src', part, file), { configFile: join(root, '.swcrc'), sourceMaps: false });
        writeFileSync(target, code);
      }
    }
    return new CompiledSource(folder);
  }

  /** Runs an ES module text in a process of its own, with the URL of `file` and then `values` as arguments. */
  run(program: string, file: string, values: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<Ended> {
    return new Promise((resolve) => {
      execFile(
        process.execPath,
        this.commandLine(program, file, values),
        { cwd: this.folder, env: environment },
        (error, output, errors) => {
          resolve({ status: error ? Number(error.code) : 0, output, errors });
        },
      );
    });
  }

  /** What Node is given to do as run() does. */
  commandLine(program: string, file: string, values: readonly string[]): string[] {
    return ['--no-warnings', '--input-type=module', '-e', program, pathToFileURL(join(this.folder, file)).href, ...values];
  }
}
