import type { Facts } from '../diagnosis.js';
import { beforeSignIn, chapter, check, inVain, knowledgeBase, oktaErrorCodes, refusedSettings } from './chapter.js';

const isCustomServer = ({ authServerId, issuer }: Facts): boolean =>
  authServerId === undefined ? /\/oauth2\/[^/]+\/?$/.test(issuer) : authServerId !== 'org';
const isAdminHost = (facts: Facts): boolean => /-admin\.(okta|oktapreview|okta-emea)\.com/i.test(facts.issuer);
const isOldDeveloperOrg = (facts: Facts): boolean => /^https:\/\/dev-\d+\.okta\.com/i.test(facts.issuer);
const isCustomServerOfOkta = (facts: Facts): boolean => facts.orgUrl !== undefined && isCustomServer(facts) && !isAdminHost(facts);
const isOrdinaryOrg = (facts: Facts): boolean => facts.orgUrl !== undefined && !isAdminHost(facts) && !isOldDeveloperOrg(facts);

/** The authorization server is not where the settings say, or not for this application. */
export const discovery = chapter({ provider: 'okta', seen: 'Discovery.' })({
  'api-access-management-missing': {
    row: { number: 10, doctor: check('Discovery document') },
    title: 'This organisation has no custom authorization servers',
    summary: 'The organisation lacks the licence for the authorization server “{authServerId}”: Okta’s API Access Management.',
    steps: [
      'Use the org authorization server, which every organisation has: OKTA_AUTH_SERVER=org. For signing people in it is enough.',
      'It works in a developer organisation and fails in production, because developer organisations include API Access Management.',
    ],
    paste: { Setting: 'OKTA_AUTH_SERVER=org' },
    source: knowledgeBase('401-permissions-error-during-log-in-to-an-oidc-app-or-when-configuring-a-custom-authorization-server'),
    texts: ['You do not have permission to access the feature you are requesting'],
    oktaCodes: ['E0000015'],
    words: [['permission', 'access', 'feature']],
    situations: [{ where: ['discovery', 'keys'], status: [401], facts: isCustomServerOfOkta }],
    seen: 'Discovery and the sign-in page of a custom server, also of `default`.',
  },
  'feature-not-enabled': {
    row: { number: 11, doctor: { not: 'Okta says it only for the request that needs the feature' } },
    title: 'Okta has this feature switched off',
    summary: 'The sign-in needs a feature of Okta that is not enabled in this organisation.',
    who: 'administrator',
    advice: `${inVain} Ask your administrator.`,
    steps: [
      'In the Admin Console open Settings > Features and look for the feature; Okta’s support enables what is not listed.',
      'Or use the other authorization server: OKTA_AUTH_SERVER=org instead of a custom one, or the reverse.',
    ],
    texts: ['The requested feature is not enabled in this environment.'],
    oktaCodes: ['feature_not_enabled', 'feature_not_enabled_access_denied'],
    words: [['feature', 'not enabled|disabled|not available', 'environment|org']],
    notWords: 'interaction code|permission',
    errors: ['server_error', 'access_denied'],
    seen: 'The callback or any endpoint.',
  },
  'server-not-found': {
    row: { number: 12, doctor: check('Discovery document') },
    title: 'There is no such authorization server',
    summary: 'Okta does not know the authorization server “{authServerId}” in this organisation.',
    steps: [
      'In the Admin Console open Security > API and compare the Issuer URI of the server with the issuer below.',
      'OKTA_AUTH_SERVER is the last part of that address, not the name of the server: `default`, or an id such as aus1abc. OKTA_AUTH_SERVER=org needs none.',
    ],
    paste: { 'Issuer in use': '{issuer}' },
    source: oktaErrorCodes,
    only: { where: ['discovery', 'keys', 'authorize', 'callback', 'token', 'par'], facts: isCustomServer },
    texts: ['Not found: …'],
    oktaCodes: ['E0000007'],
    situations: [{ where: ['discovery'], status: [404], facts: isOrdinaryOrg }],
  },
  'path-not-found': {
    row: { number: 13, doctor: check('Discovery document') },
    title: 'The address of the authorization server is wrong',
    summary: 'At the address in the settings there is no authorization server.',
    steps: [
      'Set OKTA_ORG_URL to the domain alone (https://{yourOktaDomain}) and choose the server with OKTA_AUTH_SERVER: `org`, `default` or the id of a custom one. This application puts the address together.',
      'Usual slips: /oauth2 or /default missing, two slashes, https:// twice.',
    ],
    paste: { 'Issuer in use': '{issuer}' },
    source: oktaErrorCodes,
    only: { where: ['discovery', 'keys', 'authorize', 'callback', 'token', 'par'] },
    texts: ['The requested path was not found'],
    oktaCodes: ['E0000008'],
    words: [['requested path|resource path', 'not found|not exist']],
    situations: [{ where: ['discovery'], status: [404], facts: (facts) => isOrdinaryOrg(facts) && facts.authServerId === 'org' }],
  },
  'developer-org-gone': {
    row: { number: 12, doctor: check('Discovery document') },
    title: 'This developer organisation may be gone',
    summary: 'Okta does not answer for this organisation: old developer organisations (dev-…) were deactivated from July 2025 on.',
    steps: [
      'Open {orgUrl} in a browser. If it is gone, get an Integrator Free Plan organisation at https://developer.okta.com/signup/, register this application there and set OKTA_ORG_URL.',
    ],
    source: 'https://github.com/okta/okta-developer-docs/pull/5448',
    situations: [{ where: ['discovery'], status: [404], facts: isOldDeveloperOrg }],
  },
  'org-server-only': {
    row: { number: 14, doctor: check('Authorization request') },
    title: 'This application may use the org server only',
    summary: 'Okta does not let this application use a custom authorization server.',
    steps: ['Use the org authorization server: OKTA_AUTH_SERVER=org.'],
    paste: { Setting: 'OKTA_AUTH_SERVER=org' },
    texts: ['This client cannot use a custom authorization server.'],
    oktaCodes: ['org_authorization_server_only_client'],
    words: [['client|app', 'cannot|may not|must not|not allowed', 'custom authorization server']],
    notWords: 'mfa|scope|grant type',
    errors: ['unauthorized_client', 'invalid_request'],
    seen: 'The callback or the token endpoint.',
  },
  'admin-host': {
    row: { number: 15, page: beforeSignIn, doctor: refusedSettings },
    title: 'The Okta address is the one of the Admin Console',
    summary: 'The Okta address in the settings has -admin in it; nobody can sign in there.',
    steps: ['Take -admin out of OKTA_ORG_URL: https://example.okta.com, not https://example-admin.okta.com.'],
    source: 'https://github.com/okta/samples-nodejs-express-4/issues/16',
    texts: ['Your Okta domain should not contain -admin. Current value: …'],
    words: [['okta', 'domain|url', 'not contain', 'admin']],
    situations: [{ where: ['discovery', 'keys'], status: [401, 404], facts: isAdminHost }],
    seen: 'Discovery, or a 404 page in the browser.',
  },
});
