import { SettingRefused } from '../configuration-error.js';
import { splitWords } from './setting-schema.js';

/**
 * What a link to /login may hand on to the provider, where LOGIN_PARAMETERS names it: each only chooses among what the provider offers to
 * everybody. A list of what may be, since one of what may not would miss the next provider's own: Okta's sessionToken signs somebody in,
 * Auth0's audience and Google's include_granted_scopes change what tokens are good for.
 */
export const loginParameters = [
  // OpenID Connect Core 1.0, section 3.1.2.1
  ...['prompt', 'ui_locales', 'claims_locales', 'display'],
  // Okta, Auth0, WorkOS
  ...['idp', 'organization', 'invitation', 'screen_hint', 'provider'],
  // Google, Entra, Keycloak, Cognito
  ...['hd', 'domain_hint', 'kc_idp_hint', 'identity_provider', 'idp_identifier', 'lang'],
];

/** Needs no naming: login_hint only suggests, and what asks for a stronger sign-in is checked when it is over. */
const always = ['login_hint', 'acr_values', 'max_age'];

/** @throws SettingRefused */
export function readLoginParameters(text: string): string[] {
  const names = splitWords(text);
  const refused = names.find((name) => !loginParameters.includes(name) && !always.includes(name));
  if (refused === undefined) return [...new Set(names)].filter((name) => !always.includes(name));
  throw new SettingRefused(
    `names ${refused.slice(0, 60)}, which no link may set`,
    `Remove ${refused.slice(0, 60)} from it. A link can pass on ${loginParameters.join(', ')}; what is the same for everybody belongs into OIDC_AUTHORIZE_PARAMS.`,
  );
}
