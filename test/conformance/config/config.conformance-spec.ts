import { describePlan, type ConformanceModule } from '../describe-plan.js';
import { outcomeOf, refuses, signsIn } from '../outcome.js';
import type { Provider } from '../provider/start-provider.js';
import { startScenario, type Scenario } from '../scenario.js';

describePlan('oidcc-client-config-certification-test-plan', {
  'oidcc-client-test-discovery-openid-config': signsIn(
    { setup: { paths: { authorize: '/a/authorize', token: '/t/token', userinfo: '/u/userinfo', jwks: '/k/keys' } } },
    ({ provider }) => usesEachOf(provider, ['/.well-known/openid-configuration', '/a/authorize', '/t/token', '/u/userinfo', '/k/keys']),
  ),
  'oidcc-client-test-discovery-jwks-uri-keys': signsIn({}, ({ provider }) => usesEachOf(provider, ['/jwks'])),
  'oidcc-client-test-discovery-issuer-mismatch': refuses('issuer_mismatch', { lie: { metadata: { issuer: 'https://other.test' } } }),
  'oidcc-client-test-idtoken-sig-none': refuses('id_token_algorithm', { lie: { idToken: { alg: 'none' } } }),
  'oidcc-client-test-signing-key-rotation-just-before-signing': secondLoginAfter(({ provider }) => provider.rotateKeys()),
  'oidcc-client-test-signing-key-rotation': secondLoginAfter(({ provider }) => provider.rotateKeys({ keepOld: true })),
});

function usesEachOf(provider: Provider, paths: string[]): string | undefined {
  const missing = paths.filter((path) => !provider.requests.some((request) => request.url.split('?')[0] === path));
  return missing.length === 0 ? undefined : `does not use ${missing.join(', ')}`;
}

/** Signs in, lets something happen at the provider, and signs in once more without waiting or a restart. */
function secondLoginAfter(change: (scenario: Scenario) => void): ConformanceModule {
  return {
    expected: 'signs in',
    drive: async () => {
      const scenario = await startScenario();
      await scenario.signIn();
      change(scenario);
      scenario.browser.cookies.clear();
      return outcomeOf(scenario, await scenario.signIn());
    },
  };
}
