import { randomBytes } from 'node:crypto';
import { ConfigurationError } from '@fanlight/signin/settings';
import type { CheckReport } from '../doctor/check.js';
import { checks } from '../doctor/checks.js';
import { createCheckContext, runChecks } from '../doctor/run-checks.js';
import { replacedVariables, setupVariables, type SetupValues } from './setup-values.js';

export type CheckId = 'discovery' | 'client' | 'credentials' | 'token';

/** What the doctor would say about values that are not written yet. */
export class Trial {
  private readonly others: Readonly<Record<string, string>>;

  /** @param present the values of .env: what setup does not ask for counts as well */
  constructor(
    present: Readonly<Record<string, string>>,
    private readonly directory: string,
  ) {
    const asked: readonly string[] = [...setupVariables, ...replacedVariables];
    this.others = Object.fromEntries(Object.entries(present).filter(([name]) => !asked.includes(name)));
  }

  /** @returns what stops a sign-in, one text each; empty: nothing */
  async problems(values: SetupValues, ids: readonly CheckId[]): Promise<readonly string[]> {
    // A secret of its own, so that trying leaves none behind.
    const own = { NODE_ENV: 'development', SESSION_SECRET: randomBytes(32).toString('base64url') };
    const okta = values.OKTA_ORG_URL === undefined ? {} : { OIDC_DISCOVERY_URL: '' };
    const env = { ...this.others, ...own, ...okta, ...values };
    const chosen = checks.filter(({ id }) => ids.some((wanted) => wanted === id));
    const problems: string[] = [];
    try {
      const context = createCheckContext({ env, directory: this.directory, files: false });
      for await (const report of runChecks(context, chosen)) if (report.status === 'failed') problems.push(explain(report));
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      return error.problems.map(({ setting, problem, fix }) => `${setting} ${problem}. ${fix}`);
    }
    return problems;
  }

  /**
   * Tries the credentials the usual way, and in the body of the request where that is refused and nobody chose a way.
   *
   * @returns `values`: OIDC_CLIENT_AUTH, where the usual way does not work and another does
   */
  async clientAuthentication(values: SetupValues): Promise<{ readonly values: SetupValues; readonly problem: string | undefined }> {
    const { OIDC_CLIENT_AUTH: chosen } = values;
    const [problem] = await this.problems(values, clientChecks);
    if (chosen !== undefined) return { values: { OIDC_CLIENT_AUTH: chosen }, problem };
    if (problem === undefined) return { values: {}, problem };
    const post = { OIDC_CLIENT_AUTH: 'client_secret_post' };
    const [problemOfPost] = await this.problems({ ...values, ...post }, clientChecks);
    return problemOfPost === undefined ? { values: post, problem: undefined } : { values: {}, problem };
  }
}

/** The checks that show whether the provider accepts the client. */
export const clientChecks = ['discovery', 'credentials', 'token'] as const;

function explain({ finding, diagnosis, providerWords }: CheckReport): string {
  const words = providerWords === undefined ? '' : ` The provider says: “${providerWords}”.`;
  return `${finding}${words}${diagnosis?.steps[0] === undefined ? '' : ` ${diagnosis.steps[0]}`}`;
}
