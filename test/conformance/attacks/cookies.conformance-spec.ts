import { startApp } from '../../support/start-app.js';
import { CookieJar } from '../../support/cookie-jar.js';
import { startProvider } from '../provider/start-provider.js';
import { closeScenarios, settingsFor, startScenario, type Scenario } from '../scenario.js';
import { another, stoppedLogin } from './stopped-login.js';

afterEach(closeScenarios);

type Cookies = Map<string, string>;

function cookiesOf({ browser, app }: Pick<Scenario, 'browser' | 'app'>): Cookies {
  const header = browser.cookies.header(new URL(app.url), undefined, true) ?? '';
  return new Map(header.split('; ').map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]));
}

async function open(url: string, cookies: Cookies): Promise<{ status: number; starts: boolean }> {
  const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const answer = await fetch(url, { headers: { cookie, accept: 'text/html' }, redirect: 'manual' });
  return { status: answer.status, starts: answer.headers.getSetCookie().some((line) => /_session=[^;]/.test(line)) };
}

const refused = { status: 400, starts: false };

it('names its cookies so that no sibling domain can set them in production', async () => {
  const provider = await startProvider();
  const production = {
    NODE_ENV: 'production',
    PUBLIC_URL: 'https://app.example.test',
    SESSION_SECRET: 'k7Qw9zR2mV5xT8bN1cL4pJ6hG3fD0sAyE',
  };
  const app = await startApp(settingsFor(provider, production));
  const answer = await fetch(`http://localhost:${String(app.settings.listen.port)}/login`, { redirect: 'manual' });
  const [line = ''] = answer.headers.getSetCookie();
  expect(line).toMatch(/^__Host-/);
  expect(line).toMatch(/; Path=\/;/);
  for (const attribute of ['HttpOnly', 'Secure', 'SameSite=Lax']) expect(line).toContain(attribute);
  expect(line).not.toContain('Domain');

  const jar = new CookieJar(Date.now);
  const name = line.split('=')[0] ?? '';
  jar.keep(`${name}=tossed; Domain=example.test; Path=/; Secure`, new URL('https://evil.example.test/'));
  expect(jar.header(new URL('https://app.example.test/'), undefined, true)).toBeUndefined();
  await Promise.all([app.close(), provider.close()]);
});

it('does not finish a login with the cookie of another login, under either name', async () => {
  const scenario = await startScenario();
  const first = await stoppedLogin(scenario);
  const [[firstName = '', firstValue = ''] = []] = cookiesOf(scenario);
  scenario.browser.cookies.clear();
  await stoppedLogin(scenario);
  const [[, secondValue = ''] = []] = cookiesOf(scenario);
  expect(await open(first, new Map([[firstName, secondValue]]))).toEqual(refused);
  expect(await open(first, new Map([[firstName, firstValue]]))).toMatchObject({ starts: true });
});

it('does not finish the login of one browser with the cookies of another', async () => {
  const scenario = await startScenario();
  const other = another(scenario);
  const callback = await stoppedLogin(scenario);
  await stoppedLogin(other);
  expect(await open(callback, cookiesOf(other))).toEqual(refused);
});

it('does not take one kind of cookie for another', async () => {
  const scenario = await startScenario();
  const callback = await stoppedLogin(scenario);
  const [[loginName = '', loginValue = ''] = []] = cookiesOf(scenario);
  await scenario.browser.get(callback);
  const [sessionName = '', sessionValue = ''] = [...cookiesOf(scenario)].find(([name]) => name.endsWith('_session')) ?? [];
  const next = await stoppedLogin(scenario);
  expect(sessionValue).not.toBe('');
  expect((await open(`${scenario.app.url}/api/me`, new Map([[sessionName, loginValue]]))).status).toBe(401);
  expect(await open(next, new Map([[loginName, sessionValue]]))).toEqual(refused);
});

it.each([
  ['a changed character', (value: string) => value.slice(0, 30) + (value[30] === 'A' ? 'B' : 'A') + value.slice(31)],
  ['a cut end', (value: string) => value.slice(0, -4)],
  ['nothing', () => ''],
  ['a percent sign', () => '%'],
  ['quotes', (value: string) => `"${value}"x`],
  ['64 kB', () => 'A'.repeat(7000)],
])('refuses the cookie of a login with %s', async (_title, change) => {
  const scenario = await startScenario();
  const callback = await stoppedLogin(scenario);
  const [[name = '', value = ''] = []] = cookiesOf(scenario);
  expect(await open(callback, new Map([[name, change(value)]]))).toEqual(refused);
});

it('shows neither tokens nor the code verifier to whoever reads the cookies', async () => {
  const scenario = await startScenario({ env: { OIDC_SCOPES: 'openid offline_access' } });
  const callback = await stoppedLogin(scenario);
  const pending = [...cookiesOf(scenario).values()].join(' ');
  await scenario.browser.get(callback);
  const verifier = scenario.provider.requestsTo('token')[0]?.form.get('code_verifier') ?? 'none';
  const decoded = Buffer.from(pending, 'base64url').toString('latin1');
  expect(pending + decoded).not.toContain(verifier);
  expect([...cookiesOf(scenario).values()].every((value) => value.length < 100)).toBe(true);
});
