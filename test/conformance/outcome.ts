import type { Page } from '../support/page.js';
import type { ConformanceModule } from './describe-plan.js';
import { startScenario, type Scenario, type ScenarioOptions } from './scenario.js';

/** A login that ends with a session. `check` looks at what the provider saw, and says what was wrong with it. */
export function signsIn(
  options: ScenarioOptions = {},
  check?: (scenario: Scenario) => string | undefined | Promise<string | undefined>,
): ConformanceModule {
  return {
    expected: 'signs in',
    drive: async () => {
      const scenario = await startScenario(options);
      const outcome = await outcomeOf(scenario, await scenario.signIn());
      return (outcome === 'signs in' ? await check?.(scenario) : undefined) ?? outcome;
    },
  };
}

/** A login that ends on an error page, without a session, and without another request to the provider. */
export function refuses(code: string, options: ScenarioOptions): ConformanceModule {
  return {
    expected: `refuses: ${code}`,
    drive: async () => {
      const scenario = await startScenario(options);
      return outcomeOf(scenario, await scenario.signIn());
    },
  };
}

/** What came of a login, in a few words: `signs in`, or `refuses: code` with what should not have happened beside it. */
export async function outcomeOf(scenario: Scenario, page: Page): Promise<string> {
  const hasSession = await scenario.isSignedIn();
  if (page.status === 200 && hasSession) return 'signs in';
  const refusal = `refuses: ${failureCode(scenario)}`;
  const wrongs = [
    hasSession && 'but has a session',
    page.status < 400 && `but answers ${String(page.status)}`,
    usedTokens(scenario, refusal) && 'but used the tokens',
  ].filter((wrong) => typeof wrong === 'string');
  return [refusal, ...wrongs].join(', ');
}

/** After an ID token that does not hold, the access token beside it must not be used either. */
function usedTokens({ provider }: Scenario, refusal: string): boolean {
  return !refusal.includes('userinfo') && provider.requestsTo('userinfo').length > 0;
}

/** The code of the newest failure in the application's log. */
export function failureCode({ app }: Pick<Scenario, 'app'>): string {
  const failures = app.log
    .map((line) => JSON.parse(line) as { context?: string; code?: string })
    .filter(({ context }) => context === 'Error');
  return failures.at(-1)?.code ?? 'without a code in the log';
}
