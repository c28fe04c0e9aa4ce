import { byApi, chapter, checkWithToken, knowledgeBase, oktaRefreshTokens, oktasOwnPage, onOkta, sessionEnds } from './chapter.js';

const here = 'You are signed out of this application. To end the session at the provider too, sign out there.';

/** Renewing tokens. */
export const refresh = chapter({ who: 'you', advice: 'Sign in again.' })({
  'refresh-token-invalid': {
    row: {
      number: 36,
      page: sessionEnds,
      doctor: { not: 'needs a refresh token, so a sign-in; the check “Application settings” sees whether rotation is on' },
    },
    title: 'Your session at the provider has ended',
    summary: 'The provider does not renew your sign-in any more.',
    steps: [
      'Normal after a sign-out elsewhere, a changed password, or a long time without use.',
      onOkta('At Okta 7 days without use end it.'),
      'If it happens often: something else uses the same refresh token. This application renews one at a time, across instances that share a database; a copy of the database, or a second application with the same tokens, breaks that.',
      onOkta('Reports > System Log, event app.oauth2.token.detect_reuse or app.oauth2.as.token.detect_reuse.'),
    ],
    source: oktaRefreshTokens,
    texts: ['The refresh token is invalid or expired.'],
    oktaCodes: ['invalid_refresh_token'],
    words: [['refresh token|token', 'refresh', 'invalid|expired|revoked|not active|unknown|used']],
    notWords: 'not expired|not been used|scope|dpop|cannot create|validation',
    // The second is dex's.
    errors: ['invalid_grant', 'invalid_request'],
    // The second is Glewlwyd's.
    situations: [
      { where: ['refresh'], error: ['invalid_grant'] },
      { where: ['refresh'], status: [400], wordless: true },
    ],
    seen: 'The token endpoint, when tokens are renewed.',
  },
  'refresh-scope-widened': {
    provider: 'okta',
    row: { number: 37, doctor: { not: 'needs a refresh token, so a sign-in' } },
    title: 'More was asked for than at sign-in',
    summary: 'Renewing the sign-in asked for something (a scope) that you did not grant when you signed in.',
    steps: [
      'After a change of OIDC_SCOPES people have to sign in once more: sessions from before cannot gain a scope.',
      'offline_access must be among OIDC_SCOPES at sign-in for there to be a refresh token at all.',
    ],
    elsewhere: ['After a change of OIDC_SCOPES people have to sign in once more: sessions from before cannot gain a scope.'],
    paste: { 'Scopes this application asks for': '{scopes}' },
    texts: ['Some of the scopes requested for the refresh request were not granted in the original authorize request. Denied scopes: ….'],
    oktaCodes: ['refresh_scopes_denied'],
    words: [['scope', 'refresh', 'not granted|denied|original|exceed']],
    errors: ['access_denied', 'invalid_scope', 'invalid_grant'],
    situations: [{ where: ['refresh'], error: ['invalid_scope'] }],
    seen: 'The token endpoint, when tokens are renewed.',
  },
  'token-unavailable': {
    title: 'Your session has no token for this',
    summary: 'This application holds no valid token of the provider for your session any more.',
    steps: ['For tokens that outlive an hour: offline_access among OIDC_SCOPES, and the grant type Refresh Token at the provider.'],
    source: oktaRefreshTokens,
    ownCodes: ['token_unavailable'],
    seen: 'Pages that call another service in your name.',
  },
});

