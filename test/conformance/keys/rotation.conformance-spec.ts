import { failureCode, outcomeOf } from '../outcome.js';
import { moveClock, resetClock } from '../moved-clock.js';
import type { Lie } from '../provider/lie.js';
import { closeScenarios, startScenario, type Scenario } from '../scenario.js';

afterEach(closeScenarios);
afterEach(resetClock);

const refetchesPerMinute = 5;

async function signInAgain(scenario: Scenario): Promise<string> {
  scenario.browser.cookies.clear();
  return outcomeOf(scenario, await scenario.signIn());
}

it('follows two rotations within seconds, the second under the same kid', async () => {
  const scenario = await startScenario();
  await scenario.signIn();
  scenario.provider.rotateKeys();
  expect(await signInAgain(scenario)).toBe('signs in');
  scenario.provider.rotateKeys({ sameKid: true });
  expect(await signInAgain(scenario)).toBe('signs in');
});

it('takes either of two keys that share a kid', async () => {
  const scenario = await startScenario();
  await scenario.signIn();
  scenario.provider.rotateKeys({ sameKid: true, keepOld: true });
  scenario.provider.lie = { jwks: (keys) => [...keys].reverse() };
  expect(await signInAgain(scenario)).toBe('signs in');
});

it('serves the keys that it has while their endpoint is down, for long after they are due', async () => {
  const scenario = await startScenario();
  await scenario.signIn();
  scenario.provider.lie = { faults: { jwks: { status: 500 } } };
  moveClock(3 * 3600);
  expect(await signInAgain(scenario)).toBe('signs in');
  expect(scenario.provider.requestsTo('jwks').length).toBeGreaterThan(1);
});

it('refuses a new key while it cannot be fetched, and takes it once it can', async () => {
  const scenario = await startScenario();
  await scenario.signIn();
  scenario.provider.rotateKeys();
  scenario.provider.lie = { faults: { jwks: { status: 500 } } };
  expect(await signInAgain(scenario)).toContain('refuses: keys_unavailable');
  scenario.provider.lie = {};
  moveClock(3);
  expect(await signInAgain(scenario)).toBe('signs in');
});

it('lets forged logout tokens cost the provider only a few requests a minute', async () => {
  const { app, provider } = await startScenario();
  for (let count = 0; count < 30; count += 1) {
    const logout_token = await provider.logoutToken(
      { sub: 'person-1' },
      { header: { kid: `forged-${String(count)}` }, signature: 'foreign-key' },
    );
    const answer = await fetch(`${app.url}/backchannel-logout`, { method: 'POST', body: new URLSearchParams({ logout_token }) });
    expect(answer.status).toBe(400);
  }
  expect(provider.requestsTo('jwks').length).toBeLessThanOrEqual(1 + refetchesPerMinute);
});

it('still follows a rotation while forged logout tokens have used up their share', async () => {
  const scenario = await startScenario();
  for (let count = 0; count < 10; count += 1) {
    const logout_token = await scenario.provider.logoutToken({ sub: 'person-1' }, { header: { kid: `forged-${String(count)}` } });
    await fetch(`${scenario.app.url}/backchannel-logout`, { method: 'POST', body: new URLSearchParams({ logout_token }) });
  }
  scenario.provider.rotateKeys();
  expect(await signInAgain(scenario)).toBe('signs in');
});

const encryptionKey = { kty: 'RSA', use: 'enc', alg: 'RSA-OAEP' };
const served: [string, Lie][] = [
  [
    'a key without kid, use or alg',
    { idToken: { header: { kid: undefined } }, jwks: (keys) => keys.map(({ kty, n, e }) => ({ kty, n, e })) },
  ],
  [
    'a kid with characters of base64',
    { idToken: { header: { kid: 'a/b+c=' } }, jwks: (keys) => keys.map((key) => ({ ...key, kid: 'a/b+c=' })) },
  ],
  ['an encryption key beside it', { jwks: (keys) => [...keys.map((key) => ({ ...key, ...encryptionKey, kid: 'enc' })), ...keys] }],
  ['an encryption key of the same kid', { jwks: (keys) => [...keys.map((key) => ({ ...key, ...encryptionKey })), ...keys] }],
  [
    'a certificate chain and unknown members',
    { jwks: (keys) => keys.map((key) => ({ ...key, x5c: ['AAAA'], x5t: 'x', issuer: 'https://issuer.test' })) },
  ],
  ['null in place of optional members', { jwks: (keys) => keys.map((key) => ({ ...key, use: null, alg: null })) }],
];
it.each(served)('uses %s', async (_title, lie) => {
  const scenario = await startScenario({ lie });
  expect(await outcomeOf(scenario, await scenario.signIn())).toBe('signs in');
});

const unusable: [string, Lie][] = [
  ['is for encryption only', { jwks: (keys) => keys.map((key) => ({ ...key, ...encryptionKey })) }],
  ['has another kid', { idToken: { header: { kid: 'unknown' } } }],
  ['is for another algorithm', { jwks: (keys) => keys.map((key) => ({ ...key, alg: 'PS256' })) }],
  [
    'is symmetric',
    {
      idToken: { alg: 'HS256' },
      metadata: { id_token_signing_alg_values_supported: ['HS256', 'RS256'] },
      jwks: () => [{ kty: 'oct', k: Buffer.from('conformance-secret-0123456789abcdef').toString('base64url') }],
    },
  ],
  ['is missing', { jwks: () => [] }],
];
it.each(unusable)('refuses a token whose key %s', async (_title, lie) => {
  const scenario = await startScenario({ lie });
  await scenario.signIn();
  expect(await scenario.isSignedIn()).toBe(false);
  expect(['id_token_signature', 'id_token_algorithm', 'keys_unavailable']).toContain(failureCode(scenario));
});
