/** Under which heading a claim is shown. */
export type ClaimTopic = 'person' | 'sign-in' | 'access' | 'token' | 'other';

export interface ClaimMeaning {
  readonly topic: ClaimTopic;
  readonly meaning: string;
  /** A NumericDate: seconds since the epoch (RFC 7519, section 2). */
  readonly time?: true;
}

// A Map, not an object: the provider chooses the names, and `__proto__` or `constructor` may be one of them.
const meanings: ReadonlyMap<string, ClaimMeaning> = new Map<string, ClaimMeaning>([
  // OpenID Connect Core 1.0, section 5.1
  ['name', { topic: 'person', meaning: 'Full name, as it is shown' }],
  ['given_name', { topic: 'person', meaning: 'First name or names' }],
  ['family_name', { topic: 'person', meaning: 'Surname or surnames' }],
  ['middle_name', { topic: 'person', meaning: 'Middle name or names' }],
  ['nickname', { topic: 'person', meaning: 'Casual name' }],
  [
    'preferred_username',
    { topic: 'person', meaning: 'User name; in Okta, what you type to sign in. It can change, so it identifies nobody' },
  ],
  ['email', { topic: 'person', meaning: 'Preferred e-mail address. It can change and be given to someone else, so it identifies nobody' }],
  ['email_verified', { topic: 'person', meaning: 'Whether the provider made sure that the address is yours' }],
  ['profile', { topic: 'person', meaning: 'Address of your profile page' }],
  ['picture', { topic: 'person', meaning: 'Address of your picture' }],
  ['website', { topic: 'person', meaning: 'Address of your web page' }],
  ['gender', { topic: 'person', meaning: 'Gender' }],
  ['birthdate', { topic: 'person', meaning: 'Birthday; a year of 0000 means that it is left out' }],
  ['zoneinfo', { topic: 'person', meaning: 'Time zone' }],
  ['locale', { topic: 'person', meaning: 'Language and region' }],
  ['phone_number', { topic: 'person', meaning: 'Preferred telephone number' }],
  ['phone_number_verified', { topic: 'person', meaning: 'Whether the provider made sure that the number is yours' }],
  ['address', { topic: 'person', meaning: 'Postal address' }],
  ['updated_at', { topic: 'person', meaning: 'When your details last changed at the provider', time: true }],
  // OpenID Connect Core 1.0, section 2, and RFC 8176
  ['auth_time', { topic: 'sign-in', meaning: 'When you last proved to the provider who you are', time: true }],
  ['amr', { topic: 'sign-in', meaning: 'How you proved it: pwd is a password, otp a one-time code, mfa more than one factor' }],
  ['acr', { topic: 'sign-in', meaning: 'How strong the provider considers that proof' }],
  ['sid', { topic: 'sign-in', meaning: 'Your session at the provider. A sign-out there can name it' }],
  [
    'idp',
    {
      topic: 'sign-in',
      meaning: 'The identity provider that checked you; in Okta, the id of the organisation or of the provider it is linked to',
    },
  ],
  ['hd', { topic: 'sign-in', meaning: 'Google Workspace domain of your account' }],
  ['tid', { topic: 'sign-in', meaning: 'Microsoft Entra tenant of your account' }],
  ['org_id', { topic: 'sign-in', meaning: 'The organisation that you signed in to' }],
  ['groups', { topic: 'access', meaning: 'Groups you belong to, as far as the provider tells this application' }],
  ['roles', { topic: 'access', meaning: 'Roles that you were given' }],
  ['entitlements', { topic: 'access', meaning: 'Rights that you were given' }],
  ['scp', { topic: 'access', meaning: 'Scopes that were granted' }],
  ['scope', { topic: 'access', meaning: 'Scopes that were granted' }],
  [
    'sub',
    { topic: 'token', meaning: 'Subject: your lasting identifier at this issuer. With the issuer it is the only key to your account here' },
  ],
  ['iss', { topic: 'token', meaning: 'Issuer: the authorization server that made the token' }],
  ['aud', { topic: 'token', meaning: 'Audience: the client that the token is meant for. This application checks that it is its own id' }],
  ['azp', { topic: 'token', meaning: 'Authorized party: the client that the token was issued to' }],
  ['iat', { topic: 'token', meaning: 'When the token was issued', time: true }],
  ['nbf', { topic: 'token', meaning: 'The token does not count before this time', time: true }],
  ['exp', { topic: 'token', meaning: 'When the token expires. Your session here does not depend on it', time: true }],
  ['jti', { topic: 'token', meaning: 'Identifier of this one token' }],
  ['ver', { topic: 'token', meaning: 'Version of the format' }],
  ['nonce', { topic: 'token', meaning: 'Random value of this sign-in. It proves that the token answers our own request' }],
  ['at_hash', { topic: 'token', meaning: 'Hash of the access token that came with it. It ties the two together' }],
  ['c_hash', { topic: 'token', meaning: 'Hash of the code that came with it' }],
  ['s_hash', { topic: 'token', meaning: 'Hash of the state of this sign-in' }],
]);

const unknown: ClaimMeaning = { topic: 'other', meaning: 'Not a standard claim: the configuration of the provider says what it means' };

/** What a claim of an ID token or of userinfo means, in a sentence. */
export function claimMeaning(name: string): ClaimMeaning {
  return meanings.get(name) ?? unknown;
}
