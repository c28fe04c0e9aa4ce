import { request } from 'node:http';
import { closeScenarios, startScenario, type Scenario } from '../scenario.js';

afterEach(closeScenarios);

const ask = async ({ app }: Scenario, method: string, path: string, headers: Record<string, string> = {}): Promise<number> =>
  (await fetch(app.url + path, { method, headers, redirect: 'manual' })).status;

it.each([
  ['POST', '/backchannel-logout'],
  ['GET', '/frontchannel-logout'],
  ['POST', '/universal-logout'],
  ['POST', '/logout'],
  ['GET', '/login'],
  ['GET', '/authorization-code/callback'],
])('counts %s %s against the limit of its address', async (method, path) => {
  const scenario = await startScenario({ env: { RATE_LIMIT: '2' } });
  const statuses = [];
  for (let count = 0; count < 3; count += 1) statuses.push(await ask(scenario, method, path));
  expect(statuses.map((status) => status === 429)).toEqual([false, false, true]);
});

it.each(['x-forwarded-for', 'x-real-ip', 'forwarded'])('counts by the address of the connection, whatever %s says', async (name) => {
  const scenario = await startScenario({ env: { RATE_LIMIT: '2' } });
  const statuses = [];
  for (let count = 0; count < 3; count += 1) {
    const address = `203.0.113.${count}`;
    statuses.push(await ask(scenario, 'GET', '/login', { [name]: name === 'forwarded' ? `for=${address}` : address }));
  }
  expect(statuses.map((status) => status === 429)).toEqual([false, false, true]);
});

it.each([
  ['of more than 64 kB', `logout_token=${'x'.repeat(70 * 1024)}`],
  ['with more than 50 fields', `logout_token=x${'&a'.repeat(50)}`],
])('refuses a form %s, which no provider sends', async (_what, form) => {
  const { app } = await startScenario();
  const body = new URLSearchParams(form);
  expect((await fetch(`${app.url}/backchannel-logout`, { method: 'POST', body })).status).toBe(413);
});

it('refuses headers of more than 32 kB, which no browser needs to send', async () => {
  const { app } = await startScenario();
  const status = await new Promise<number | undefined>((resolve, reject) => {
    const sent = request(`${app.url}/`, { headers: { cookie: `other=${'x'.repeat(40 * 1024)}` } }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    });
    sent.on('error', reject);
    sent.end();
  });
  expect(status).toBe(431);
});
