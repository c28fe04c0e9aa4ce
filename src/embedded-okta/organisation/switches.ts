import type { EmbeddedOktaSwitches } from '../embedded-okta.js';
import { refusalCodes } from './refusals.js';

/** A new Okta organisation whose application was registered with care: only the access policy of `default` is missing. */
export const newOrganisation: Readonly<EmbeddedOktaSwitches> = {
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
  customDomainIssuer: false,
  refusal: 'none',
  rateLimited: false,
  available: true,
};

interface SwitchText {
  readonly label: string;
  /** What each of its values does to a sign-in, or one text for all. */
  readonly effects: string | Readonly<Record<string, string>>;
}

/** The switches as the organisation's page and `npm run okta -- --help` name them. */
export const switchTexts: Readonly<Record<keyof EmbeddedOktaSwitches, SwitchText>> = {
  defaultPolicy: {
    label: 'Access policy on the default server',
    effects: { on: 'default has one', off: 'every sign-in through default fails, as in a new organisation' },
  },
  apiAccessManagement: {
    label: 'API Access Management',
    effects: { on: 'there are custom servers', off: 'custom servers answer 401 E0000015' },
  },
  everyoneAssigned: {
    label: 'Application assigned to Everyone',
    effects: { on: 'people are assigned to the application', off: 'nobody is, and every sign-in fails' },
  },
  redirectUriRegistered: {
    label: 'Sign-in redirect URI registered',
    effects: { on: 'sign-in comes back to the application', off: 'sign-in ends on an error page here' },
  },
  logoutUriRegistered: {
    label: 'Sign-out redirect URI registered',
    effects: { on: 'sign-out comes back to the application', off: 'sign-out ends on an error page here' },
  },
  clientActive: { label: 'Application active', effects: { on: 'the client id is known', off: 'the client id is unknown' } },
  clientSecretValid: {
    label: 'Client secret valid',
    effects: { on: 'the token endpoint accepts the secret', off: 'the token endpoint refuses the secret' },
  },
  codeFlow: {
    label: 'Code flow allowed',
    effects: { on: 'the application is registered for the code flow', off: 'it is registered for the implicit flow, and sign-in fails' },
  },
  profileScopes: { label: 'Scopes profile and email', effects: { on: 'they exist', off: 'they do not exist, and asking for them fails' } },
  requirePkce: {
    label: 'Require PKCE',
    effects: { on: 'a request without a code challenge fails', off: 'it is checked where it is sent' },
  },
  requireDpop: { label: 'Require DPoP', effects: { on: 'a token request without a proof fails', off: 'it is checked where it is sent' } },
  refreshTokenGrant: {
    label: 'Refresh token grant',
    effects: { on: 'the scope offline_access brings a refresh token', off: 'there are no refresh tokens, and refreshing fails' },
  },
  rotateRefreshTokens: {
    label: 'Rotate refresh tokens',
    effects: { on: 'each refresh brings a new one', off: 'a refresh token stays the same' },
  },
  refreshTokenLeeway: { label: 'Leeway of rotation (seconds)', effects: 'For so long a rotated refresh token still works.' },
  groupsClaim: {
    label: 'Groups claim',
    effects: { on: 'in ID tokens; the org server wants the scope groups for it', off: 'in no ID token' },
  },
  idToken: { label: 'ID token', effects: { fat: 'has the profile', thin: 'has no profile: that is at userinfo only' } },
  clockSkew: { label: 'Clock is wrong by (seconds)', effects: 'Moves the times in tokens and the Date header.' },
  customDomainIssuer: {
    label: 'Issuer of a custom domain',
    effects: { on: 'ID tokens of the org server name another issuer than its discovery document', off: 'they name the same' },
  },
  refusal: {
    label: 'Refuse as Okta does, with',
    effects: 'Okta’s own code for what no other switch brings about. The refusal comes at the endpoint where Okta gives it.',
  },
  rateLimited: { label: 'Rate limit reached', effects: { on: '429 E0000047 for all but discovery and keys', off: 'nothing is limited' } },
  available: { label: 'Available', effects: { on: 'the organisation answers', off: '503 for everything but this page' } },
};

const choices: Readonly<Partial<Record<keyof EmbeddedOktaSwitches, readonly string[]>>> = {
  idToken: ['fat', 'thin'],
  refusal: ['none', ...refusalCodes],
};

/** @returns the values that a person may choose from; undefined: a number. */
export function choicesOf(name: keyof EmbeddedOktaSwitches): readonly string[] | undefined {
  return choices[name] ?? (typeof newOrganisation[name] === 'boolean' ? ['on', 'off'] : undefined);
}

/** @returns in one line what the values of a switch do */
export function effectsInOneLine(name: keyof EmbeddedOktaSwitches): string {
  const { effects } = switchTexts[name];
  const texts = typeof effects === 'string' ? [effects] : Object.entries(effects).map(([choice, effect]) => `${choice}: ${effect}`);
  return texts.join('; ');
}

/** @returns the value for a switch from a form or a flag; undefined when it is none of its values */
export function parseSwitch<Name extends keyof EmbeddedOktaSwitches>(name: Name, text: string): EmbeddedOktaSwitches[Name] | undefined {
  const kind: unknown = newOrganisation[name];
  const choice = choices[name]?.find((known) => known === text);
  const value = typeof kind === 'boolean' ? onOrOff(text) : typeof kind === 'number' ? wholeNumber(text) : choice;
  return value as EmbeddedOktaSwitches[Name] | undefined;
}

function onOrOff(text: string): boolean | undefined {
  if (text === 'on' || text === 'true') return true;
  return text === 'off' || text === 'false' ? false : undefined;
}

function wholeNumber(text: string): number | undefined {
  return /^-?\d{1,9}$/.test(text) ? Number(text) : undefined;
}
