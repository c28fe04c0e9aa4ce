import { chapter, check, knowledgeBase } from './chapter.js';

/** Proof Key for Code Exchange, RFC 7636. */
export const pkce = chapter({ provider: 'okta', seen: 'The callback, before the person signs in.' })({
  'pkce-required': {
    row: { number: 17, doctor: check('PKCE') },
    title: 'The provider asks for PKCE',
    summary: 'The provider requires proof that the code is used by the one who asked for it (PKCE), and this sign-in was sent without it.',
    steps: [
      'This application sends PKCE unless OIDC_PKCE=off: remove that setting.',
      'Or in the Admin Console open Applications > Applications, this application, General > Client Credentials and untick “Require PKCE as additional verification”.',
    ],
    elsewhere: ['This application sends PKCE unless OIDC_PKCE=off: remove that setting.'],
    texts: ['PKCE code challenge is required by the application.'],
    oktaCodes: ['pkce_missing_challenge'],
    words: [
      ['pkce|code challenge', 'challenge', 'required|missing|must'],
      ['proof key for code exchange', 'required|missing'],
      ['missing parameter code challenge|parameter code challenge'],
      ['pkce', 'requires|required|must be used|enforce'],
    ],
    notWords: 'not required|browser|interaction|verif|illegal|not supported|authorize request for',
    errors: ['invalid_request', 'invalid_client', 'unauthorized_client'],
  },
  'pkce-challenge-malformed': {
    row: { number: 18, doctor: check('Authorization request') },
    title: 'The PKCE challenge does not arrive as it was sent',
    summary: 'The provider cannot read the PKCE challenge of this sign-in.',
    steps: [
      'This application sends 43 characters of base64url without padding: look for a proxy that changes the query of the authorization request.',
    ],
    source: knowledgeBase('pkce-error-pkce-code-challenge-contains-illegal-characters'),
    texts: ['PKCE code challenge contains illegal characters.'],
    oktaCodes: ['pkce_invalid_challenge'],
    words: [['code challenge', 'illegal|invalid|malformed', 'character|format|length']],
    notWords: 'method',
    errors: ['invalid_request'],
  },
  'pkce-method': {
    row: { number: 18, doctor: check('Authorization request') },
    title: 'The provider does not accept the PKCE method',
    summary: 'The provider does not accept S256, the PKCE method of this application.',
    steps: [
      'Okta accepts S256, and this application sends S256: look for a proxy that changes the query of the authorization request, and for code_challenge_method in OIDC_AUTHORIZE_PARAMS.',
    ],
    elsewhere: [
      'This application sends S256. Allow S256 for this client at the provider, and look for code_challenge_method in OIDC_AUTHORIZE_PARAMS.',
    ],
    texts: ['PKCE code challenge method is not supported. Valid values: […]'],
    oktaCodes: ['pkce_unsupported_code_challenge_method'],
    words: [['challenge method|pkce method', 'not supported|unsupported|invalid|not allowed']],
    errors: ['invalid_request'],
  },
  'pkce-verifier-missing': {
    row: { number: 19, doctor: { not: 'happens only between two requests of one sign-in' } },
    title: 'The PKCE proof is missing',
    summary: 'The proof that this browser began the sign-in (PKCE) did not reach the provider.',
    advice: 'Start the sign-in again. If it happens again, tell the people who run this application.',
    steps: [
      'This application keeps the verifier in an encrypted cookie of the one sign-in and sends it with the code: look for a proxy that changes the body of the token request.',
      'Look for OIDC_PKCE=off on one of several instances.',
    ],
    elsewhere: ['Look for a proxy that changes the body of the token request, and for OIDC_PKCE=off on one of several instances.'],
    texts: [
      'PKCE code verifier is required by the application.',
      'PKCE code challenge should be specified in the authorize request for code verification.',
    ],
    oktaCodes: ['pkce_missing_verifier', 'pkce_missing_challenge_verifier_present'],
    words: [
      ['code verifier', 'required|missing|must|empty'],
      ['code challenge', 'authorize request', 'verif'],
    ],
    notWords: 'fail|not match|incorrect',
    errors: ['invalid_request', 'invalid_grant'],
    seen: 'The token endpoint.',
  },
  'pkce-verification-failed': {
    row: { number: 19, doctor: { not: 'happens only between two requests of one sign-in' } },
    title: 'The PKCE proof does not fit',
    summary: 'The proof that this browser began the sign-in (PKCE) does not fit the code it brought back.',
    who: 'you',
    advice: 'Start the sign-in again, in one tab.',
    steps: [
      'This application keeps one verifier for each sign-in, so two tabs do not disturb each other: if it happens to everyone, look for a proxy that changes the authorization request or caches the callback.',
    ],
    elsewhere: ['If it happens to everyone, look for a proxy that changes the authorization request or caches the callback.'],
    texts: ['PKCE verification failed.', 'PKCE verification failed: ….'],
    oktaCodes: ['pkce_verification_failed', 'pkce_verification_failed_with_reason'],
    words: [['pkce|code verifier', 'verif', 'fail|not match|incorrect|invalid|wrong']],
    notWords: 'not fail',
    errors: ['invalid_grant'],
    seen: 'The token endpoint.',
  },
});
