/** OpenID Connect Core 1.0, sections 2 and 5.1, RFC 8176, and what Okta, Entra and Google add. */
const meanings: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  You: {
    name: 'Full name, as it is shown',
    given_name: 'First name or names',
    family_name: 'Surname or surnames',
    middle_name: 'Middle name or names',
    nickname: 'Casual name',
    preferred_username: 'User name; in Okta, what you type to sign in. It can change, so it identifies nobody',
    email: 'Preferred e-mail address. It can change and be given to someone else, so it identifies nobody',
    email_verified: 'Whether the provider made sure that the address is yours',
    profile: 'Address of your profile page',
    picture: 'Address of your picture',
    website: 'Address of your web page',
    gender: 'Gender',
    birthdate: 'Birthday; a year of 0000 means that it is left out',
    zoneinfo: 'Time zone',
    locale: 'Language and region',
    phone_number: 'Preferred telephone number',
    phone_number_verified: 'Whether the provider made sure that the number is yours',
    address: 'Postal address',
    updated_at: 'When your details last changed at the provider',
  },
  'How you signed in': {
    auth_time: 'When you last proved to the provider who you are',
    amr: 'How you proved it: pwd is a password, otp a one-time code, mfa more than one factor',
    acr: 'How strong the provider considers that proof',
    sid: 'Your session at the provider. A sign-out there can name it',
    idp: 'The identity provider that checked you; in Okta, the id of the organisation or of the provider it is linked to',
    hd: 'Google Workspace domain of your account',
    tid: 'Microsoft Entra tenant of your account',
    org_id: 'The organisation that you signed in to',
  },
  'What you may do': {
    groups: 'Groups you belong to, as far as the provider tells this application',
    roles: 'Roles that you were given',
    entitlements: 'Rights that you were given',
    scp: 'Scopes that were granted',
    scope: 'Scopes that were granted',
  },
  'The token itself': {
    sub: 'Subject: your lasting identifier at this issuer. With the issuer it is the only key to your account here',
    iss: 'Issuer: the authorization server that made the token',
    aud: 'Audience: the client that the token is meant for. This application checks that it is its own id',
    azp: 'Authorized party: the client that the token was issued to',
    iat: 'When the token was issued',
    nbf: 'The token does not count before this time',
    exp: 'When the token expires. Your session here does not depend on it',
    jti: 'Identifier of this one token',
    ver: 'Version of the format',
    nonce: 'Random value of this sign-in. It proves that the token answers our own request',
    at_hash: 'Hash of the access token that came with it. It ties the two together',
    c_hash: 'Hash of the code that came with it',
    s_hash: 'Hash of the state of this sign-in',
  },
};

/** NumericDates: seconds since the epoch (RFC 7519, section 2). */
export const claimsWithTime: ReadonlySet<string> = new Set(['updated_at', 'auth_time', 'iat', 'nbf', 'exp']);

const unknown = { title: 'Of this provider', meaning: 'Not a standard claim: the configuration of the provider says what it means' };

/** In the order in which they are shown. */
export const claimTitles: readonly string[] = [...Object.keys(meanings), unknown.title];

// A Map, not an object: the provider chooses the names, and `__proto__` or `constructor` may be one of them.
const meaningOf = new Map(
  Object.entries(meanings).flatMap(([title, claims]) =>
    Object.entries(claims).map(([name, meaning]) => [name, { title, meaning }] as const),
  ),
);

/** What a claim of an ID token or of userinfo means, and the title that it is shown under. */
export function claimMeaning(name: string): { readonly title: string; readonly meaning: string } {
  return meaningOf.get(name) ?? unknown;
}
