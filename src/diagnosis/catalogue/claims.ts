import type { Entry } from '../entry.js';
import { checkWithToken } from './coverage.js';
import { oktaErrors, oktaGroups } from './sources.js';

const ask = 'Trying again does not help. Ask your administrator.';

/** What the tokens say about the person. */
export const claims: readonly Entry[] = [
  {
    id: 'groups-missing',
    provider: 'okta',
    row: {
      number: 41,
      page: { by: 'it names the cause, on a page that asks for a group; sign-in itself succeeds' },
      doctor: checkWithToken('Groups claim'),
    },
    title: 'Your groups did not arrive',
    summary: 'You are signed in, but the provider did not say which groups you are in.',
    who: 'administrator',
    advice: 'Ask your administrator to send your groups to this application. Sign in again afterwards.',
    steps: [
      {
        server: 'org',
        step: 'In the Admin Console open Applications > Applications, this application, Sign On > OpenID Connect ID Token > Edit. Group claim type: Filter. Group claim filter: `{groupsClaim}`, Matches regex, .*',
      },
      { server: 'org', step: 'Ask for the scope: OIDC_SCOPES=openid profile email groups.' },
      {
        server: 'custom',
        step: 'In the Admin Console open Security > API, the authorization server “{authServerId}”, Claims > Add Claim: name `{groupsClaim}`, include in ID Token, Always, value type Groups, filter Matches regex .*',
      },
      { server: 'custom', step: 'Do not ask for a scope `groups` there: a custom server refuses it unless you created it.' },
      'Groups that come from Active Directory need an expression in place of the filter. This application also reads userinfo, which always has all claims.',
    ],
    elsewhere: [
      'Let the provider put the groups into the ID token or userinfo, and set OIDC_GROUPS_CLAIM to the name of that claim; it is `{groupsClaim}` now.',
    ],
    paste: [{ label: 'Name of the claim', value: '{groupsClaim}' }],
    source: oktaGroups,
    signs: { ownCodes: ['groups_missing'] },
    seen: 'After sign-in; there is no error.',
  },
  {
    id: 'too-many-groups',
    provider: 'okta',
    title: 'You are in too many groups',
    summary: 'The provider could not list your groups because there are too many.',
    who: 'administrator',
    advice: ask,
    steps: [
      {
        server: 'org',
        step: 'In the Admin Console open Applications > Applications, this application, Sign On > OpenID Connect ID Token, and make the group claim filter match fewer groups, such as those that start with the name of this application.',
      },
      {
        server: 'custom',
        step: 'In the Admin Console open Security > API, the authorization server “{authServerId}”, Claims, and make the filter of the groups claim match fewer groups.',
      },
    ],
    elsewhere: ['Let the provider send only the groups that are assigned to this application.'],
    source: oktaErrors,
    signs: {
      texts: ['The groups claim matched too many groups and must be configured to match fewer groups.'],
      oktaCodes: ['too_many_groups_in_groups_claim'],
      words: [['group', 'too many group|fewer group']],
      errors: ['server_error'],
      ownCodes: ['groups_overage'],
    },
    seen: 'The callback.',
  },
  {
    id: 'claim-expression-fails',
    provider: 'okta',
    title: 'A claim cannot be worked out',
    summary: 'The organisation defines a claim that cannot be worked out for you.',
    who: 'administrator',
    advice: ask,
    steps: [
      "In the Admin Console open Security > API, the authorization server “{authServerId}”, Claims, and correct the expression of the claim that Okta's text names. Token Preview tries it.",
    ],
    source: oktaErrors,
    signs: {
      texts: [
        "The '…' user claim could not be evaluated.",
        "=The '…' user claim could not be evaluated.",
        "The '…' system claim could not be evaluated.",
      ],
      oktaCodes: ['user_claim_evaluation_failure', 'system_claim_evaluation_failure'],
      words: [['claim', 'could not|cannot|not be', 'evaluat']],
      errors: ['server_error'],
    },
    seen: 'The callback.',
  },
  {
    id: 'userinfo-refused',
    provider: 'any',
    title: 'Your profile could not be read',
    summary: 'The provider signed you in but did not give this application your profile, or one that cannot be believed.',
    who: 'developer',
    advice: 'Start the sign-in again. If it happens again, tell the people who run this application.',
    steps: [
      'The scopes openid and profile must be among OIDC_SCOPES.',
      "At Okta's org server the access token is for Okta itself; at other servers look for an audience (a parameter such as audience or resource in OIDC_AUTHORIZE_PARAMS) that makes it useless at userinfo.",
    ],
    paste: [{ label: 'Scopes this application asks for', value: '{scopes}' }],
    source: 'https://openid.net/specs/openid-connect-core-1_0.html#UserInfoResponse',
    signs: { ownCodes: ['userinfo_refused', 'userinfo_subject', 'userinfo_untrusted'] },
    seen: 'The callback.',
  },
  {
    id: 'groups-unavailable',
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
    signs: { ownCodes: ['groups_unavailable'] },
    seen: 'After sign-in, on a page that asks for a group.',
  },
];
