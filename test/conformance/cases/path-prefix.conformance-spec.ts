import { freePort } from '../../support/free-port.js';
import { outcomeOf } from '../outcome.js';
import { closeScenarios, startScenario, type Scenario } from '../scenario.js';
import { signOut } from '../sign-out.js';

afterEach(closeScenarios);

async function underPath(env: Record<string, string> = {}): Promise<Scenario> {
  const port = String(await freePort());
  return startScenario({ env: { PORT: port, PUBLIC_URL: `http://localhost:${port}/app`, ...env } });
}

it('keeps every address below the path, from sign-in to sign-out', async () => {
  const scenario = await underPath();
  const page = await scenario.signIn('/profile?a=1');
  expect(await outcomeOf(scenario, page)).toBe('signs in');
  expect(page.url).toBe(`${scenario.app.url}/profile?a=1`);
  const own = [...page.body.matchAll(/(?:href|src|action)="(\/[^"]*)"/g)].map(([, path = '']) => path);
  expect(own.filter((path) => !path.startsWith('/app/'))).toEqual([]);
  // Of the path, so that the application beside it has cookies of its own, and for the whole host, as __Host- demands.
  expect(page.setCookies.filter((line) => !/^signin\.app_\d+_[\w-]+=[^;]*;(?: Max-Age=\d+;)? Path=\/;/.test(line))).toEqual([]);
  const end = await signOut(scenario);
  expect([end.status, end.url.split('?')[0]]).toEqual([200, `${scenario.app.url}/`]);
});

it('works the same when the proxy takes the path away', async () => {
  const { app, browser } = await underPath();
  const stripped = app.url.replace('/app', '');
  const page = await browser.get(`${stripped}/profile`, {}, { redirect: 'manual' });
  expect(page.headers.location).toMatch(/^\/app\/login\?/);
});

it('builds nothing from what a proxy or a stranger says in headers', async () => {
  const { app, browser } = await underPath();
  const headers = {
    'x-forwarded-prefix': '/evil',
    'x-forwarded-proto': 'https,http',
    'x-forwarded-host': 'a.example, b.example',
    'x-forwarded-port': '8443',
  };
  const page = await browser.get(`${app.url}/login`, headers, { redirect: 'manual' });
  expect(new URL(page.headers.location ?? '').searchParams.get('redirect_uri')).toBe(`${app.url}/authorization-code/callback`);
});
