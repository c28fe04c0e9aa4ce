import { Browser } from '../support/browser.js';
import { jwtPattern } from '../support/jwt-pattern.js';
import { SecretCollector } from '../support/secret-collector.js';
import { signIn } from '../support/sign-in.js';
import { startPair, type RunningPair } from '../support/start-pair.js';

const metricsToken = 'the-scraper-shows-this-token';

describe('The log at level trace', () => {
  const secrets = new SecretCollector();
  let pair: RunningPair;

  beforeAll(async () => {
    secrets.start();
    pair = await startPair({ OIDC_SCOPES: 'openid profile email groups offline_access', METRICS_TOKEN: metricsToken, LOG_LEVEL: 'trace' });
  });

  afterAll(async () => {
    secrets.stop();
    await pair.close();
  });

  const lines = (): string => pair.app.log.join('\n');

  it('holds no token, code, state, nonce, secret, password or cookie, whatever people do', async () => {
    const browser = new Browser();
    const profile = await signIn(browser, pair.url, 'alice@example.com', 'alice');
    expect(profile.status).toBe(200);
    await browser.get(`${pair.url}/authorization-code/callback?code=a-code-of-somebody-else&state=a-state-made-up`);
    await browser.get(`${pair.url}/authorization-code/callback?error=access_denied&error_description=no&state=another-state`);
    await browser.get(`${pair.url}/profile?access_token=a-token-in-the-wrong-place`);
    await browser.post(profile, '/backchannel-logout', { logout_token: 'eyJhbGciOiJub25lIn0.e30.forged-signature' });
    await browser.get(`${pair.url}/api/me`, { authorization: 'Bearer a-bearer-that-nobody-issued', accept: 'application/json' });
    await browser.get(`${pair.url}/metrics`, { authorization: `Bearer ${metricsToken}` });
    await signIn(new Browser(), pair.url, 'alice@example.com', 'wrong-password-of-alice');
    await signIn(new Browser(), pair.url, 'unassigned@example.com', 'unassigned');
    const out = profile.forms.findIndex(({ action }) => action.endsWith('/logout'));
    await browser.submit(profile, {}, out);
    await browser.get(`${pair.url}/profile`, {}, { redirect: 'manual' });

    const given = [
      'a-code-of-somebody-else',
      'a-state-made-up',
      'a-token-in-the-wrong-place',
      'forged-signature',
      'wrong-password-of-alice',
    ];
    for (const secret of [...given, metricsToken, ...pair.app.settings.session.secrets]) secrets.add(secret);
    secrets.add(pair.app.settings.provider.clientSecret);
    expect(secrets.found.size).toBeGreaterThan(20);
    expect(pair.app.log.length).toBeGreaterThan(20);
    const log = lines();
    expect([...secrets.found].filter((secret) => log.includes(secret))).toEqual([]);
    // Every JWT begins so: the base64url form of {"alg or {"typ.
    expect(log).not.toMatch(jwtPattern);
  });

  it('names the trace that a proxy began, and gives each request a reference', async () => {
    await fetch(`${pair.url}/healthz`, { headers: { traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01' } });
    await fetch(`${pair.url}/healthz`, { headers: { traceparent: 'ff-<script>' } });
    const requests = pair.app.log.map((line) => JSON.parse(line) as Record<string, unknown>).filter(({ path }) => path === '/healthz');
    expect(requests.map(({ trace }) => trace)).toEqual(['4bf92f3577b34da6a3ce929d0e0e4736', undefined]);
    expect(new Set(requests.map(({ reference }) => reference)).size).toBe(2);
  });
});
