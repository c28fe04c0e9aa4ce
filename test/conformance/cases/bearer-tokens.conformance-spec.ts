import { describePlan, holds } from '../describe-plan.js';
import type { Patch } from '../provider/lie.js';
import type { Provider } from '../provider/start-provider.js';
import { startScenario, type Scenario } from '../scenario.js';

const audience = 'api://conformance';
const now = () => Math.floor(Date.now() / 1000);

async function call({ app }: Scenario, token: string): Promise<Response> {
  return fetch(`${app.url}/api/me`, { headers: { authorization: `Bearer ${token}` } });
}

const asking = (more: Readonly<Record<string, string>> = {}) =>
  startScenario({ env: { API_AUDIENCE: audience, API_TOKENS: 'introspection', ...more } });

/** The access token of a person who signs in. */
async function accessToken(scenario: Scenario): Promise<string> {
  await scenario.signIn();
  return (
    scenario.provider
      .requestsTo('userinfo')
      .at(-1)
      ?.headers.authorization?.replace(/^Bearer /, '') ?? ''
  );
}

const forClient = ({ issuer, client, person }: Provider) => ({
  iss: issuer,
  aud: client.clientId,
  sub: person.sub,
  iat: now(),
  exp: now() + 300,
});

/** RFC 6750 at our own API, by signature (RFC 9068) and by introspection (RFC 7662). */
describePlan('bearer tokens of other programs', {
  'introspection says that it is good': holds(async () => {
    const scenario = await asking();
    const response = await call(scenario, await accessToken(scenario));
    expect([response.status, await response.json()]).toEqual([200, expect.objectContaining({ subject: 'person-1' })]);
  }),
  'introspection says something that makes it no access token for us': holds(async () => {
    const scenario = await asking();
    const lies: Patch[] = [
      { active: false },
      { active: false, error: 'none' },
      { aud: 'another-api' },
      { aud: undefined },
      { cnf: { jkt: 'thumbprint' } },
      { token_type: 'DPoP' },
      { token_type: 'refresh_token' },
      { exp: now() - 3600 },
      { exp: Date.now() + 300_000 },
      { iss: 'https://other.test' },
      { nonce: 'of a sign-in' },
      { sub: 'a\0' },
    ];
    for (const introspection of lies) {
      scenario.provider.lie = {};
      const token = await accessToken(scenario);
      scenario.browser.cookies.clear();
      scenario.provider.lie = { introspection };
      expect([introspection, (await call(scenario, token)).status]).toEqual([introspection, 401]);
    }
  }),
  'many made-up tokens of one address': holds(async () => {
    const scenario = await asking({ RATE_LIMIT: '1200' });
    const statuses: number[] = [];
    for (let round = 0; round < 30; round++)
      statuses.push(
        ...(await Promise.all(Array.from({ length: 10 }, async (_, index) => (await call(scenario, `made-up-${round}-${index}`)).status))),
      );
    expect(scenario.provider.requestsTo('introspection').length).toBeLessThanOrEqual(130);
    expect([new Set(statuses), statuses.at(-1)]).toEqual([new Set([401, 429]), 429]);
    expect((await call(scenario, 'one-more')).headers.get('retry-after')).toMatch(/^[1-9]\d?$/);
  }),
  'hundreds of made-up tokens of one address at once, before any is refused': holds(async () => {
    const scenario = await asking({ RATE_LIMIT: '1200' });
    scenario.provider.lie = { faults: { introspection: 'hang' } };
    const answers = await Promise.all(Array.from({ length: 200 }, async (_, index) => (await call(scenario, `made-up-${index}`)).status));
    expect(scenario.provider.requestsTo('introspection')).toHaveLength(50);
    expect(answers.filter((status) => status === 429)).toHaveLength(150);
  }),
  'one made-up token again and again': holds(async () => {
    const scenario = await asking();
    for (let round = 0; round < 20; round++) expect((await call(scenario, 'made-up')).status).toBe(401);
    expect(scenario.provider.requestsTo('introspection')).toHaveLength(1);
  }),
  'good tokens in any number': holds(async () => {
    const scenario = await asking({ RATE_LIMIT: '10' });
    const token = await accessToken(scenario);
    for (let round = 0; round < 20; round++) expect((await call(scenario, token)).status).toBe(200);
  }),
  'tokens of other kinds where the API has the audience of the client': holds(async () => {
    const scenario = await startScenario({ env: ({ client }) => ({ API_AUDIENCE: client.clientId }) });
    const { provider } = scenario;
    await scenario.signIn();
    expect((await call(scenario, await provider.jwt({ typ: 'at+jwt' }, forClient(provider)))).status).toBe(200);
    const others = {
      'an ID token': await provider.jwt({ typ: 'JWT' }, forClient(provider)),
      'an ID token with its nonce': await provider.jwt({ typ: 'at+jwt' }, { ...forClient(provider), nonce: 'n' }),
      'signed userinfo': await provider.jwt({}, forClient(provider)),
      'a logout token': await provider.logoutToken({ sub: provider.person.sub }),
      'a logout token of type JWT': await provider.logoutToken({ sub: provider.person.sub }, { header: { typ: 'JWT' } }),
      'a logout token of type at+jwt': await provider.logoutToken({ sub: provider.person.sub }, { header: { typ: 'at+jwt' } }),
    };
    for (const [kind, token] of Object.entries(others)) expect([kind, (await call(scenario, token)).status]).toEqual([kind, 401]);
  }),
});
