import fc from 'fast-check';
import { closeScenarios, startScenario, type Scenario } from '../scenario.js';
import { stoppedLogin } from './stopped-login.js';

afterAll(closeScenarios);

const runs = { numRuns: 100 };
const names = fc.constantFrom(
  'code',
  'state',
  'error',
  'error_description',
  'iss',
  'response',
  'id_token',
  'logout_token',
  'reposted',
  'returnTo',
  'iss',
  'sid',
  '__proto__',
  'constructor',
  'toString',
);
const odd = fc.constantFrom(
  '%',
  '%GG',
  '%00',
  '%E2%9',
  '\u0000',
  '\u202E',
  '\uD800',
  '[]',
  '[$ne]',
  '{}',
  'null',
  '..',
  '//',
  "'",
  '"',
  ';',
  ',',
  '=',
  '&',
  '?',
  '#',
  'e30.e30.',
  'eyJhbGciOiJub25lIn0.e30.',
);
const value = fc.oneof(odd, fc.string({ maxLength: 200 }), fc.base64String({ maxLength: 200 }), fc.integer().map(String));
const pairs = fc.array(fc.tuple(names, value), { maxLength: 8 });
/** Half a surrogate pair cannot be sent. */
const wellFormed = (text: string) => Buffer.from(text).toString();
const rawQuery = fc
  .array(fc.oneof(odd, names, fc.string({ maxLength: 20 })), { maxLength: 8 })
  .map((parts) => encodeURI(wellFormed(parts.join(''))).replaceAll('%25', '%'));
const encoded = (list: [string, string][]) => new URLSearchParams(list).toString();

let scenario: Scenario;
let cookie: string;
beforeAll(async () => {
  scenario = await startScenario();
  await stoppedLogin(scenario);
  cookie = scenario.browser.cookies.header(new URL(scenario.app.url), undefined, true) ?? '';
});

async function send(path: string, init: RequestInit = {}): Promise<void> {
  const answer = await fetch(`${scenario.app.url}${path}`, {
    redirect: 'manual',
    ...init,
    headers: { cookie, accept: 'text/html', ...init.headers },
  });
  const body = await answer.text();
  expect(answer.status).toBeLessThan(500);
  expect(answer.headers.getSetCookie().filter((line) => /_session=[^;]/.test(line))).toEqual([]);
  expect(body).not.toMatch(/node_modules|at .*\.[jt]s:\d+/);
}

it.each(['/authorization-code/callback', '/login', '/frontchannel-logout', '/logout', '/'])(
  'answers any query at %s without breaking',
  async (path) => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(pairs.map(encoded), rawQuery), (query) => send(`${path}?${query}`)),
      runs,
    );
  },
);

it.each(['/authorization-code/callback', '/login', '/backchannel-logout', '/universal-logout', '/logout'])(
  'answers any form at %s without breaking',
  async (path) => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    await fc.assert(
      fc.asyncProperty(fc.oneof(pairs.map(encoded), rawQuery), (body) => send(path, { method: 'POST', headers, body })),
      runs,
    );
  },
);

it('answers any body of any type without breaking', async () => {
  const types = fc.constantFrom(
    'application/json',
    'text/plain',
    'multipart/form-data; boundary=x',
    'application/jwt',
    'application/xml',
    'x',
  );
  const bodies = fc.oneof(fc.json(), fc.string(), fc.constantFrom('{"sub_id":{"format":"iss_sub"}}', '{"__proto__":{}}', '[', ''));
  const paths = fc.constantFrom('/authorization-code/callback', '/backchannel-logout', '/universal-logout', '/logout', '/api/me');
  await fc.assert(
    fc.asyncProperty(paths, types, bodies, (path, type, body) => send(path, { method: 'POST', headers: { 'content-type': type }, body })),
    runs,
  );
});

it('answers any Cookie header without breaking', async () => {
  const own = cookie.split('=')[0] ?? '';
  const header = fc
    .array(fc.tuple(fc.constantFrom(own, own.replace(/_login_.*/, '_session'), `${own}x`, 'a', ''), fc.string({ maxLength: 100 })), {
      maxLength: 10,
    })
    .map((list) =>
      list
        .map(([name, text]) => `${name}=${text}`)
        .join('; ')
        .replaceAll(/[^\x20-\x7e\x80-\xff]/g, ''),
    );
  const paths = fc.constantFrom('/', '/profile', '/api/me', '/authorization-code/callback?code=1&state=x', '/logout');
  await fc.assert(
    fc.asyncProperty(paths, header, (path, text) => send(path, { headers: { cookie: text } })),
    runs,
  );
});

it('answers any path without breaking', async () => {
  await fc.assert(
    fc.asyncProperty(rawQuery, (path) => send(`/${path}`)),
    runs,
  );
});

it('is as well as before afterwards', async () => {
  const browser = scenario.browser;
  browser.cookies.clear();
  await scenario.signIn();
  expect(await scenario.isSignedIn()).toBe(true);
  expect(scenario.app.log.filter((line) => (JSON.parse(line) as { level: string }).level === 'error')).toEqual([]);
});
