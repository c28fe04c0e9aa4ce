import type { Page } from '../support/page.js';
import { settle, type Scenario } from './scenario.js';

/** Presses "Sign out" on the profile page and goes along until a page stays. */
export async function signOut({ app, browser }: Scenario): Promise<Page> {
  const profile = await browser.get(`${app.url}/profile`);
  const form = profile.forms.findIndex(({ action }) => action.endsWith('/logout'));
  return settle(browser, await browser.submit(profile, {}, form));
}

/** What a sign-out at the provider must have been asked with (OpenID Connect RP-Initiated Logout 1.0, section 2). */
export function signOutRequestProblem({ provider, app }: Scenario): string | undefined {
  const [request] = provider.requestsTo('end_session');
  if (!request) return 'does not tell the provider';
  const parameters = request.method === 'POST' ? request.form : request.query;
  if (!parameters.has('id_token_hint')) return 'sends no id_token_hint';
  if (parameters.get('post_logout_redirect_uri') !== `${app.url}/`) return 'sends another post_logout_redirect_uri';
  return provider.sessionsEnded.length === 1 ? undefined : 'does not end the session at the provider';
}
