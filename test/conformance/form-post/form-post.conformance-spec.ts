import { basicModules } from '../basic/basic-modules.js';
import { describePlan } from '../describe-plan.js';
import { refuses } from '../outcome.js';

const env = { OIDC_RESPONSE_MODE: 'form_post' };

describePlan('oidcc-client-formpost-basic-certification-test-plan', {
  ...basicModules(env),
  'oidcc-client-test-form-post-error': refuses('authorization_refused', {
    env,
    lie: { authorizationResponse: { code: undefined, error: 'login_required', error_description: 'prompt=none without a session' } },
  }),
});
