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

/** The settings cannot be used. Lists every problem at once, so that one start shows all there is to fix. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
  readonly code = 'configuration_invalid';
  /** EX_CONFIG of sysexits.h: supervisors tell it from a crash that a restart could cure. */
  readonly exitCode = 78;

  constructor(
    readonly problems: readonly SettingProblem[],
    /** Often the reason: a misspelt name, a value that another file overrides. */
    readonly warnings: readonly SettingWarning[] = [],
  ) {
    super(problems.map(({ setting, problem }) => `${setting} ${problem}`).join('; '));
  }
}

/** Lays the problems out for a terminal: variable, what is wrong, what to do. Ends without a line break. */
export function formatConfigurationError(error: ConfigurationError): string {
  const count = error.problems.length;
  const title = count === 1 ? 'One setting cannot be used:' : `${count} settings cannot be used:`;
  const blocks = error.problems.map(({ setting, problem, fix, origin }) => {
    const where = origin === undefined ? '' : ` (${origin})`;
    return `  ${setting}${where} ${problem}\n    ${fix}`;
  });
  const warnings = error.warnings.map(({ setting, message }) => `  ${setting} ${message}`);
  const also = warnings.length === 0 ? [] : ['Worth a look as well:', warnings.join('\n')];
  return [title, ...blocks, ...also].join('\n\n');
}
