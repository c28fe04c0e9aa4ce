import { chapter, check, knowledgeBase, onCustom, onOrg } from './chapter.js';

const asked = { 'Scopes this application asks for': '{scopes}' };

/** What the application asks for. */
export const scopes = chapter({ provider: 'okta', seen: 'The callback, before the person signs in.' })({
  'scope-unknown': {
    row: { number: 22, doctor: check('Authorization request') },
    title: 'The authorization server does not know one of the scopes',
    summary: 'This application asks for something (a scope) that the authorization server does not know.',
    steps: [
      onCustom('Mostly it is `groups`, which only the org server knows. Take the scope out of OIDC_SCOPES, or use OKTA_AUTH_SERVER=org.'),
      onCustom('Or in the Admin Console open Security > API, the authorization server “{authServerId}”, Scopes > Add Scope and create it.'),
      onOrg('Take the scope out of OIDC_SCOPES: the org server has no scopes of your own.'),
    ],
    elsewhere: ['Take the scope that the provider does not know out of OIDC_SCOPES, or create it at the provider.'],
    paste: asked,
    source: knowledgeBase('error-one-or-more-scopes-are-not-configured-for-the-authorization-server-resource'),
    texts: ['One or more scopes are not configured for the authorization server resource.'],
    oktaCodes: ['no_matching_scope'],
    words: [['scope', 'not configured|not defined|unknown|not exist|not found|not supported|invalid']],
    notWords:
      'custom scope|openid|default scope|refresh|original|original request|ciba|denied|exact|endpoint|intent|client credentials|none|malformed',
    errors: ['invalid_scope'],
  },
  'custom-scope-on-org-server': {
    row: { number: 23, doctor: check('Authorization request') },
    title: 'The org server knows no scopes of your own',
    summary: 'This application asks for a scope that only a custom authorization server can have.',
    steps: ['Take the scope out of OIDC_SCOPES, or use the custom authorization server that has it: set OKTA_AUTH_SERVER to its id.'],
    paste: asked,
    source: knowledgeBase('okta-authorization-error-occurs-stating-custom-scopes-are-not-allowed-for-this-request'),
    texts: ['Custom scopes are not allowed for this request.'],
    oktaCodes: ['illegal_custom_scope'],
    words: [['custom scope', 'not allowed|not permitted|not supported|cannot']],
    errors: ['invalid_scope'],
  },
  'openid-scope-missing': {
    provider: 'any',
    row: { number: 24, doctor: check('Authorization request') },
    title: 'The scope openid is missing',
    summary: 'This application does not ask for the scope `openid`, without which there is no sign-in.',
    steps: ['Add openid to OIDC_SCOPES: the usual value is below.'],
    paste: { Setting: 'OIDC_SCOPES=openid profile email' },
    texts: ["Requests for ID tokens or access tokens with OpenID scopes require the 'openid' scope.", 'No scopes were requested.'],
    oktaCodes: ['openid_scope_required', 'openid_scope_required_access_token', 'missing_scopes'],
    words: [
      ['openid', 'scope', 'require|missing|must'],
      ['no scope', 'requested|given|provided'],
    ],
    notWords: 'backchannel|ciba|client credentials|token exchange|attestation|not configured',
    errors: ['invalid_scope', 'access_denied', 'invalid_request'],
  },
  'scope-refused': {
    provider: 'any',
    title: 'The provider refuses one of the scopes',
    summary: 'This application asks for something (a scope) that the provider does not allow.',
    steps: ['Compare OIDC_SCOPES with what the provider said, and with scopes_supported of the discovery document.'],
    paste: asked,
    source: 'https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1',
    // The second is Keycloak's, of offline_access.
    words: [['invalid scope|unknown scope|unrecognized scope|unsupported scope'], ['offline token', 'not allowed']],
    notWords: 'malformed|endpoint|refresh',
    errors: ['invalid_scope', 'invalid_request', 'not_allowed'],
    situations: [{ error: ['invalid_scope'] }],
    seen: 'The callback.',
  },
});
