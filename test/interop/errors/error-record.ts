import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Symptom } from '../../../packages/doctor/src/diagnosis/diagnosis.js';

/** One refusal of a real provider. */
export interface RecordedError extends Symptom {
  /** What was wrong, or was sent, when the provider said so. */
  readonly with: readonly string[];
  /** The words of a page, where there is no more than that. */
  readonly words?: string | undefined;
  /** Of the catalogue; `unknown`: it has none. */
  readonly entry: string;
}

export interface ErrorFile {
  readonly provider: string;
  readonly version: string;
  readonly errors: readonly RecordedError[];
}

/** What a provider of one version says when it refuses: compared with the file that was kept, or, for `npm run interop:errors`, written to it. */
export class ErrorRecord {
  private readonly errors = new Map<string, RecordedError & { readonly with: string[] }>();
  private readonly path: string;

  constructor(
    private readonly provider: string,
    private readonly version: string,
  ) {
    const name = provider.toLowerCase().replaceAll(/[^a-z0-9.]+/g, '-');
    this.path = join(import.meta.dirname, `${name}.json`);
  }

  /** @param changing what differs from run to run: addresses, names */
  add(fault: string, error: Omit<RecordedError, 'with'>, changing: Readonly<Record<string, string>>): void {
    let text = JSON.stringify(error);
    for (const [found, name] of Object.entries(changing)) text = text.replaceAll(found, name);
    const known = this.errors.get(text);
    if (known === undefined) this.errors.set(text, { ...(JSON.parse(text) as RecordedError), with: [fault] });
    else if (!known.with.includes(fault)) known.with.push(fault);
  }

  /** @returns what was found and what is kept, which are the same after a writing run */
  compare(): { readonly found: ErrorFile; readonly kept: unknown } {
    const errors = [...this.errors].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, error]) => error);
    const found = { provider: this.provider, version: this.version, errors };
    if (process.env.INTEROP_ERRORS === 'write') writeFileSync(this.path, `${JSON.stringify(found, null, 2)}\n`);
    return { found, kept: existsSync(this.path) ? JSON.parse(readFileSync(this.path, 'utf8')) : undefined };
  }
}