/** Signing out at the provider. */
export const logout = chapter({ provider: 'okta', seen: "Okta's own page after signing out." })({
  'logout-uri-not-registered': {
    row: { number: 38, page: oktasOwnPage, doctor: checkWithToken('Sign-out redirect URI') },
    title: 'The sign-out redirect URI is not registered',
    summary: 'The provider does not know the address to which it is to send you after signing out.',
    who: 'administrator',
    advice: here,
    steps: [
      'In the Admin Console open Applications > Applications, this application, General > General Settings > Edit.',
      'Sign-out redirect URIs: add the value below, exactly as it is, the slash at the end included.',
      byApi('post_logout_redirect_uris'),
    ],
    elsewhere: [
      "Open this application in the provider's administration and add the value below to its post-logout redirect URIs, exactly as it is.",
    ],
    paste: { 'Sign-out redirect URI': '{postLogoutRedirectUri}' },
    api: { method: 'PUT', path: '/oauth2/v1/clients/{clientId}' },
    source: knowledgeBase('the-post-logout-redirect-uri-parameter-must-be-a-logout-redirect-uri-in-the-client-app'),
    texts: [
      "The 'post_logout_redirect_uri' parameter must be a Logout redirect URI in the client app settings.",
      "The 'post_logout_redirect_uri' parameter must be a Logout redirect URI in the client app settings: …",
    ],
    oktaCodes: ['illegal_post_logout_redirect_uri', 'illegal_post_logout_redirect_uri_enhanced'],
    words: [['post logout|logout redirect|sign out redirect', 'redirect', 'regist|whitelist|allow|configur|valid|settings|match|must be']],
    errors: ['invalid_request', 'invalid_redirect_uri'],
  },
  'logout-hint-missing': {
    provider: 'any',
    row: { number: 39, page: oktasOwnPage, doctor: { not: 'needs an ID token, so a sign-in' } },
    title: 'The provider cannot tell whose session to end',
    summary: 'The provider got no usable ID token with the sign-out, so it did not know whose session to end.',
    advice: here,
    steps: [
      'This application keeps the ID token in the server-side session and sends it as id_token_hint: look for sessions from before a change of SESSION_SECRET or of the issuer.',
      'A token that has expired is fine; one of another issuer or client is not.',
    ],
    source: knowledgeBase('the-purpose-of-id-token-hint-in-the-logout-api-and-how-does-it-affect-the-single-logout-process'),
    texts: ['The id token is invalid.'],
    oktaCodes: ['id_token_invalid'],
    words: [['id token|id token hint', 'hint|logout', 'missing|required|invalid|must']],
    notWords: 'subject|session user|audience|expires|issued|issuer of|signature|parsed|backchannel',
    errors: ['invalid_request', 'invalid_token', 'invalid_client'],
    situations: [{ where: ['logout'], error: ['invalid_client'] }],
  },
  'logout-of-another-person': {
    row: { number: 39, page: oktasOwnPage, doctor: { not: 'needs two people in one browser' } },
    title: 'Somebody else is signed in at the provider',
    summary: 'In this browser another person is signed in at the provider than here, so the provider ended nothing.',
    who: 'you',
    advice: 'You are signed out of this application. The other session at the provider goes on; sign out there if it is yours.',
    steps: ['Nothing has to be changed: one browser has one session at Okta.'],
    elsewhere: ['Nothing has to be changed: one browser has one session at the provider.'],
    texts: ["The ID token subject does not match the current session's user."],
    oktaCodes: ['id_token_does_not_match_session'],
    words: [['id token', 'subject|user', 'not match|differ', 'session']],
    errors: ['id_token_does_not_match_session', 'invalid_request'],
  },
  'logout-token-invalid': {
    provider: 'any',
    title: 'A sign-out message was refused',
    summary: 'Somebody sent this application a sign-out message that is not from the provider, or not for this application.',
    advice: 'Nothing happened. Sign out here if you want to.',
    steps: [
      'The log names what was wrong with the message. Compare its issuer and audience with the settings.',
      'If it is encrypted, for a connection in the database: register the address with `?connection=` and the id behind it.',
    ],
    source: 'https://openid.net/specs/openid-connect-backchannel-1_0.html#Validation',
    ownCodes: ['logout_token_invalid'],
    seen: 'POST /backchannel-logout.',
  },
});
