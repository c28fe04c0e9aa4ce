import type { FastifyRequest } from 'fastify';
import { AccessTokens } from '../../../src/auth/access-tokens.js';
import { SignOut } from '../../../src/auth/sign-out.js';
import { Sessions } from '../../../src/session/sessions.js';
import { answering, ForgingProvider } from '../../support/forging-provider.js';
import { signedInAs } from '../../support/signed-in-as.js';
import { startApp } from '../../support/start-app.js';
import { closeScenarios, startScenario, type Scenario } from '../scenario.js';

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

it('revokes what a refresh was just getting when the person signs out', async () => {
  const provider = await ForgingProvider.start();
  const client = { OIDC_ISSUER: provider.url, OIDC_CLIENT_ID: 'app', OIDC_CLIENT_SECRET: 'Yw8Tq2Lx6Vn4' };
  const app = await startApp({ ...client, OIDC_SCOPES: 'openid offline_access' });
  const { session, headers } = await signedInAs(app);
  const sessions = app.app.get(Sessions);
  await sessions.replaceTokens(session.key, (held) => Promise.resolve({ ...held, expiresAt: 1, refreshToken: 'old' }));
  provider.answers.set('/revoke', {});
  const renewed = { access_token: 'new-access', token_type: 'Bearer', expires_in: 300, refresh_token: 'new' };
  provider.answers.set('/token', async (request, response) => {
    const site = { 'sec-fetch-site': 'same-origin', accept: 'text/html' };
    await fetch(`${app.url}/logout`, { method: 'POST', headers: { ...headers, ...site }, redirect: 'manual' });
    answering(200, renewed)(request, response);
  });

  const request = { found: { session, failure: undefined }, bearer: null, ip: '127.0.0.1', headers: {} } as unknown as FastifyRequest;
  await expect(app.app.get(AccessTokens).for(request)).rejects.toMatchObject({ code: 'session_ended' });
  await app.app.get(SignOut).onApplicationShutdown();
  expect(provider.requests.filter(({ path }) => path === '/revoke').map(({ form }) => form.get('token'))).toEqual(['old', 'new']);
  await app.close();
  await provider.close();
});
