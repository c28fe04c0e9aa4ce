import { ConfigurationError, type SettingProblem } from './configuration-error.js';
import { SettingRefused } from './setting-refused.js';
import type { SettingWarning } from './settings.js';

/** Gathers problems while the settings are read, so that all of them are reported at once. */
export class ProblemList {
  readonly #problems: SettingProblem[] = [];
  readonly #origins = new Map<string, string>();

  /** Remembers that the value of `setting` stands elsewhere than in the environment under its own name. */
  setOrigin(setting: string, origin: string): void {
    this.#origins.set(setting, origin);
  }

  add(setting: string, problem: string, fix: string): void {
    this.#problems.push({ setting, problem, fix, origin: this.#origins.get(setting) });
  }

  addAll(problems: readonly SettingProblem[]): void {
    for (const { setting, problem, fix } of problems) this.add(setting, problem, fix);
  }

  /** A setting that is needed and not set; nothing when it was set to something that is a problem already. */
  addMissing(setting: string, fix: string): void {
    if (!this.#problems.some((problem) => problem.setting === setting || problem.setting === `${setting}_FILE`))
      this.add(setting, 'is missing', fix);
  }

  /** Runs `read`; a refusal becomes a problem of `setting` and the answer is undefined. */
  attempt<T>(setting: string, read: () => T): T | undefined {
    try {
      return read();
    } catch (error) {
      if (error instanceof SettingRefused) this.add(setting, error.problem, error.fix);
      else if (error instanceof ConfigurationError) this.addAll(error.problems);
      else throw error;
      return undefined;
    }
  }

  /** Like attempt, with every problem of a ConfigurationError laid on `setting`, from which the values came. */
  attemptAs<T>(setting: string, read: () => T): T | undefined {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      this.addAll(error.problems.map((problem) => ({ ...problem, setting })));
      return undefined;
    }
  }

  get isEmpty(): boolean {
    return this.#problems.length === 0;
  }

  toError(warnings: readonly SettingWarning[] = []): ConfigurationError {
    return new ConfigurationError(this.#problems, warnings);
  }
}
