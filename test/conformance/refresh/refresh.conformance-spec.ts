import { AccessTokens } from '../../../packages/signin/src/auth/tokens/access-tokens.js';
import { SignInError } from '../../../packages/signin/src/auth/sign-in-error.js';
import { Cookies } from '../../../packages/signin/src/auth/cookies.js';
import { OidcError } from '../../../packages/oidc/src/errors.js';
import { Sessions } from '../../../packages/signin/src/session/sessions.js';
import { describePlan, type ConformanceModule } from '../describe-plan.js';
import type { JwtLie, Lie } from '../provider/lie.js';
import { startScenario, type Scenario } from '../scenario.js';
import { requestWithSession } from '../../support/request-with-session.js';

// OpenID Connect Core 1.0, section 12.2: such an ID token is of another session than the one that is refreshed.
const refused = 'refuses: session_ended; signed out';

describePlan('oidcc-client-refreshtoken-test-plan', {
  'oidcc-client-test-refresh-token': refreshes('refreshes; signed in'),
  'oidcc-client-test-refresh-token-invalid-issuer': refreshes(refused, { claims: { iss: 'https://other.test' } }),
  'oidcc-client-test-refresh-token-invalid-sub': refreshes(refused, { claims: { sub: 'another-person' } }),
  // Published by the suite, though in no plan:
  'a refreshed ID token for another client': refreshes(refused, { claims: { aud: 'another-client' } }),
  'a refreshed ID token of another azp': refreshes(refused, { claims: { azp: 'another-client' } }),
  // Ours: what the suite leaves to the reader of OpenID Connect Core 1.0, section 12.2.
  'a refresh response without an ID token': refreshes('refreshes; signed in', { raw: { value: undefined } }),
  'a refreshed ID token with another nonce': refreshes(refused, { claims: { nonce: 'another-nonce' } }),
  'a refreshed ID token that is empty': refreshes(refused, { raw: { value: '' } }),
  'a refreshed ID token without a signature': refreshes('refuses: id_token_algorithm; keeps the tokens of before; signed in', {
    alg: 'none',
  }),
  'a refresh token that the provider no longer knows': {
    expected: 'refuses: session_ended; signed out',
    drive: () =>
      drive({ faults: { token: { status: 400, headers: { 'content-type': 'application/json' }, body: '{"error":"invalid_grant"}' } } }),
  },
  'words of dex, which knows no invalid_grant here': refusedBy('refuses: session_ended; signed out', 400, {
    error: 'invalid_request',
    error_description: 'Refresh token is invalid or has already been claimed by another client.',
  }),
  'an empty 400, as Glewlwyd sends it': refusedBy('refuses: session_ended; signed out', 400, undefined),
  'a gateway that refuses with a page': refusedBy(kept('refused_without_reason'), 403, '<h1>Forbidden</h1>'),
  'a bare 401': refusedBy(kept('refused_without_reason'), 401, undefined),
  'a bare 408': refusedBy(kept('refused_without_reason'), 408, undefined),
  'a 401 without invalid_client': refusedBy(kept('token_refused'), 401, { error: 'access_denied', error_description: 'Unauthorized' }),
  'a 400 that says temporarily_unavailable': refusedBy(kept('provider_error'), 400, { error: 'temporarily_unavailable' }),
  'a 400 that says server_error': refusedBy(kept('provider_error'), 400, { error: 'server_error' }),
  'a realm that is switched off': refusedBy(kept('token_refused'), 403, { error: 'access_denied', error_description: 'Realm not enabled' }),
  'a realm that is gone': refusedBy(kept('token_refused'), 404, { error: 'Realm does not exist' }),
  'an invalid_request about something else': refusedBy(kept('token_refused'), 400, { error: 'invalid_request', error_description: 'No.' }),
  'a token endpoint that is down': {
    expected: 'refuses: provider_error; keeps the tokens of before; signed in',
    drive: () => drive({ faults: { token: { status: 500 } } }),
  },
});

function kept(code: string): string {
  return `refuses: ${code}; keeps the tokens of before; signed in`;
}

function refusedBy(expected: string, status: number, body: object | string | undefined): ConformanceModule {
  const headers = { 'content-type': typeof body === 'object' ? 'application/json' : 'text/html' };
  const text = typeof body === 'object' ? JSON.stringify(body) : body;
  return { expected, drive: () => drive({ faults: { token: { status, headers, ...(text !== undefined && { body: text }) } } }) };
}

function refreshes(expected: string, refreshedIdToken?: JwtLie): ConformanceModule {
  return { expected, drive: () => drive(refreshedIdToken ? { refreshedIdToken } : {}) };
}

/** Signs in, with an access token that is almost over, and asks for one that lasts. */
async function drive(lie: Lie): Promise<string> {
  const scenario = await startScenario({ lie: { tokenResponse: { expires_in: 30 } }, env: { OIDC_SCOPES: 'openid offline_access' } });
  await scenario.signIn();
  scenario.provider.lie = lie;
  const before = await heldAccessToken(scenario);
  const outcome = await freshToken(scenario).then(
    (token) => (token === before ? 'keeps an old token' : 'refreshes'),
    (error: unknown) => `refuses: ${error instanceof OidcError || error instanceof SignInError ? error.code : String(error)}`,
  );
  const kept = outcome !== 'refreshes' && before === (await heldAccessToken(scenario)) ? '; keeps the tokens of before' : '';
  return `${outcome}${kept}; ${(await scenario.isSignedIn()) ? 'signed in' : 'signed out'}`;
}

/** As a handler of the application would ask, for the request of this browser. */
async function freshToken(scenario: Scenario): Promise<string> {
  const session = await sessionOf(scenario);
  const request = requestWithSession(session);
  return scenario.app.app.get(AccessTokens).for(request);
}

async function heldAccessToken(scenario: Scenario): Promise<unknown> {
  const session = await sessionOf(scenario);
  return session && (await scenario.app.app.get(Sessions).tokens(session.key))?.['accessToken'];
}

function sessionOf({ app, browser }: Scenario) {
  const cookies = app.app.get(Cookies);
  const [cookie] = cookies.valuesOf(cookies.session, browser.cookies.header(new URL(app.url), undefined, true));
  return app.app.get(Sessions).read(cookie ?? '');
}
