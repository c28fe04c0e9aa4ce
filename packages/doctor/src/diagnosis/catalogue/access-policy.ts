import { chapter, check, checkWithToken, inVain } from './chapter.js';

const ruleOfScopes = { by: 'check “Access policy”, with an API token: it names the scopes that a rule does not list' };
const seen = 'The callback, after the person signed in.';

/** The access policies of a custom authorization server, and the people assigned to the application. */
export const accessPolicy = chapter({ provider: 'okta', who: 'administrator', seen, errors: ['access_denied'] })({
  'policy-missing': {
    row: { number: 1, doctor: checkWithToken('Access policy') },
    title: 'No access policy lets you in',
    summary: 'Okta knows you, but no access policy of the authorization server allows this sign-in.',
    advice: `${inVain} Ask your administrator to add an access policy for this application.`,
    steps: [
      'In the Admin Console open Security > API and choose the authorization server “{authServerId}”.',
      'Access Policies > Add Policy: give it a name and a description, assign it to this client or to all clients, Create Policy.',
      'In that policy Add Rule: grant type Authorization Code, any user assigned the app, any scopes, Create Rule. One scope that no rule lists is enough for a refusal.',
      'The tab Token Preview of the server shows the token, or this same error, without signing in.',
      'Or leave the custom server: with OKTA_AUTH_SERVER=org this application needs no access policy.',
    ],
    paste: { 'Client to assign the policy to': '{clientId}' },
    api: {
      method: 'POST',
      path: '/api/v1/authorizationServers/{authServerId}/policies',
      body: {
        type: 'OAUTH_AUTHORIZATION_POLICY',
        status: 'ACTIVE',
        name: 'Sign-in',
        description: 'Lets people sign in to this application',
        priority: 1,
        conditions: { clients: { include: ['{clientId}'] } },
      },
    },
    source: 'https://developer.okta.com/docs/guides/configure-access-policy/main/',
    texts: ['Policy evaluation failed for this request, please check the policy configurations.'],
    oktaCodes: ['no_matching_policy'],
    words: [
      ['polic', 'evaluat', 'fail|unsuccessful|not succe'],
      ['polic', 'match', 'no |not|none'],
    ],
    notWords: 'scope|mfa|factor|password|policy evaluation succe|authenticat|pkce',
    seen: 'The callback, after the person signed in. New organisations have a `default` server without a policy.',
  },
  'policy-scopes-rejected': {
    row: { number: 2, doctor: ruleOfScopes },
    title: 'The access policy allows none of the scopes',
    summary: 'An access policy of the authorization server fits you, but allows none of the scopes that this application asks for.',
    advice: `${inVain} Ask your administrator to allow these scopes for this application.`,
    steps: [
      'In the Admin Console open Security > API, the authorization server “{authServerId}”, Access Policies.',
      'Edit the rule of the policy that applies to this client: under the scopes choose Any scopes, or add each of the scopes below.',
      'Or ask for fewer scopes: OIDC_SCOPES in the settings of this application.',
    ],
    paste: { 'Scopes this application asks for': '{scopes}' },
    texts: ['Policy evaluation succeeded, but all the requested scopes were rejected.'],
    oktaCodes: ['no_scope_allowed'],
    words: [['polic', 'all |every|each|none', 'scope', 'reject|denied|refus']],
  },
  'policy-scopes-denied': {
    row: { number: 2, doctor: ruleOfScopes },
    title: 'The access policy denies some of the scopes',
    summary: 'An access policy of the authorization server denies some of the scopes that this application asks for.',
    advice: `${inVain} Ask your administrator to allow these scopes for this application.`,
    steps: [
      'In the Admin Console open Security > API, the authorization server “{authServerId}”, Access Policies.',
      "Edit the rule of the policy that applies to this client: add the scopes that Okta's text lists as denied.",
      'Or ask for fewer scopes: OIDC_SCOPES in the settings of this application.',
    ],
    paste: { 'Scopes this application asks for': '{scopes}' },
    texts: ['Some of the requested scopes were denied by the policy. Denied scopes: […].'],
    oktaCodes: ['scope_denied'],
    words: [['some|following', 'scope', 'denied|reject|refus', 'polic']],
    notWords: 'refresh|all ',
  },
  'user-not-assigned': {
    row: { number: 5, doctor: checkWithToken('Assignment') },
    title: 'You are not assigned to this application',
    summary: 'Okta knows you, but you are not assigned to this application.',
    advice: 'Ask your administrator to assign you, or a group you are in, to this application.',
    steps: [
      'In the Admin Console open Applications > Applications and choose the application with the client ID below.',
      'Assignments > Assign: assign the person, or a group such as Everyone.',
    ],
    elsewhere: ["Assign the person, or one of their groups, to this application in the provider's administration."],
    paste: { 'Client ID': '{clientId}' },
    api: { method: 'PUT', path: '/api/v1/apps/{appId}/groups/{groupId}', body: {} },
    texts: ['User is not assigned to the client application.'],
    oktaCodes: ['user_not_assigned'],
    words: [['user|person|account', 'not|unassigned', 'assign', 'app|client']],
    notWords: 'subject token|login hint|resource app|scope',
  },
  'network-zone': {
    row: { number: 34, doctor: check('Token request') },
    title: 'This network is not allowed',
    summary: 'Okta refuses requests of this application from the network they come from.',
    advice: `${inVain} Ask your administrator to allow the network on which this application runs.`,
    steps: [
      'In the Admin Console open Applications > Applications, this application, and look at the network zones it is limited to.',
      'Add the address from which this application calls Okta to the zone: Security > Networks.',
    ],
    texts: ["The request is made from outside the client's permitted network zones."],
    oktaCodes: ['disallowed_network_zone'],
    words: [['network', 'zone', 'outside|not|disallow|permit|allow']],
    seen: 'The token endpoint.',
  },
});
