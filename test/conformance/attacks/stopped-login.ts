import { Browser } from '../../support/browser.js';
import type { Scenario } from '../scenario.js';

/** A login as far as the provider's answer, which this browser does not open: the address of the callback. */
export async function stoppedLogin(
  { app, browser }: Pick<Scenario, 'app' | 'browser'>,
  login = '/login?returnTo=/profile',
): Promise<string> {
  const started = await browser.get(`${app.url}${login}`, {}, { redirect: 'manual' });
  const answered = await browser.get(locationOf(started.headers.location), {}, { redirect: 'manual' });
  return locationOf(answered.headers.location);
}

/** Another person's scenario on the same application and provider. */
export function another(scenario: Scenario): Pick<Scenario, 'app' | 'browser' | 'provider'> & { isSignedIn(): Promise<boolean> } {
  const browser = new Browser();
  const { app, provider } = scenario;
  return {
    app,
    provider,
    browser,
    isSignedIn: async () => (await browser.get(`${app.url}/api/me`, { accept: 'application/json' })).status === 200,
  };
}

function locationOf(location: string | undefined): string {
  if (location === undefined) throw new Error('The answer is no redirect');
  return location;
}
