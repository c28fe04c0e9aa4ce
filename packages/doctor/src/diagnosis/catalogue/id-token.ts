import { chapter, check, checkWithToken, inVain, knowledgeBase, onCustom, onOkta, onOrg } from './chapter.js';

const core = (section: string): string => `https://openid.net/specs/openid-connect-core-1_0.html#${section}`;
const tell = 'Start the sign-in again. If it happens again, tell the people who run this application.';
const ask = `${inVain} Ask your administrator.`;

/** An ID token that cannot be trusted. */
export const idToken = chapter({ advice: tell, source: core('IDTokenValidation') })({
  'clock-differs': {
    row: { number: 40, doctor: check('Clock') },
    title: 'The clocks differ',
    summary: 'By the clock of this machine the ID token is not valid yet, or not any more.',
    advice: `${inVain} Tell the people who run this application that a clock is wrong.`,
    steps: [
      'Compare the clock of this machine with the Date header of the provider: `npm run doctor` does it. Switch time synchronisation (NTP) on.',
      'OIDC_CLOCK_TOLERANCE accepts a small difference, in seconds; more than five minutes is a wrong clock.',
    ],
    source: 'https://github.com/okta/okta-oidc-js/issues/69',
    words: [
      ['issued', 'in the future|in future', 'token|jwt'],
      ['clock', 'skew|differ|ahead|behind'],
    ],
    notWords: 'proof|dpop|assertion|request object|hint|jag',
    ownCodes: ['id_token_clock'],
    seen: 'The callback, when this application checks the ID token.',
  },
  'issuer-differs': {
    row: { number: 40, doctor: check('Discovery document') },
    title: 'The issuer is not the expected one',
    summary: 'The provider calls itself by another name than the one in the settings, so its answer was not used.',
    advice: `${inVain} Tell the people who run this application.`,
    steps: [
      'Compare the issuer below with `issuer` in the discovery document, to the letter: a slash at the end, upper and lower case, http or https all count.',
      'At Okta the org server is https://{yourOktaDomain} and a custom server https://{yourOktaDomain}/oauth2/{id}: OKTA_AUTH_SERVER chooses.',
      'At Okta with a custom domain: Applications > this application > Sign On > OpenID Connect ID Token > Issuer decides for the org server; a custom server has its own Issuer setting under Security > API.',
    ],
    elsewhere: [
      'Compare the issuer below with `issuer` in the discovery document, to the letter: a slash at the end, upper and lower case, http or https all count. Set OIDC_ISSUER to the value of the document.',
      'A provider in a container often names itself after the address by which it was called: give it one address that works inside and outside.',
    ],
    paste: { 'Issuer in use': '{issuer}' },
    source: knowledgeBase('use-of-the-issuer-located-under-the-openid-connect-id-token-app-settings'),
    words: [['unexpected|wrong|invalid|mismatch', 'iss |issuer', 'expected']],
    notWords: 'assertion|jag',
    ownCodes: ['issuer_mismatch', 'id_token_issuer'],
    seen: 'Discovery, or the callback when this application checks the ID token.',
  },
  'tenant-not-allowed': {
    title: 'People of this organisation may not sign in here',
    summary: 'The account belongs to a tenant of the provider that is not among those that may sign in to this application.',
    advice: 'Sign in with an account of another organisation, or ask the people who run this application to let yours in.',
    steps: [
      'The log names the tenant. Compare it with OIDC_TENANTS, which lists the ids of the tenants whose people may sign in.',
      'If its people are to sign in, whoever sets the variables of this application adds the id to OIDC_TENANTS and starts it again. `*` lets in every tenant in the world.',
    ],
    source: 'https://learn.microsoft.com/en-us/entra/identity-platform/access-tokens#validate-the-issuer',
    ownCodes: ['tenant_not_allowed'],
    seen: "The callback, after a sign-in through Entra's common or organizations endpoint.",
  },
  'id-token-signature': {
    title: 'The signature does not fit',
    summary: 'The ID token is not signed with a key of the provider, so it was not used.',
    steps: [
      'The key set is read anew before this is said, unless the log says that it was asked too often or did not answer: a rotation is hardly the cause.',
      'Compare jwks_uri of the discovery document with the server that issues the tokens: another tenant, or a custom server in place of the org server, signs with other keys.',
      'If nobody changed anything, somebody may have tried a forged token: look at the log.',
    ],
    ownCodes: ['id_token_signature'],
  },
  'id-token-algorithm': {
    title: 'The ID token is signed in a way that is not accepted',
    summary: 'The ID token is signed with an algorithm that this application does not accept from this provider.',
    steps: [
      'Compare id_token_signing_alg_values_supported of the discovery document with the `alg` in the log.',
      'Choose an asymmetric algorithm (RS256, ES256) for this client at the provider, or give it a signing key: some sign with HS256 as long as none is chosen.',
      'OIDC_ID_TOKEN_ALGORITHMS overrides what discovery advertises. `none` is never accepted.',
    ],
    ownCodes: ['id_token_algorithm'],
  },
  'id-token-encrypted': {
    title: 'The ID token is encrypted',
    summary: 'The provider encrypts the ID token, and this application has no key to open it.',
    steps: ['Turn encryption of ID tokens off for this client at the provider, or set the decryption key in the settings.'],
    source: core('IDToken'),
    ownCodes: ['id_token_encrypted'],
  },
  'id-token-not-encrypted': {
    title: 'The ID token is not encrypted',
    summary: 'The provider signed the ID token but did not encrypt it, as was agreed on for this application.',
    advice: `${inVain} Tell the people who run this application.`,
    steps: [
      'OIDC_ID_TOKEN_DECRYPTION_KEY_FILE is set, so encryption is expected. Switch it on for this client at the provider (id_token_encrypted_response_alg), with the public half of that key.',
      'While the client is being changed, OIDC_ID_TOKEN_ENCRYPTION=optional accepts both.',
    ],
    ownCodes: ['id_token_not_encrypted'],
  },
  'sign-in-too-weak': {
    title: 'Your provider did not ask for what this page needs',
    summary: 'This page needs a stronger or more recent sign-in, and the provider answered with one that is neither.',
    who: 'administrator',
    advice: `${inVain} You stay signed in, with what you could do before. Ask your administrator.`,
    steps: [
      'A class (acr): compare what was asked for with acr_values_supported of the discovery document, and map it to a way of signing in at the provider. What a provider does not know it ignores without a word.',
      'A time (max_age): the provider must ask for the password or factor again, and say when it did (auth_time). Some ignore it.',
      'Or ask for less: the page itself, or acr_values and max_age in OIDC_AUTHORIZE_PARAMS.',
    ],
    source: core('AuthRequest'),
    ownCodes: ['acr_not_met', 'max_age_not_met'],
    seen: 'The callback, on the way to a page that asks for a step-up.',
  },
  'id-token-unusable': {
    title: 'The ID token cannot be used',
    summary: 'The ID token is missing, cannot be read, or was not made for this sign-in.',
    steps: [
      'The log names the claim that failed and what was expected.',
      'The scope `openid` must be among OIDC_SCOPES, and the audience of the token must be the client ID below.',
    ],
    paste: { 'Client ID': '{clientId}', 'Scopes this application asks for': '{scopes}' },
    ownCodes: ['id_token_missing', 'id_token_invalid', 'id_token_claims'],
  },
});

