import { outcomeOf } from '../outcome.js';
import { closeScenarios, startScenario, type Scenario, type ScenarioOptions } from '../scenario.js';
import { signOut } from '../sign-out.js';

/** What is peculiar about a provider as it stands in the field, and the settings with which this application works there. */
export interface ProviderShape extends ScenarioOptions {
  /** `signs in` when it is left out. */
  readonly outcome?: string;
  /** Path at which signing out ends; `/` where the provider has an end_session_endpoint. */
  readonly signedOutAt?: string;
  readonly check?: (scenario: Scenario) => void | Promise<void>;
}

/** Each provider of the list signs a person in and out with the settings that exist. */
export function describeShapes(title: string, shapes: Readonly<Record<string, ProviderShape>>): void {
  describe(title, () => {
    afterEach(closeScenarios);

    it.each(Object.entries(shapes))('%s', async (_name, { outcome = 'signs in', signedOutAt = '/', check, ...options }) => {
      const scenario = await startScenario(options);
      expect(await outcomeOf(scenario, await scenario.signIn())).toBe(outcome);
      await check?.(scenario);
      if (outcome !== 'signs in') return;
      const page = await signOut(scenario);
      expect([page.status, new URL(page.url).pathname, await scenario.isSignedIn()]).toEqual([200, signedOutAt, false]);
    });
  });
}

/** Removes members of the discovery document. */
export function without(...names: string[]): Record<string, undefined> {
  return Object.fromEntries(names.map((name) => [name, undefined]));
}
