import { type Refusal, refusalCodes } from './refusals.js';

interface Switch<T extends boolean | number | string> {
  /** In a new organisation whose application was registered with care: only the access policy of `default` is missing. */
  readonly start: T;
  readonly label: string;
  /** What each of its values does to a sign-in, or one text for all. */
  readonly effects: string | Readonly<Record<string, string>>;
  /** Where the effects do not name the values. Default: a number. */
  readonly choices?: readonly string[];
}

/** Everything an Okta administrator can get wrong, as the organisation's page and `npm run okta -- --help` name it. */
export const switchTable = {
  defaultPolicy: off(
    'Access policy on the default server',
    'default has one',
    'every sign-in through default fails, as in a new organisation',
  ),
  apiAccessManagement: on('API Access Management', 'there are custom servers', 'custom servers answer 401 E0000015'),
  everyoneAssigned: on('Application assigned to Everyone', 'people are assigned to the application', 'nobody is, and every sign-in fails'),
  redirectUriRegistered: on(
    'Sign-in redirect URI registered',
    'sign-in comes back to the application',
    'sign-in ends on an error page here',
  ),
  logoutUriRegistered: on(
    'Sign-out redirect URI registered',
    'sign-out comes back to the application',
    'sign-out ends on an error page here',
  ),
  clientActive: on('Application active', 'the client id is known', 'the client id is unknown'),
  clientSecretValid: on('Client secret valid', 'the token endpoint accepts the secret', 'the token endpoint refuses the secret'),
  codeFlow: on(
    'Code flow allowed',
    'the application is registered for the code flow',
    'it is registered for the implicit flow, and sign-in fails',
  ),
  profileScopes: on('Scopes profile and email', 'they exist', 'they do not exist, and asking for them fails'),
  /** Okta's "Require PKCE as additional verification". */
  requirePkce: off('Require PKCE', 'a request without a code challenge fails', 'it is checked where it is sent'),
  /** Okta's "Require Demonstrating Proof of Possession (DPoP) header in token requests". */
  requireDpop: off('Require DPoP', 'a token request without a proof fails', 'it is checked where it is sent'),
  refreshTokenGrant: on(
    'Refresh token grant',
    'the scope offline_access brings a refresh token',
    'there are no refresh tokens, and refreshing fails',
  ),
  rotateRefreshTokens: off('Rotate refresh tokens', 'each refresh brings a new one', 'a refresh token stays the same'),
  /** Okta: 0 to 60. */
  refreshTokenLeeway: numeric('Leeway of rotation (seconds)', 30, 'For so long a rotated refresh token still works.'),
  groupsClaim: on('Groups claim', 'in ID tokens; the org server wants the scope groups for it', 'in no ID token'),
  /** Okta's documents disagree on which of the two it is. */
  idToken: {
    start: 'fat',
    label: 'ID token',
    effects: { fat: 'has the profile', thin: 'has no profile: that is at userinfo only' },
  } as Switch<'fat' | 'thin'>,
  clockSkew: numeric('Clock is wrong by (seconds)', 0, 'Moves the times in tokens and the Date header.'),
  customDomainIssuer: off(
    'Issuer of a custom domain',
    'ID tokens of the org server name another issuer than its discovery document',
    'they name the same',
  ),
  refusal: {
    start: 'none',
    label: 'Refuse as Okta does, with',
    effects: 'Okta’s own code for what no other switch brings about. The refusal comes at the endpoint where Okta gives it.',
    choices: ['none', ...refusalCodes],
  } as Switch<Refusal | 'none'>,
  rateLimited: off('Rate limit reached', '429 E0000047 for all but discovery and keys', 'nothing is limited'),
  available: on('Available', 'the organisation answers', '503 for everything but this page'),
};

function on(label: string, whenOn: string, whenOff: string): Switch<boolean> {
  return { start: true, label, effects: { on: whenOn, off: whenOff } };
}

function off(...texts: Parameters<typeof on>): Switch<boolean> {
  return { ...on(...texts), start: false };
}

function numeric(label: string, start: number, effects: string): Switch<number> {
  return { start, label, effects };
}

type Switches = typeof switchTable;
export type SwitchName = keyof Switches;
export type SwitchValues = { -readonly [Name in SwitchName]: Switches[Name]['start'] };

export const switchNames = Object.keys(switchTable) as SwitchName[];

/** @returns the values of a new organisation */
export function newOrganisation(): SwitchValues {
  return Object.fromEntries(switchNames.map((name) => [name, switchTable[name].start])) as SwitchValues;
}

/** @returns the values that a person may choose from; undefined: a number. */
export function choicesOf(name: SwitchName): readonly string[] | undefined {
  const { effects, choices }: Switch<boolean | number | string> = switchTable[name];
  return typeof effects === 'string' ? choices : Object.keys(effects);
}

/** @returns in one line what the values of a switch do */
export function effectsInOneLine(name: SwitchName): string {
  const { effects } = switchTable[name];
  const texts = typeof effects === 'string' ? [effects] : Object.entries(effects).map(([choice, effect]) => `${choice}: ${effect}`);
  return texts.join('; ');
}

/** @returns the value for a switch from a form or a flag; undefined when it is none of its values */
export function parseSwitch<Name extends SwitchName>(name: Name, text: string): SwitchValues[Name] | undefined {
  const kind = typeof switchTable[name].start;
  const choice = choicesOf(name)?.find((known) => known === text);
  const value = kind === 'boolean' ? onOrOff(text) : kind === 'number' ? wholeNumber(text) : choice;
  return value as SwitchValues[Name] | undefined;
}

function onOrOff(text: string): boolean | undefined {
  if (text === 'on' || text === 'true') return true;
  return text === 'off' || text === 'false' ? false : undefined;
}

function wholeNumber(text: string): number | undefined {
  return /^-?\d{1,9}$/.test(text) ? Number(text) : undefined;
}
