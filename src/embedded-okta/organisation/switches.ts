import type { EmbeddedOktaSwitches } from '../embedded-okta.js';

/** A new Okta organisation whose application was registered with care: only the access policy of `default` is missing. */
export const NEW_ORGANISATION: Readonly<EmbeddedOktaSwitches> = {
  defaultPolicy: false,
  apiAccessManagement: true,
  everyoneAssigned: true,
  redirectUriRegistered: true,
  logoutUriRegistered: true,
  clientActive: true,
  clientSecretValid: true,
  codeFlow: true,
  profileScopes: true,
  requirePkce: false,
  requireDpop: false,
  refreshTokenGrant: true,
  rotateRefreshTokens: false,
  refreshTokenLeeway: 30,
  groupsClaim: true,
  idToken: 'fat',
  clockSkew: 0,
  rateLimited: false,
  available: true,
};

interface SwitchText {
  readonly label: string;
  /** What it does to a sign-in, in one sentence. */
  readonly effect: string;
}

/** The switches as the organisation's page and `npm run okta -- --help` name them. */
export const SWITCH_TEXTS: Readonly<Record<keyof EmbeddedOktaSwitches, SwitchText>> = {
  defaultPolicy: {
    label: 'Access policy on the default server',
    effect: 'Off: every sign-in through default fails, as in a new organisation.',
  },
  apiAccessManagement: { label: 'API Access Management', effect: 'Off: custom servers answer 401 E0000015.' },
  everyoneAssigned: { label: 'Application assigned to Everyone', effect: 'Off: nobody is assigned to the application.' },
  redirectUriRegistered: { label: 'Sign-in redirect URI registered', effect: 'Off: an error page at the provider, nothing comes back.' },
  logoutUriRegistered: { label: 'Sign-out redirect URI registered', effect: 'Off: signing out ends on an error page at the provider.' },
  clientActive: { label: 'Application active', effect: 'Off: the client id is unknown.' },
  clientSecretValid: { label: 'Client secret valid', effect: 'Off: the token endpoint refuses the secret.' },
  codeFlow: { label: 'Code flow allowed', effect: 'Off: the application is registered for the implicit flow.' },
  profileScopes: { label: 'Scopes profile and email', effect: 'Off: they do not exist, and asking for them fails.' },
  requirePkce: { label: 'Require PKCE', effect: 'On: a request without a code challenge fails.' },
  requireDpop: { label: 'Require DPoP', effect: 'On: a token request without a proof fails.' },
  refreshTokenGrant: { label: 'Refresh token grant', effect: 'Off: no refresh tokens, and refreshing fails.' },
  rotateRefreshTokens: { label: 'Rotate refresh tokens', effect: 'On: each refresh gives a new one.' },
  refreshTokenLeeway: { label: 'Leeway of rotation (seconds)', effect: 'For so long a rotated refresh token still works.' },
  groupsClaim: { label: 'Groups claim', effect: 'On: in ID tokens; the org server wants the scope groups for it.' },
  idToken: { label: 'ID token', effect: 'Fat: with the profile. Thin: the profile is at userinfo only.' },
  clockSkew: { label: 'Clock is wrong by (seconds)', effect: 'Moves the times in tokens and the Date header.' },
  rateLimited: { label: 'Rate limit reached', effect: 'On: 429 E0000047, but for discovery and keys.' },
  available: { label: 'Available', effect: 'Off: 503 for everything but this page.' },
};

/** @returns the value for a switch from a form or a flag; undefined when it is none of its values */
export function parseSwitch<Name extends keyof EmbeddedOktaSwitches>(name: Name, text: string): EmbeddedOktaSwitches[Name] | undefined {
  const kind: unknown = NEW_ORGANISATION[name];
  const value = typeof kind === 'boolean' ? BOOLEANS.get(text) : typeof kind === 'number' ? wholeNumber(text) : FORMS.get(text);
  return value as EmbeddedOktaSwitches[Name] | undefined;
}

const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ['on', true],
  ['true', true],
  ['off', false],
  ['false', false],
]);

const FORMS: ReadonlyMap<string, EmbeddedOktaSwitches['idToken']> = new Map([
  ['fat', 'fat'],
  ['thin', 'thin'],
]);

function wholeNumber(text: string): number | undefined {
  return /^-?\d{1,9}$/.test(text) ? Number(text) : undefined;
}
