import type { SettingWarning } from './settings.js';

/** One setting that cannot be used. Neither text ever holds the value of a secret, nor the password of a URL. */
export interface SettingProblem {
  /** The variable's name, such as `OKTA_ORG_URL`. */
  readonly setting: string;
  /** What is wrong, as the rest of a sentence that begins with the variable's name. */
  readonly problem: string;
  /** What to do, as a sentence of its own. */
  readonly fix: string;
  /** Where the value stands when it is not the environment: `ORG_URL in .okta.env`. */
  readonly origin?: string | undefined;
}

/** Thrown by the readers of single values; becomes a problem of the ConfigurationError. Holds no secret. */
export class SettingRefused extends Error {
  override readonly name = 'SettingRefused';

  constructor(
    /** The rest of a sentence that begins with the variable's name. */
    readonly problem: string,
    readonly fix: string,
  ) {
    super(problem);
  }
}

/** The settings cannot be used. Lists every problem at once, so that one start shows all there is to fix. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
  readonly code = 'configuration_invalid';
  /** EX_CONFIG of sysexits.h: supervisors tell it from a crash that a restart could cure. */
  readonly exitCode = 78;

  constructor(
    readonly problems: readonly SettingProblem[],
    /** Often the reason: a misspelt name, a value that another file overrides. */
    readonly warnings: readonly SettingWarning[],
  ) {
    // With what to do: a host's logger may print the message and no more.
    super(problems.map(({ setting, problem, fix }) => `${setting} ${problem}. ${fix}`).join('\n'));
  }
}

/** Lays the problems out for a terminal: variable, what is wrong, what to do. Ends without a line break. */
export function formatConfigurationError({ problems, warnings }: ConfigurationError): string {
  const title = problems.length === 1 ? 'One setting cannot be used:' : `${problems.length} settings cannot be used:`;
  const blocks = problems.map(({ setting, problem, fix, origin }) => {
    const where = origin === undefined ? '' : ` (${origin})`;
    return `  ${setting}${where} ${problem}\n    ${fix}`;
  });
  const lines = warnings.map(({ setting, message }) => `  ${setting} ${message}`);
  const also = lines.length === 0 ? [] : ['Worth a look as well:', lines.join('\n')];
  return [title, ...blocks, ...also].join('\n\n');
}

/** Gathers problems and warnings while the settings are read, so that all of them are reported at once. */
export class ProblemList {
  private readonly origins = new Map<string, string>();

  constructor(
    readonly warnings: SettingWarning[] = [],
    private readonly problems: SettingProblem[] = [],
    private readonly nameOf: (setting: string) => string = (setting) => setting,
  ) {}

  /** Adds to this list what is read under other names: `nameOf` gives the one that the person wrote, also for what the texts name. */
  under(nameOf: (setting: string) => string): ProblemList {
    return new ProblemList(this.warnings, this.problems, nameOf);
  }

  /** Remembers that the value of `setting` stands elsewhere than in the environment under its own name. */
  setOrigin(setting: string, origin: string): void {
    this.origins.set(setting, origin);
  }

  add(setting: string, problem: string, fix: string): void {
    const origin = this.origins.get(setting);
    this.problems.push({ setting: this.nameOf(setting), problem: this.renamed(problem), fix: this.renamed(fix), origin });
  }

  /** A setting that is needed and not set; nothing when it was set to something that is a problem already. */
  addMissing(setting: string, fix: string): void {
    const names = [setting, `${setting}_FILE`].map((name) => this.nameOf(name));
    if (!this.problems.some((problem) => names.includes(problem.setting))) this.add(setting, 'is missing', fix);
  }

  warn(setting: string, message: string): void {
    this.warnings.push({ setting: this.nameOf(setting), message: this.renamed(message) });
  }

  /** Runs `read`; a refusal becomes a problem of `setting`, and undefined is returned. */
  attempt<T>(setting: string, read: () => T): T | undefined {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof SettingRefused)) throw error;
      this.add(setting, error.problem, error.fix);
      return undefined;
    }
  }

  private renamed(text: string): string {
    return text.replace(/\b(?:OIDC|OKTA)_[A-Z_]+\b/g, (name) => this.nameOf(name));
  }

  get isEmpty(): boolean {
    return this.problems.length === 0;
  }

  /** @param hintFor what is added to the fix of a setting */
  toError(hintFor: (setting: string) => string = () => ''): ConfigurationError {
    const problems = this.problems.map((problem) => ({ ...problem, fix: problem.fix + hintFor(problem.setting) }));
    return new ConfigurationError(problems, this.warnings);
  }
}
