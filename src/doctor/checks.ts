import type { Check } from './check.js';
import { authorizeCheck } from './checks/authorize.js';
import { clientCheck } from './checks/client.js';
import { clockCheck } from './checks/clock.js';
import { credentialsCheck } from './checks/credentials.js';
import { discoveryCheck } from './checks/discovery.js';
import { insideCheck } from './checks/inside.js';
import { keysCheck } from './checks/keys.js';
import { offerCheck } from './checks/offer.js';
import { pkceCheck } from './checks/pkce.js';
import { settingsCheck } from './checks/settings.js';
import { tokenCheck } from './checks/token.js';
import { apiCheck } from './management/api.js';
import { assignmentCheck } from './management/assignment.js';
import { dpopCheck } from './management/dpop.js';
import { grantsCheck } from './management/grants.js';
import { groupsCheck } from './management/groups.js';
import { logoutUriCheck } from './management/logout-uri.js';
import { pkceSettingCheck } from './management/pkce-setting.js';
import { policyCheck } from './management/policy.js';
import { redirectUriCheck } from './management/redirect-uri.js';

/** In the order in which a sign-in would meet what they check; from outside first, then inside the organisation. */
export const checks: readonly Check[] = [
  settingsCheck,
  discoveryCheck,
  clockCheck,
  keysCheck,
  offerCheck,
  clientCheck,
  authorizeCheck,
  pkceCheck,
  credentialsCheck,
  tokenCheck,
  insideCheck,
  apiCheck,
  redirectUriCheck,
  logoutUriCheck,
  grantsCheck,
  pkceSettingCheck,
  dpopCheck,
  policyCheck,
  assignmentCheck,
  groupsCheck,
];
