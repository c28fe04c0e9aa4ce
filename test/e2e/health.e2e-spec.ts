import { Browser } from '../support/browser.js';
import { signIn } from '../support/sign-in.js';
import { startPair, type RunningPair } from '../support/start-pair.js';

describe('Health and metrics', () => {
  let pair: RunningPair;

  beforeAll(async () => {
    pair = await startPair({ METRICS_TOKEN: 'a-token-for-the-scraper' });
  });

  afterAll(() => pair.close());

  it('is alive, and ready with the state of every part', async () => {
    expect(await (await fetch(`${pair.url}/healthz`)).json()).toEqual({ status: 'ok' });
    await signIn(new Browser(), pair.url, 'alice@example.com', 'alice');
    const ready = await fetch(`${pair.url}/readyz`);
    expect(ready.status).toBe(200);
    expect(await ready.json()).toMatchObject({
      status: 'ready',
      database: { state: 'ok' },
      sessions: { state: 'ok' },
      provider: { state: 'ok' },
    });
  });

  it('counts sign-ins, refusals and sessions for the bearer of the token alone', async () => {
    await signIn(new Browser(), pair.url, 'unassigned@example.com', 'unassigned');
    for (const authorization of ['', 'Bearer another-token', 'a-token-for-the-scraper'])
      expect((await fetch(`${pair.url}/metrics`, { headers: { authorization } })).status).toBe(401);
    const metrics = await (await fetch(`${pair.url}/metrics`, { headers: { authorization: 'Bearer a-token-for-the-scraper' } })).text();
    expect(metrics).toMatch(/signin_logins_total\{outcome="signed_in",reason=""\} 1/);
    expect(metrics).toMatch(/signin_logins_total\{outcome="refused",reason="user-not-assigned"\} 1/);
    expect(metrics).toMatch(/signin_sessions_active 1/);
    expect(metrics).toMatch(/signin_provider_request_seconds_count\{step="token",outcome="ok"\} 1/);
    expect(metrics).toMatch(/signin_http_request_seconds_count\{route="\/profile",status="2xx"\} 1/);
    expect(metrics).toContain('nodejs_eventloop_lag_seconds');
  });

  it('stays ready for those who are signed in while the provider is down', async () => {
    const alone = await startPair();
    await alone.okta.close();
    await fetch(`${alone.url}/login`, { headers: { accept: 'text/html' } });
    const ready = await fetch(`${alone.url}/readyz`);
    expect(ready.status).toBe(200);
    await alone.app.close();
  });
});
