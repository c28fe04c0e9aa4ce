import fc from 'fast-check';
import { closeScenarios, startScenario, type Scenario } from '../scenario.js';

afterEach(closeScenarios);

const foreign = [
  'https://evil.test',
  '//evil.test',
  '///evil.test',
  '/\\evil.test',
  '\\\\evil.test',
  '/\t/evil.test',
  '/\n/evil.test',
  '/\r\nLocation: https://evil.test',
  ' //evil.test',
  '/..//evil.test',
  '/./\\evil.test',
  'https:evil.test',
  'javascript:alert(1)',
  'data:text/html,x',
  '@evil.test',
  '.evil.test',
  'http://localhost@evil.test/',
  'http://localhost.evil.test/',
];

it.each(foreign)('does not lead to %j after sign-in', async (returnTo) => {
  const scenario = await startScenario();
  await expectHome(scenario, `/login?returnTo=${encodeURIComponent(returnTo)}`);
});

it.each(['target_link_uri', 'returnTo'])('does not follow a foreign %s of a third party', async (parameter) => {
  const scenario = await startScenario();
  const query = new URLSearchParams({ iss: scenario.provider.issuer, [parameter]: 'https://evil.test/' });
  await expectHome(scenario, `/login?${query.toString()}`);
});

it('leads to no other origin, whatever is asked for', async () => {
  const scenario = await startScenario();
  const pieces = fc.constantFrom(
    '/',
    '\\',
    '//',
    '.',
    '..',
    '@',
    ':',
    '%2f',
    '%5c',
    '%09',
    '\t',
    '?',
    '#',
    'evil.test',
    'http',
    'https:',
    'localhost',
    '\u3002',
    '\uff0f',
  );
  await fc.assert(
    fc.asyncProperty(fc.array(pieces, { minLength: 1, maxLength: 7 }), async (parts) => {
      await expectHome(scenario, `/login?returnTo=${encodeURIComponent(parts.join(''))}`);
    }),
    { numRuns: 60 },
  );
});

it('sends the browser only to the issuer that is configured, whatever the Host header says', async () => {
  const { app, provider, browser } = await startScenario();
  const headers = { host: 'evil.test', 'x-forwarded-host': 'evil.test', forwarded: 'host=evil.test' };
  const page = await browser.get(`${app.url}/login`, headers, { redirect: 'manual' });
  const target = new URL(page.headers.location ?? '');
  expect(target.origin).toBe(provider.origin);
  expect(target.searchParams.get('redirect_uri')).toBe(`${app.url}/authorization-code/callback`);
});

/** Goes through the whole login; only the last redirect, from the callback, can lead away. */
async function expectHome({ app, browser, isSignedIn }: Scenario, login: string): Promise<void> {
  const started = await browser.get(`${app.url}${login}`, {}, { redirect: 'manual' });
  const answered = await browser.get(started.headers.location ?? '', {}, { redirect: 'manual' });
  const finished = await browser.get(answered.headers.location ?? '', {}, { redirect: 'manual' });
  const location = finished.headers.location ?? '';
  expect(new URL(location, app.url).origin).toBe(app.url);
  expect(await isSignedIn()).toBe(true);
}
