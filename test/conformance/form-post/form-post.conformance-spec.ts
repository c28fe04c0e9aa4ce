import { basicModules } from '../basic/basic-modules.js';
import { describePlan } from '../describe-plan.js';

describePlan('oidcc-client-formpost-basic-certification-test-plan', basicModules({ OIDC_RESPONSE_MODE: 'form_post' }));
