import { setTimeout as sleep } from 'node:timers/promises';
import { AccessTokens } from '../../../packages/signin/src/auth/tokens/access-tokens.js';
import { SignOut } from '../../../packages/signin/src/auth/logout/sign-out.js';
import { StoreUnavailableError } from '../../../packages/signin/src/database/errors.js';
import { SessionSweeper } from '../../../packages/signin/src/session/session-sweeper.js';
import { Sessions } from '../../../packages/signin/src/session/sessions.js';
import { answering, ForgingProvider, makeSigningKey } from '../../support/forging-provider.js';
import { signedInAs } from '../../support/signed-in-as.js';
import { startApp } from '../../support/start-app.js';
import type { Lie } from '../provider/lie.js';
import { closeScenarios, startScenario, type Scenario } from '../scenario.js';
import { requestWithSession } from '../../support/request-with-session.js';

afterEach(closeScenarios);

const offline = { env: { OIDC_SCOPES: 'openid offline_access' } };

/** Refresh tokens that were revoked, once all revocations are done. */
async function revoked({ app, provider }: Scenario): Promise<(string | null)[]> {
  await app.app.get(SignOut).onApplicationShutdown();
  return provider.requestsTo('revocation').map(({ form }) => form.get('token'));
}

async function heldToken({ app }: Scenario): Promise<unknown> {
  const sessions = app.app.get(Sessions);
  const [session] = await sessions.listLatest(1);
  return (await sessions.tokens(session?.key ?? ''))?.['refreshToken'];
}

it('revokes the refresh token of each session that a new sign-in of the browser replaces', async () => {
  const scenario = await startScenario(offline);
  const held: unknown[] = [];
  for (let count = 0; count < 3; count += 1) {
    await scenario.browser.get(`${scenario.app.url}/login`);
    held.push(await heldToken(scenario));
  }
  expect(new Set(held).size).toBe(3);
  expect(await revoked(scenario)).toEqual(held.slice(0, 2));
  expect(await scenario.isSignedIn()).toBe(true);
});

it('revokes the refresh token of a session that nobody used for too long', async () => {
  const scenario = await startScenario({ env: { ...offline.env, SESSION_IDLE_TIMEOUT: '1s' } });
  await scenario.browser.get(`${scenario.app.url}/login`);
  const held = await heldToken(scenario);
  await sleep(1100);
  expect(await scenario.app.app.get(Sessions).sweep(scenario.app.app.get(SessionSweeper).onEnded)).toBe(1);
  expect(await revoked(scenario)).toEqual([held]);
});

it.each<[string, Lie]>([
  ['its ID token', { idToken: { claims: { nonce: 'of another sign-in' } } }],
  ['its userinfo', { userinfo: { sub: 'somebody else' } }],
])('revokes what came with a sign-in that is refused for %s', async (_what, lie) => {
  const scenario = await startScenario({ ...offline, lie });
  expect((await scenario.browser.get(`${scenario.app.url}/login`)).status).toBe(400);
  expect(await revoked(scenario)).toHaveLength(1);
});

it('revokes what came with a sign-in for which no session could be kept', async () => {
  const scenario = await startScenario(offline);
  const sessions = scenario.app.app.get(Sessions);
  const start = sessions.start.bind(sessions);
  sessions.start = () =>
    Promise.reject(new StoreUnavailableError('store_unreachable', 'The store went away.', { setting: 'DATABASE_URL' }));
  expect((await scenario.browser.get(`${scenario.app.url}/login`)).status).toBe(503);
  sessions.start = start;
  expect(await revoked(scenario)).toHaveLength(1);
});

