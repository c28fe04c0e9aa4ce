import { startApp } from '../../support/start-app.js';
import { freePort } from '../../support/free-port.js';
import { failureCode } from '../outcome.js';
import { startProvider } from '../provider/start-provider.js';
import { closeScenarios, register, settingsFor, startScenario } from '../scenario.js';
import { stoppedLogin } from './stopped-login.js';

afterEach(closeScenarios);

it.each([{ responseIssuer: 'advertised' }, { responseIssuer: 'sent' }] as const)(
  'does not send a code to one issuer that came from another ($responseIssuer)',
  async (setup) => {
    const scenario = await startScenario({ setup });
    const callback = new URL(await stoppedLogin(scenario));
    callback.searchParams.set('iss', 'https://attacker.test');
    const page = await scenario.browser.get(callback.href);
    expect([page.status, failureCode(scenario)]).toEqual([400, 'response_issuer_mismatch']);
    expect(scenario.provider.requestsTo('token')).toHaveLength(0);
  },
);

it('starts no login that a third party wants at another issuer', async () => {
  const { app, browser, provider } = await startScenario();
  const page = await browser.get(`${app.url}/login?iss=${encodeURIComponent('https://attacker.test')}`);
  expect(page.status).toBe(400);
  expect(provider.requestsTo('authorize')).toHaveLength(0);
});

it('does not finish at a new issuer what was started at the one before', async () => {
  const [first, second] = await Promise.all([startProvider(), startProvider()]);
  const port = String(await freePort());
  const shared = { PORT: port, SESSION_SECRET: 'a secret that both starts of the application share' };
  const before = await startApp(settingsFor(first, shared));
  register(first, before.url);
  register(second, before.url);
  const scenario = await startScenario();
  const { browser } = scenario;
  const started = new URL(await stoppedLogin({ app: before, browser }));
  await before.close();

  const after = await startApp(settingsFor(second, shared));
  // The attacker, who runs the second issuer, answers with the first one's state and a code of its own.
  started.searchParams.set('iss', second.issuer);
  const page = await browser.get(started.href);
  expect([page.status, second.requestsTo('token').length]).toEqual([400, 0]);
  await Promise.all([after.close(), first.close(), second.close()]);
});
