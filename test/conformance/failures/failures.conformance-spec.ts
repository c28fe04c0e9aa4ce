import type { Page } from '../../support/page.js';
import { moveClock, resetClock } from '../moved-clock.js';
import type { Endpoint, Fault } from '../provider/lie.js';
import type { Setup } from '../provider/setup.js';
import { failureCode } from '../outcome.js';
import { closeScenarios, settle, startScenario, type Scenario } from '../scenario.js';

afterEach(closeScenarios);
afterEach(resetClock);

/** Otherwise sign-in goes on without userinfo: cases/userinfo-failures. */
const strict = { OIDC_USERINFO: 'required' };
const html: Fault = { status: 200, headers: { 'content-type': 'text/html' }, body: '<h1>Maintenance</h1>' };
const halfJson: Fault = { status: 200, headers: { 'content-type': 'application/json' }, body: '{"issuer":"http://' };
const redirect: Fault = { status: 302, headers: { location: 'http://127.0.0.1:9/elsewhere' } };
const jsonError = (status: number, error: string): Fault => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ error, error_description: 'Said by the provider.' }),
});

/** endpoint, fault, the page's status, the code in the log */
const faults: [Endpoint, string, Fault, number, string][] = [
  ['discovery', 'closes the connection', 'reset', 503, 'provider_unreachable'],
  ['discovery', 'stops in the middle', 'cut', 503, 'provider_unreachable'],
  ['discovery', 'never ends', 'endless', 502, 'provider_invalid_response'],
  ['discovery', 'answers HTML', html, 503, 'discovery_failed'],
  ['discovery', 'answers half a document', halfJson, 503, 'discovery_failed'],
  ['discovery', 'answers 404', { status: 404 }, 503, 'discovery_failed'],
  ['discovery', 'answers 500', { status: 500 }, 502, 'provider_error'],
  ['discovery', 'answers 429', { status: 429 }, 503, 'provider_rate_limited'],
  ['discovery', 'redirects', redirect, 502, 'provider_invalid_response'],
  ['token', 'closes the connection', 'reset', 503, 'provider_unreachable'],
  ['token', 'stops in the middle', 'cut', 503, 'provider_unreachable'],
  ['token', 'never ends', 'endless', 502, 'provider_invalid_response'],
  ['token', 'answers HTML', html, 502, 'provider_invalid_response'],
  ['token', 'answers half a document', halfJson, 502, 'provider_invalid_response'],
  ['token', 'answers an error with 200', jsonError(200, 'invalid_request'), 403, 'token_refused'],
  ['token', 'answers 400', jsonError(400, 'invalid_grant'), 403, 'token_refused'],
  ['token', 'answers 400 without a body', { status: 400 }, 403, 'token_refused'],
  ['token', 'answers 401', jsonError(401, 'invalid_client'), 403, 'token_refused'],
  ['token', 'answers 401 in HTML', { ...html, status: 401 }, 502, 'refused_without_reason'],
  ['token', 'answers 403 in HTML', { ...html, status: 403 }, 502, 'refused_without_reason'],
  ['token', 'answers 500', { status: 500 }, 502, 'provider_error'],
  ['token', 'answers 503', { status: 503 }, 502, 'provider_error'],
  ['token', 'answers 429', { status: 429 }, 503, 'provider_rate_limited'],
  ['token', 'redirects', redirect, 502, 'provider_invalid_response'],
  ['jwks', 'closes the connection', 'reset', 503, 'keys_unavailable'],
  ['jwks', 'answers HTML', html, 503, 'keys_unavailable'],
  [
    'jwks',
    'answers an empty set',
    { status: 200, headers: { 'content-type': 'application/json' }, body: '{"keys":[]}' },
    503,
    'keys_unavailable',
  ],
  ['jwks', 'answers 500', { status: 500 }, 503, 'keys_unavailable'],
  ['jwks', 'answers 429', { status: 429 }, 503, 'keys_unavailable'],
  ['jwks', 'redirects', redirect, 503, 'keys_unavailable'],
  ['userinfo', 'closes the connection', 'reset', 503, 'provider_unreachable'],
  ['userinfo', 'never ends', 'endless', 502, 'provider_invalid_response'],
  ['userinfo', 'answers HTML', html, 502, 'provider_invalid_response'],
  ['userinfo', 'answers 401', { status: 401, headers: { 'www-authenticate': 'Bearer error="invalid_token"' } }, 400, 'userinfo_refused'],
  ['userinfo', 'answers 403', { status: 403 }, 400, 'userinfo_refused'],
  ['userinfo', 'answers 500', { status: 500 }, 502, 'provider_error'],
  ['userinfo', 'redirects', redirect, 502, 'provider_invalid_response'],
  ['par', 'answers 400', jsonError(400, 'invalid_request'), 403, 'authorization_refused'],
  ['par', 'answers 500', { status: 500 }, 502, 'provider_error'],
  ['par', 'answers HTML', html, 502, 'provider_invalid_response'],
];

