import { outcomeOf } from '../outcome.js';
import { closeScenarios, startScenario, type ScenarioOptions } from '../scenario.js';

afterEach(closeScenarios);

async function outcome(options: ScenarioOptions): Promise<string> {
  const scenario = await startScenario(options);
  return outcomeOf(scenario, await scenario.signIn());
}

const inSeconds = (seconds: number) => Math.floor(Date.now() / 1000) + seconds;

it.each([-50, 50])('tolerates a provider whose clock is %i seconds off', async (clockAhead) => {
  expect(await outcome({ lie: { clockAhead } })).toBe('signs in');
});

it('names the offset of a clock that is too far ahead', async () => {
  const scenario = await startScenario({ lie: { clockAhead: 600 } });
  const page = await scenario.signIn();
  expect(await outcomeOf(scenario, page)).toBe('refuses: id_token_clock');
  expect(page.text).toMatch(/(600|599|601) s ahead|10 minutes/);
});

it('follows the tolerance that is set', async () => {
  expect(await outcome({ lie: { clockAhead: 200 }, env: { OIDC_CLOCK_TOLERANCE: '300' } })).toBe('signs in');
  expect(await outcome({ lie: { clockAhead: 20 }, env: { OIDC_CLOCK_TOLERANCE: '0' } })).toBe('refuses: id_token_clock');
});

it.each([
  ['expired an hour ago', () => ({ exp: inSeconds(-3600) })],
  ['is valid only in ten minutes', () => ({ nbf: inSeconds(600) })],
  ['is issued in an hour', () => ({ iat: inSeconds(3600) })],
])('refuses an ID token that %s', async (_title, claims) => {
  expect(await outcome({ lie: { idToken: { claims: claims() } } })).toBe('refuses: id_token_clock');
});

it.each([
  ['exp', 'never'],
  ['exp', null],
  ['iat', '1'],
  ['nbf', true],
  ['exp', { at: 1 }],
])('refuses an ID token whose %s is %p', async (name, value) => {
  expect(await outcome({ lie: { idToken: { claims: { [name]: value } } } })).toBe('refuses: id_token_claims');
});
