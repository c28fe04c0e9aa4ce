import type { Check } from './check.js';
import { authorizeCheck, pkceCheck } from './checks/authorization.js';
import { clientCheck, credentialsCheck, tokenCheck } from './checks/credentials.js';
import { clockCheck, discoveryCheck, keysCheck, offerCheck } from './checks/discovery.js';
import { provisioningCheck } from './checks/provisioning.js';
import { signOutCheck } from './checks/sign-out.js';
import { insideCheck, settingsCheck } from './checks/settings.js';
import { apiCheck, assignmentCheck, dpopCheck, grantsCheck, pkceSettingCheck } from './management/application.js';
import { groupsCheck, policyCheck } from './management/custom-server.js';
import { logoutUriCheck, redirectUriCheck } from './management/registered-uris.js';

/** In the order in which a sign-in would meet what they check; from outside first, then inside the organisation. */
export const checks: readonly Check[] = [
  ...[settingsCheck, discoveryCheck, clockCheck, keysCheck, offerCheck],
  ...[clientCheck, authorizeCheck, pkceCheck, credentialsCheck, tokenCheck, signOutCheck, provisioningCheck],
  ...[insideCheck, apiCheck, redirectUriCheck, logoutUriCheck, grantsCheck],
  ...[pkceSettingCheck, dpopCheck, policyCheck, assignmentCheck, groupsCheck],
];
