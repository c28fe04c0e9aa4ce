import type { Entry } from '../entry.js';
import { knowledgeBase, oktaErrorCodes } from './sources.js';

/** Okta's Management API, which only the doctor calls. */
export const management: readonly Entry[] = [
  {
    id: 'api-token-invalid',
    provider: 'okta',
    title: 'The API token is not valid',
    summary: 'Okta does not accept the token with which the doctor asked.',
    who: 'administrator',
    advice: 'Sign-in does not need this token.',
    steps: [
      'In the Admin Console open Security > API > Tokens and create a new one. A token dies after 30 days without use, and with the account that created it.',
      'Set it as OKTA_API_TOKEN. An OAuth 2.0 access token belongs in OKTA_API_OAUTH_TOKEN.',
    ],
    source: knowledgeBase('HTTP-401-Okta-E0000011-Invalid-Token-provided-error'),
    signs: { oktaCodes: ['E0000011'], situations: [{ where: ['management'], status: [401] }] },
    seen: 'The doctor.',
  },
  {
    id: 'api-token-weak',
    provider: 'okta',
    title: 'The API token may not see this',
    summary: 'The token with which the doctor asked has too few rights.',
    who: 'administrator',
    advice: 'Sign-in does not need this token.',
    steps: [
      'An API token has the rights of the administrator who created it: create it as one who may read applications and authorization servers.',
      'An OAuth 2.0 token needs okta.clients.read, okta.apps.read and okta.authorizationServers.read; to mend, okta.clients.manage and okta.authorizationServers.manage.',
    ],
    source: knowledgeBase('How-to-create-an-API-token'),
    signs: { situations: [{ where: ['management'], status: [403] }] },
    seen: 'The doctor.',
  },
  {
    id: 'management-not-found',
    provider: 'okta',
    title: 'Okta does not have what the doctor asked for',
    summary: 'Okta’s Management API does not have what the doctor asked for, or does not show it with this token.',
    who: 'administrator',
    advice: 'Sign-in does not need this answer.',
    steps: [
      'The call is named beside this text. For a client or an application: compare OIDC_CLIENT_ID and OKTA_ORG_URL with the Admin Console, and look whether the application is active.',
    ],
    paste: [{ label: 'Client ID in use', value: '{clientId}' }],
    source: oktaErrorCodes,
    signs: { only: { where: ['management'] }, oktaCodes: ['E0000007'], situations: [{ where: ['management'], status: [404] }] },
    seen: 'The doctor.',
  },
];
