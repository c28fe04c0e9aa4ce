import { describePlan, type ConformanceModule } from '../describe-plan.js';
import { backchannelEvent } from '../provider/logout-token.js';
import type { JwtLie } from '../provider/lie.js';
import { startScenario, type Scenario } from '../scenario.js';
import { signOut, signOutRequestProblem } from '../sign-out.js';

const accepted = '200, not to be stored; signed out';
const refused = '400; stays signed in';

describePlan('oidcc-client-back-channel-logout-rp-basic', {
  'oidcc-client-test-rp-backchannel-rpinitlogout': {
    expected: accepted,
    drive: async () => {
      const scenario = await startScenario();
      await scenario.signIn();
      const got = await outcomeOf(scenario, {});
      await scenario.signIn();
      await signOut(scenario);
      return signOutRequestProblem(scenario) ?? got;
    },
  },
  'oidcc-client-test-rp-backchannel-rpinitlogout-alg-none': refuses({ alg: 'none' }),
  'oidcc-client-test-rp-backchannel-rpinitlogout-no-event': refuses({ claims: { events: undefined } }),
  'oidcc-client-test-rp-backchannel-rpinitlogout-with-nonce': refuses({ claims: { nonce: 'a-nonce' } }),
  // By a key of the provider's, and an algorithm that it advertises for others of its clients: this one's ID tokens are RS256.
  'oidcc-client-test-rp-backchannel-rpinitlogout-wrong-alg': refuses({ alg: 'ES256' }, ['RS256', 'ES256']),
  'oidcc-client-test-rp-backchannel-rpinitlogout-wrong-aud': refuses({ claims: { aud: 'another-client' } }),
  'oidcc-client-test-rp-backchannel-rpinitlogout-wrong-event': refuses({ claims: { events: { [`${backchannelEvent}-other`]: {} } } }),
  'oidcc-client-test-rp-backchannel-rpinitlogout-wrong-iss': refuses({ claims: { iss: 'https://other.test' } }),
  // Ours.
  'a logout token signed with the client secret': refuses({ alg: 'HS256' }),
  'a logout token of an algorithm that the settings name': {
    expected: accepted,
    drive: async () => {
      const scenario = await startScenario({ lie: advertising(['RS256', 'ES256']), env: { OIDC_ID_TOKEN_ALGORITHMS: 'RS256,ES256' } });
      await scenario.signIn();
      return outcomeOf(scenario, { alg: 'ES256' });
    },
  },
  'a logout token of the algorithm to which the ID tokens have changed': {
    expected: accepted,
    drive: async () => {
      const scenario = await startScenario({ lie: advertising(['RS256', 'ES256']) });
      await scenario.signIn();
      scenario.provider.lie = { ...advertising(['RS256', 'ES256']), idToken: { alg: 'ES256' } };
      scenario.browser.cookies.clear();
      await scenario.signIn();
      return outcomeOf(scenario, { alg: 'ES256' });
    },
  },
});

const advertising = (algorithms: readonly string[]) => ({ metadata: { id_token_signing_alg_values_supported: algorithms } });

function refuses(lie: JwtLie, algorithms = ['RS256']): ConformanceModule {
  return {
    expected: refused,
    drive: async () => {
      const scenario = await startScenario({ lie: advertising(algorithms) });
      await scenario.signIn();
      return outcomeOf(scenario, lie);
    },
  };
}

/** Posts as the suite does: with one form field that the application does not know. */
async function outcomeOf({ provider, app, isSignedIn }: Scenario, lie: JwtLie): Promise<string> {
  const logout_token = await provider.logoutToken({ sub: provider.person.sub, sid: provider.lastSid() }, lie);
  const answer = await fetch(`${app.url}/backchannel-logout`, {
    method: 'POST',
    body: new URLSearchParams({ logout_token, extra: 'field' }),
  });
  const unstored = answer.headers.get('cache-control')?.includes('no-store') ? ', not to be stored' : '';
  const session = (await isSignedIn()) ? 'stays signed in' : 'signed out';
  return `${String(answer.status)}${answer.status === 200 ? unstored : ''}; ${session}`;
}