/** What the tokens say about the person. */
export const claims = chapter({ provider: 'okta', who: 'administrator' })({
  'groups-missing': {
    row: {
      number: 41,
      page: { by: 'it names the cause, on a page that asks for a group; sign-in itself succeeds' },
      doctor: checkWithToken('Groups claim'),
    },
    title: 'Your groups did not arrive',
    summary: 'You are signed in, but the provider did not say which groups you are in.',
    advice: 'Ask your administrator to send your groups to this application. Sign in again afterwards.',
    steps: [
      onOrg(
        'In the Admin Console open Applications > Applications, this application, Sign On > OpenID Connect ID Token > Edit. Group claim type: Filter. Group claim filter: `{groupsClaim}`, Matches regex, .*',
      ),
      onOrg('Ask for the scope: OIDC_SCOPES=openid profile email groups.'),
      onCustom(
        'In the Admin Console open Security > API, the authorization server “{authServerId}”, Claims > Add Claim: name `{groupsClaim}`, include in ID Token, Always, value type Groups, filter Matches regex .*',
      ),
      onCustom('Do not ask for a scope `groups` there: a custom server refuses it unless you created it.'),
      'Groups that come from Active Directory need an expression in place of the filter. This application also reads userinfo, which always has all claims.',
    ],
    elsewhere: [
      'Let the provider put the groups into the ID token or userinfo, and set OIDC_GROUPS_CLAIM to the name of that claim; it is `{groupsClaim}` now.',
    ],
    paste: { 'Name of the claim': '{groupsClaim}' },
    source: 'https://developer.okta.com/docs/guides/customize-tokens-groups-claim/main/',
    ownCodes: ['groups_missing'],
    seen: 'After sign-in; there is no error.',
  },
  'too-many-groups': {
    title: 'You are in too many groups',
    summary: 'The provider could not list your groups because there are too many.',
    advice: ask,
    steps: [
      onOrg(
        'In the Admin Console open Applications > Applications, this application, Sign On > OpenID Connect ID Token, and make the group claim filter match fewer groups, such as those that start with the name of this application.',
      ),
      onCustom(
        'In the Admin Console open Security > API, the authorization server “{authServerId}”, Claims, and make the filter of the groups claim match fewer groups.',
      ),
    ],
    elsewhere: ['Let the provider send only the groups that are assigned to this application.'],
    texts: ['The groups claim matched too many groups and must be configured to match fewer groups.'],
    oktaCodes: ['too_many_groups_in_groups_claim'],
    words: [['group', 'too many group|fewer group']],
    errors: ['server_error'],
    ownCodes: ['groups_overage'],
  },
  'claim-expression-fails': {
    title: 'A claim cannot be worked out',
    summary: 'The organisation defines a claim that cannot be worked out for you.',
    advice: ask,
    steps: [
      "In the Admin Console open Security > API, the authorization server “{authServerId}”, Claims, and correct the expression of the claim that Okta's text names. Token Preview tries it.",
    ],
    texts: [
      "The '…' user claim could not be evaluated.",
      "=The '…' user claim could not be evaluated.",
      "The '…' system claim could not be evaluated.",
    ],
    oktaCodes: ['user_claim_evaluation_failure', 'system_claim_evaluation_failure'],
    words: [['claim', 'could not|cannot|not be', 'evaluat']],
    errors: ['server_error'],
  },
  'userinfo-refused': {
    provider: 'any',
    title: 'Your profile could not be read',
    summary: 'The provider signed you in but did not give this application your profile, or one that cannot be believed.',
    who: 'developer',
    advice: 'Start the sign-in again. If it happens again, tell the people who run this application.',
    steps: [
      'The scopes openid and profile must be among OIDC_SCOPES.',
      onOkta("The org server's access token is for Okta itself, userinfo included."),
      'Look for an audience (a parameter such as audience or resource in OIDC_AUTHORIZE_PARAMS) that makes the access token useless at userinfo.',
    ],
    paste: { 'Scopes this application asks for': '{scopes}' },
    source: 'https://openid.net/specs/openid-connect-core-1_0.html#UserInfoResponse',
    ownCodes: ['userinfo_refused', 'userinfo_subject', 'userinfo_untrusted'],
  },
  'groups-unavailable': {
    provider: 'any',
    title: 'Your groups could not be read',
    summary: 'You are signed in, but the provider did not give your profile at that time. Whether you are in a group is not known.',
    who: 'you',
    advice:
      'Sign out and sign in again, so that the provider is asked once more. If it happens again, tell the people who run this application.',
    steps: [
      'Look in the log for “userinfo failed”, which names the cause.',
      'Groups in the ID token do not depend on userinfo. With OIDC_USERINFO=required nobody signs in without it.',
    ],
    source: 'https://openid.net/specs/openid-connect-core-1_0.html#UserInfoResponse',
    ownCodes: ['groups_unavailable'],
    seen: 'After sign-in, on a page that asks for a group.',
  },
});