/** Nobody's new try gives this application other credentials. */
const inVain = ['answers 401', 'answers 401 in HTML'];

it.each(faults)('shows a page that leads to a new try, where that can help, when %s %s', async (endpoint, title, fault, status, code) => {
  const setup: Setup = endpoint === 'par' ? { par: 'offered' } : {};
  const scenario = await startScenario({ env: strict, lie: { faults: { [endpoint]: fault } }, setup });
  const page = await expectTrouble(scenario, status, code);
  scenario.provider.lie = {};
  if (endpoint === 'token' && inVain.includes(title)) {
    expect(page.text).toContain('Trying again does not help.');
    expect(page.links.map(({ text }) => text)).not.toContain('Try again');
  } else await expectNewTry(scenario, page);
});

it.each([
  [401, '<html><h1>Access denied by the firewall</h1>'],
  [403, '<html><h1>Access denied by the firewall</h1>'],
])(
  'names the token endpoint, credentials and a gateway where it refuses with %d and a page, whose beginning is in the log',
  async (status, body) => {
    const fault: Fault = { status, headers: { 'content-type': 'text/html' }, body };
    const scenario = await startScenario({ lie: { faults: { token: fault } } });
    const page = await scenario.signIn();
    expect(page.text).not.toContain('cancelled');
    expect(page.text).toMatch(/\/token.* credentials .*gateway/);
    expect(scenario.app.log.join('\n')).toContain('<html><h1>Access denied by the firewall</h1>');
  },
);

it('names the address of a key set that is empty', async () => {
  const scenario = await startScenario({
    lie: { faults: { jwks: { status: 200, headers: { 'content-type': 'application/json' }, body: '{"keys":[]}' } } },
  });
  expect((await scenario.signIn()).text).toContain(`the key set at ${scenario.provider.origin}/jwks is empty`);
});

it('calls an answer with an empty error incomplete, and nobody refused', async () => {
  const scenario = await startScenario({ lie: { authorizationResponse: { code: undefined, error: '' } } });
  const page = await expectTrouble(scenario, 400, 'response_invalid');
  expect(page.text).toContain('The answer is incomplete');
});

it('names the content-encoding of an answer that nobody can decode', async () => {
  const fault: Fault = { status: 200, headers: { 'content-encoding': 'sdch' }, body: 'x' };
  const scenario = await startScenario({ lie: { faults: { token: fault } } });
  const page = await expectTrouble(scenario, 502, 'provider_invalid_response');
  expect(page.text).toMatch(/\/token answered with content-encoding: sdch/);
});

