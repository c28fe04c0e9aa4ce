import type { ScimSettings, Settings } from '@fanlight/signin/settings';
import type { ApiCall, Diagnosis, Facts, Symptom } from '../diagnosis/diagnosis.js';
import type { ProviderConnection } from '@fanlight/oidc';
import type { Management } from './management/management.js';
import type { Send } from './request.js';

/** What the checks of one run share. */
export interface CheckContext {
  readonly settings: Settings;
  readonly facts: Facts;
  /** Of the connection that is examined: its id, and how its directory keeps people in step. */
  readonly connection: string;
  readonly scim: ScimSettings | undefined;
  /** The same protocol client with which people are signed in: what it meets, they would meet. */
  readonly provider: Pick<ProviderConnection, 'context'>;
  readonly send: Send;
  /** Undefined: no token was given, or the provider is not Okta. */
  readonly management: Management | undefined;
}

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
  /** What the diagnosis was made from. */
  readonly symptom?: Symptom;
  /** The provider's own words. */
  readonly providerWords?: string | undefined;
  readonly fix?: Fix;
}

/** Calls of Okta's Management API that mend what was found. */
export interface Fix {
  /** What they do, as the end of “Shall I …?”. */
  readonly offer: string;
  /** In order. `{previousId}` in a path stands for the `id` in the response before. */
  readonly calls: readonly ApiCall[];
}

/** One check: a row in the table of checks.ts. */
export interface Check {
  /** Stable: programs read it. */
  readonly id: string;
  /** For people. */
  readonly title: string;
  /** Ids of checks without which nothing can be told. Default: discovery. */
  readonly needs?: readonly string[];
  /** Whether there is such a thing here. Default: everywhere. */
  readonly applies?: (context: CheckContext) => boolean;
  run(context: CheckContext): Promise<CheckResult>;
}

type ManagementRun = (management: Management, context: CheckContext) => Promise<CheckResult>;

/** A check that looks into the organisation, where there is a token for it that works. */
export function managementCheck({ run, ...check }: Omit<Check, 'run'> & { readonly run: ManagementRun }): Check {
  return {
    needs: ['api'],
    ...check,
    applies: (context) => context.management !== undefined && check.applies?.(context) !== false,
    // Where it applies there is one.
    run: (context) => run(context.management as Management, context),
  };
}

/** A finished check. */
export interface CheckReport extends CheckResult {
  readonly check: Check;
}
