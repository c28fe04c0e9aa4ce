import { describePlan, holds } from '../describe-plan.js';
import { outcomeOf } from '../outcome.js';
import type { Lie } from '../provider/lie.js';
import { startScenario, type Scenario, type ScenarioOptions } from '../scenario.js';
import { signOut } from '../sign-out.js';

const optional = [
  'scopes_supported',
  'response_modes_supported',
  'code_challenge_methods_supported',
  'token_endpoint_auth_methods_supported',
  'userinfo_endpoint',
  'end_session_endpoint',
];
const all = (value: unknown) => Object.fromEntries(optional.map((name) => [name, value]));

describePlan('cases from the field: keys, discovery, tokens and userinfo', {
  'S14 a key without use or kid': { elsewhere: 'keys/rotation' },
  'S15 rotation within the time that keys are kept': { elsewhere: 'keys/rotation' },
  'S16 other algorithms than RS256': { elsewhere: 'keys/algorithms' },
  'S17 an encrypted or odd ID token': { elsewhere: 'keys/algorithms' },
  'S18 a slash at the end of the issuer': holds(async () => {
    for (const path of ['', '/tenant']) {
      for (const [configured, documented] of [
        ['', ''],
        ['/', '/'],
        ['', '/'],
        ['/', ''],
      ] as const) {
        const scenario = await startScenario({
          setup: { issuerPath: path + documented },
          env: ({ origin }) => ({ OIDC_ISSUER: origin + path + configured }),
        });
        expect([path, configured, documented, await outcomeOf(scenario, await scenario.signIn())]).toEqual([
          path,
          configured,
          documented,
          'signs in',
        ]);
        expect(scenario.provider.requests.some(({ url }) => url.startsWith('//') || url.includes('//.'))).toBe(false);
      }
    }
    for (const claim of ['/', '/other'] as const) {
      expect(await outcome({ lie: (origin) => ({ idToken: { claims: { iss: origin + claim } } }) })).toBe('refuses: id_token_issuer');
    }
  }),
  'S19 no end_session_endpoint, and other members missing or null': holds(async () => {
    for (const value of [undefined, null]) {
      const scenario = await startScenario({ lie: { metadata: all(value) } });
      expect(await outcomeOf(scenario, await scenario.signIn())).toBe('signs in');
      expect(scenario.provider.requestsTo('userinfo')).toHaveLength(0);
      expect(scenario.provider.requestsTo('token')[0]?.headers.authorization).toMatch(/^Basic /);
      const page = await signOut(scenario);
      expect([page.status, await scenario.isSignedIn()]).toEqual([200, false]);
      expect(page.text).toContain(new URL(scenario.provider.origin).host);
    }
  }),
  'S20 nulls in a token response': signsInDespite({
    tokenResponse: { error: null, error_description: null, error_uri: null, refresh_token: null, scope: null },
  }),
  'S21 token_type in any case, missing or unknown': holds(async () => {
    for (const token_type of ['bearer', 'BEARER', 'Bearer']) {
      const scenario = await startScenario({ lie: { tokenResponse: { token_type } } });
      await scenario.signIn();
      expect(scenario.provider.requestsTo('userinfo')[0]?.headers.authorization).toMatch(/^Bearer /);
    }
    for (const token_type of [undefined, 'mac', 7]) {
      expect(await outcome({ lie: { tokenResponse: { token_type } } })).toBe('refuses: provider_invalid_response');
    }
  }),
  'S22 expires_in as a text, a fraction, rubbish': holds(async () => {
    for (const expires_in of ['3600', 3600.5, 0, null, undefined, 1e12]) {
      expect([expires_in, await outcome({ lie: { tokenResponse: { expires_in } } })]).toEqual([expires_in, 'signs in']);
    }
    for (const expires_in of [-1, 'never', {}]) {
      expect([expires_in, await outcome({ lie: { tokenResponse: { expires_in } } })]).toEqual([
        expires_in,
        'refuses: provider_invalid_response',
      ]);
    }
  }),
  'S23 userinfo as a JWT': holds(async () => {
    const jwt = { userinfo: 'jwt' as const };
    expect(await outcome({ setup: jwt })).toBe('signs in');
    expect(await outcome({ setup: jwt, lie: { userinfoContentType: 'application/json' } })).toBe('signs in');
    expect(await outcome({ lie: { userinfoContentType: 'text/plain' } })).toBe('signs in');
    const forged: NonNullable<Lie['userinfoJwt']>[] = [
      { signature: 'tampered' },
      { signature: 'foreign-key' },
      { alg: 'none' },
      { alg: 'HS256' },
      { claims: { iss: 'https://other.test' } },
      { claims: { aud: 'another-client' } },
    ];
    for (const userinfoJwt of forged)
      expect([userinfoJwt, await outcome({ setup: jwt, lie: { userinfoJwt } })]).toEqual([userinfoJwt, 'refuses: userinfo_untrusted']);
    expect(await outcome({ setup: jwt, lie: { userinfoJwt: { claims: { sub: 'another-person' } } } })).toBe('refuses: userinfo_subject');
  }),
  'a token response that is no object': holds(async () => {
    for (const body of ['null', '[]', '"text"', '7', '']) {
      const fault = { status: 200, headers: { 'content-type': 'application/json' }, body };
      expect([body, await outcome({ lie: { faults: { token: fault } } })]).toEqual([body, 'refuses: provider_invalid_response']);
    }
  }),
});

async function outcome(options: ScenarioOptions): Promise<string> {
  const scenario: Scenario = await startScenario(options);
  return outcomeOf(scenario, await scenario.signIn());
}

function signsInDespite(lie: Lie) {
  return { expected: 'signs in', drive: () => outcome({ lie }) };
}
