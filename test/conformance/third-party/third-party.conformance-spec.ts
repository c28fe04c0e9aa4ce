import { describePlan } from '../describe-plan.js';
import { outcomeOf } from '../outcome.js';
import { settle, startScenario } from '../scenario.js';

describePlan('oidcc-client-test-3rd-party-init-login-test-plan', {
  'oidcc-client-test-3rd-party-init-login': {
    expected: 'signs in',
    drive: async () => {
      const scenario = await startScenario();
      const { browser, app, provider } = scenario;
      const initiated = `${app.url}/login?iss=${encodeURIComponent(provider.issuer)}`;
      return outcomeOf(scenario, await settle(browser, await browser.get(initiated)));
    },
  },
});
