import type { ApiCall, Diagnosis } from '../diagnosis/diagnosis.js';
import type { Examination } from './examination.js';

/** `failed` stops a sign-in; `warning` does not; `unknown`: could not be told from here. */
export type CheckStatus = 'ok' | 'warning' | 'failed' | 'unknown';

/** What one check found. Holds no secret. */
export interface CheckResult {
  readonly status: CheckStatus;
  /** One sentence. */
  readonly finding: string;
  /** More of it, a line each. */
  readonly details?: readonly string[];
  /** The catalogue's explanation, where something is wrong. */
  readonly diagnosis?: Diagnosis;
  /** The provider's own words. */
  readonly providerWords?: string | undefined;
  readonly fix?: Fix;
}

/** Calls of Okta's Management API that mend what was found. */
export interface Fix {
  /** What they do, as the end of “Shall I …?”. */
  readonly offer: string;
  /** In order. `{previousId}` in a path stands for the `id` in the answer before. */
  readonly calls: readonly ApiCall[];
}

/** One check: a row in the table of checks.ts. */
export interface Check {
  /** Stable: programs read it. */
  readonly id: string;
  /** For people. */
  readonly title: string;
  /** Ids of checks without which nothing can be told. */
  readonly needs?: readonly string[];
  /** Whether there is such a thing here. Default: everywhere. */
  readonly applies?: (examination: Examination) => boolean;
  run(examination: Examination): Promise<CheckResult>;
}

/** A finished check. */
export interface CheckReport extends CheckResult {
  readonly check: Check;
}
