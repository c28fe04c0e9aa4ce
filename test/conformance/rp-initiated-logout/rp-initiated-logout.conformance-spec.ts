import { describePlan, type ConformanceModule } from '../describe-plan.js';
import type { Lie } from '../provider/lie.js';
import { startScenario } from '../scenario.js';
import { signOut, signOutRequestProblem } from '../sign-out.js';

describePlan('oidcc-client-rp-initiated-logout-rp-basic', {
  'oidcc-client-test-rp-init-logout': signsOut(),
  'oidcc-client-test-rp-init-logout-other-state': signsOut({ logoutResponse: { state: 'another-state' } }),
  'oidcc-client-test-rp-init-logout-no-state': signsOut({ logoutResponse: { state: undefined } }),
});

function signsOut(lie?: Lie): ConformanceModule {
  return {
    expected: 'signs out, here and at the provider, and is back on the start page',
    drive: async () => {
      const scenario = await startScenario({ lie });
      await scenario.signIn();
      const page = await signOut(scenario);
      const problem = signOutRequestProblem(scenario);
      if (problem) return problem;
      if (await scenario.isSignedIn()) return 'stays signed in';
      if (page.status !== 200 || new URL(page.url).pathname !== '/') return `ends on ${page.url} with ${String(page.status)}`;
      return 'signs out, here and at the provider, and is back on the start page';
    },
  };
}