/** A session whose access token has expired, at a provider that takes revocations. */
async function startWithOldToken(): Promise<{
  readonly provider: ForgingProvider;
  readonly signOut: () => Promise<unknown>;
  readonly accessToken: () => Promise<string>;
  readonly isSignedIn: () => Promise<boolean>;
  readonly revoked: () => Promise<(string | null)[]>;
  readonly close: () => Promise<void>;
}> {
  const provider = await ForgingProvider.start();
  const client = { OIDC_ISSUER: provider.url, OIDC_CLIENT_ID: 'app', OIDC_CLIENT_SECRET: 'Yw8Tq2Lx6Vn4' };
  const app = await startApp({ ...client, OIDC_SCOPES: 'openid offline_access' });
  const { session, headers } = await signedInAs(app);
  const sessions = app.app.get(Sessions);
  await sessions.replaceTokens(session.key, (held) => Promise.resolve({ ...held, expiresAt: 1, refreshToken: 'old' }));
  provider.answers.set('/revoke', {});
  const site = { 'sec-fetch-site': 'same-origin', accept: 'text/html' };
  const request = requestWithSession(session);
  return {
    provider,
    signOut: () => fetch(`${app.url}/logout`, { method: 'POST', headers: { ...headers, ...site }, redirect: 'manual' }),
    accessToken: () => app.app.get(AccessTokens).for(request),
    isSignedIn: async () => (await sessions.tokens(session.key)) !== undefined,
    revoked: async () => {
      await app.app.get(SignOut).onApplicationShutdown();
      return provider.requests.filter(({ path }) => path === '/revoke').map(({ form }) => form.get('token'));
    },
    close: async () => {
      await app.close();
      await provider.close();
    },
  };
}
const renewed = { access_token: 'new-access', token_type: 'Bearer', expires_in: 300, refresh_token: 'new' };

it('revokes what a refresh was just getting when the person signs out', async () => {
  const { provider, signOut, accessToken, revoked, close } = await startWithOldToken();
  provider.answers.set('/token', async (request, response) => {
    await signOut();
    answering(200, renewed)(request, response);
  });
  await expect(accessToken()).rejects.toMatchObject({ code: 'session_ended' });
  expect(await revoked()).toEqual(['old', 'new']);
  await close();
});

it('revokes what came with an ID token that ends the session, once for all who waited for it', async () => {
  const { provider, accessToken, isSignedIn, revoked, close } = await startWithOldToken();
  provider.answers.set('/token', { ...renewed, id_token: await provider.idToken({ sub: 'somebody else' }) });
  for (const asked of [accessToken(), accessToken()]) await expect(asked).rejects.toMatchObject({ code: 'session_ended' });
  expect([await isSignedIn(), (await revoked()).sort()]).toEqual([false, ['new', 'old']]);
  await close();
});

it('revokes a refresh token once where the provider sends the same one again', async () => {
  const { provider, accessToken, revoked, close } = await startWithOldToken();
  provider.answers.set('/token', { ...renewed, refresh_token: 'old', id_token: await provider.idToken({ sub: 'somebody else' }) });
  await expect(accessToken()).rejects.toMatchObject({ code: 'session_ended' });
  expect(await revoked()).toEqual(['old']);
  await close();
});

it('revokes what came with an ID token that cannot be judged, when the person signed out meanwhile', async () => {
  const { provider, signOut, accessToken, revoked, close } = await startWithOldToken();
  const id_token = await provider.idToken({}, {}, await makeSigningKey());
  provider.answers.set('/token', async (request, response) => {
    await signOut();
    answering(200, { ...renewed, id_token })(request, response);
  });
  await expect(accessToken()).rejects.toMatchObject({ code: 'id_token_signature' });
  expect(await revoked()).toEqual(['old', 'new']);
  await close();
});

it('revokes nothing while a session goes on after a refresh whose ID token cannot be judged', async () => {
  const { provider, accessToken, isSignedIn, revoked, close } = await startWithOldToken();
  provider.answers.set('/token', { ...renewed, id_token: await provider.idToken({}, {}, await makeSigningKey()) });
  await expect(accessToken()).rejects.toMatchObject({ code: 'id_token_signature' });
  expect([await isSignedIn(), await revoked()]).toEqual([true, []]);
  await close();
});