it('gives up on a provider that hangs or trickles, wherever it does', async () => {
  const slow = (['discovery', 'token', 'userinfo'] as const).flatMap((endpoint) => [
    { endpoint, fault: 'hang' as const },
    { endpoint, fault: 'trickle' as const },
  ]);
  await Promise.all(
    slow.map(async ({ endpoint, fault }) => {
      const scenario = await startScenario({ env: strict, lie: { faults: { [endpoint]: fault } } });
      const page = await scenario.signIn();
      // Nest's logger is one for the whole process: of several applications, only the page tells them apart.
      expect([endpoint, fault, page.status, page.text.includes('provider_timeout')]).toEqual([endpoint, fault, 504, true]);
    }),
  );
});

it.each(['discovery', 'jwks', 'userinfo'] as const)('asks %s once more when it was busy for a moment', async (endpoint) => {
  const scenario = await startScenario({ lie: { faults: { [endpoint]: { status: 503, times: 1 } } } });
  await scenario.signIn();
  expect(await scenario.isSignedIn()).toBe(true);
});

it('never sends a code twice', async () => {
  const scenario = await startScenario({ lie: { faults: { token: { status: 503, times: 1 } } } });
  await scenario.signIn();
  expect(scenario.provider.requestsTo('token')).toHaveLength(1);
});

it.each(['discovery', 'par', 'token', 'jwks', 'userinfo'] as const)(
  'asks %s no more for as long as its 429 says, tells people how long that is, and asks again afterwards',
  async (endpoint) => {
    const busy: Fault = { status: 429, headers: { 'retry-after': '40' } };
    const setup: Setup = endpoint === 'par' ? { par: 'offered' } : {};
    const scenario = await startScenario({ env: strict, lie: { faults: { [endpoint]: busy } }, setup });
    const page = await scenario.signIn();
    expect([page.status, page.headers['retry-after']]).toEqual([503, '40']);
    await scenario.signIn();
    expect(scenario.provider.requestsTo(endpoint)).toHaveLength(1);
    scenario.provider.lie = {};
    moveClock(41);
    await scenario.signIn();
    expect(await scenario.isSignedIn()).toBe(true);
  },
);

it.each([
  ['access_denied', 403],
  ['login_required', 403],
  ['server_error', 502],
  ['temporarily_unavailable', 502],
])('shows a page when the provider answers the browser with %s', async (error, status) => {
  const lie = { authorizationResponse: { code: undefined, error, error_description: 'Said by the provider.' } };
  const scenario = await startScenario({ lie });
  const page = await scenario.signIn();
  expect(page.status).toBe(status);
  expect(page.text).toContain('Said by the provider.');
  scenario.provider.lie = {};
  await expectNewTry(scenario, page);
});

it('follows no redirect with the code, the client secret or the access token', async () => {
  for (const endpoint of ['token', 'userinfo'] as const) {
    const trap = await startScenario();
    const location = `${trap.provider.origin}/userinfo`;
    const scenario = await startScenario({ lie: { faults: { [endpoint]: { status: 307, headers: { location } } } } });
    await scenario.signIn();
    expect(scenario.provider.requestsTo(endpoint)).toHaveLength(1);
    expect(trap.provider.requestsTo('userinfo')).toHaveLength(0);
  }
});

async function expectTrouble(scenario: Scenario, status: number, code: string): Promise<Page> {
  const page = await scenario.signIn();
  expect([page.status, failureCode(scenario)]).toEqual([status, code]);
  expect(page.headers['content-type']).toContain('text/html');
  expect(await scenario.isSignedIn()).toBe(false);
  return page;
}

/** The way on that the error page offers ends where the person wanted to go. */
async function expectNewTry({ app, browser, isSignedIn }: Scenario, page: Page): Promise<void> {
  // A failure is remembered for two seconds.
  moveClock(3);
  const again = page.links.find(({ text }) => text.startsWith('Try again'));
  const target = await settle(browser, await browser.follow(page, again?.url ?? 'no link'));
  expect([target.status, target.url, await isSignedIn()]).toEqual([200, `${app.url}/profile`, true]);
}
