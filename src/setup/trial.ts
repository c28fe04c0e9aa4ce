import { randomBytes } from 'node:crypto';
import { ConfigurationError } from '../config/configuration-error.js';
import type { CheckReport } from '../doctor/check.js';
import { checks } from '../doctor/checks.js';
import { examine } from '../doctor/examine.js';
import { startExamination } from '../doctor/start-examination.js';
import { replacedVariables, setupVariables, type SetupValues } from './setup-values.js';

export type CheckId = 'discovery' | 'client' | 'credentials' | 'token' | 'authorize';

/** What the doctor would say about values that are not written yet. */
export class Trial {
  private readonly others: Readonly<Record<string, string>>;

  /** @param present the values of .env: what setup does not ask for counts as well */
  constructor(
    present: Readonly<Record<string, string>>,
    private readonly directory: string,
  ) {
    const answered: ReadonlySet<string> = new Set([...setupVariables, ...replacedVariables]);
    this.others = Object.fromEntries(Object.entries(present).filter(([name]) => !answered.has(name)));
  }

  /** @returns what stops a sign-in, one text each; empty: nothing */
  async problems(values: SetupValues, ids: readonly CheckId[]): Promise<readonly string[]> {
    try {
      return (await this.reports(values, ids)).filter(({ status }) => status === 'failed').map(explain);
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      return error.problems.map(({ setting, problem, fix }) => `${setting} ${problem}. ${fix}`);
    }
  }

  /** @throws ConfigurationError */
  async reports(values: SetupValues, ids: readonly CheckId[]): Promise<readonly CheckReport[]> {
    // A secret of its own, so that trying leaves none behind.
    const own = { NODE_ENV: 'development', SESSION_SECRET: randomBytes(32).toString('base64url') };
    const okta = values.OKTA_ORG_URL === undefined ? {} : { OIDC_DISCOVERY_URL: '' };
    const env = { ...this.others, ...own, ...okta, ...values };
    const examination = startExamination({ env, directory: this.directory, files: false });
    const reports: CheckReport[] = [];
    for await (const report of examine(
      examination,
      checks.filter(({ id }) => (ids as readonly string[]).includes(id)),
    )) {
      reports.push(report);
    }
    return reports;
  }
}

function explain({ finding, diagnosis, providerWords }: CheckReport): string {
  const words = providerWords === undefined ? '' : ` The provider says: “${providerWords}”.`;
  return `${finding}${words}${diagnosis?.steps[0] === undefined ? '' : ` ${diagnosis.steps[0]}`}`;
}
