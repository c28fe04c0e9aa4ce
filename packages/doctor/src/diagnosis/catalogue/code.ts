import { chapter, check, knowledgeBase } from './chapter.js';

const missingHeader = knowledgeBase('the-dpop-proof-jwt-header-is-missing');

/** The authorization code and who may use it. */
export const code = chapter({ seen: 'The token endpoint.' })({
  'code-invalid': {
    row: {
      number: 20,
      doctor: { not: 'happens only between two requests of one sign-in; the check “Token request” provokes it on purpose' },
    },
    title: 'This sign-in was used already, or took too long',
    summary: 'The provider does not accept the code that this browser brought back: it was used before, or it expired.',
    who: 'you',
    advice: 'Start the sign-in again. Reloading the page or going back to it causes this.',
    steps: [
      'If it happens to everyone, look for something that calls the callback twice: a proxy that repeats requests, a scanner of links, a browser that loads pages in advance.',
    ],
    texts: ['The authorization code is invalid or has expired.'],
    oktaCodes: ['invalid_authorization_code'],
    words: [['authorization code|auth code|authorization grant', 'invalid|expired|used|redeemed|not valid|unknown']],
    notWords: 'not expired|not been used|device|access token from|another|interaction|refresh|verifier|social',
    errors: ['invalid_grant', 'invalid_code'],
    situations: [{ where: ['token'], error: ['invalid_grant'], wordless: true }, { error: ['invalid_code'] }],
  },
  'grant-of-another-client': {
    provider: 'okta',
    row: { number: 21, doctor: { not: 'happens only between two requests of one sign-in' } },
    title: 'The code belongs to another application or server',
    summary: 'The code was issued to another application, or by another authorization server, than the one that received it.',
    advice: 'Start the sign-in again. If it happens again, tell the people who run this application.',
    steps: [
      'Look for two instances with different settings behind one address: client ID and authorization server must be the same on all.',
      'After a change of OIDC_CLIENT_ID or OKTA_AUTH_SERVER sign-ins under way end like this; new ones work.',
    ],
    elsewhere: ['Look for two instances with different settings behind one address: client ID and issuer must be the same on all.'],
    paste: { 'Client ID of this instance': '{clientId}', 'Issuer of this instance': '{issuer}' },
    texts: [
      "The grant was issued to another client. Please make sure the 'client_id' matches the one used at the authorize request.",
      'The grant was issued for another authorization server.',
      'The authorization server id is invalid.',
    ],
    oktaCodes: ['mismatched_client', 'mismatched_authorization_server', 'invalid_authorization_server'],
    words: [
      ['grant|code', 'issued', 'another|different', 'client|authorization server|application'],
      ['authorization server id', 'invalid|unknown|wrong'],
    ],
    notWords: 'subject token|request uri|redirect',
    errors: ['invalid_grant', 'invalid_request'],
  },
});

/** Tokens bound to a key, RFC 9449. */
export const dpop = chapter({ seen: 'The token endpoint.' })({
  'dpop-required': {
    provider: 'okta',
    row: { number: 28, doctor: check('Token request') },
    title: 'The provider asks for DPoP',
    summary: 'The provider gives this application tokens only with a proof of possession (DPoP), and this sign-in came without one.',
    steps: [
      'Set OIDC_DPOP=on: this application then sends the proof.',
      'Or in the Admin Console open Applications > Applications, this application, General and untick “Require Demonstrating Proof of Possession (DPoP) header in token requests”.',
    ],
    elsewhere: ['Set OIDC_DPOP=on, or do not require DPoP for this client at the provider.'],
    paste: { Setting: 'OIDC_DPOP=on' },
    source: missingHeader,
    texts: ['The DPoP proof JWT header is missing.'],
    oktaCodes: ['invalid_dpop_proof_missing_header'],
    words: [['dpop', 'missing|required|absent|must']],
    notWords: 'nonce|resource|claim|authentication scheme|typ ',
    errors: ['invalid_dpop_proof', 'invalid_request', 'invalid_client'],
  },
  'dpop-nonce': {
    row: { number: 28, doctor: { not: 'the nonce is asked for once the proof is there, and sign-in sends it by itself' } },
    title: 'The provider asks for a fresh DPoP proof',
    summary: 'The provider wanted its own number (nonce) in the proof of possession, and the second try did not satisfy it.',
    advice: 'Start the sign-in again. If it happens again, tell the people who run this application.',
    steps: [
      'This application repeats the request with the nonce: look for a proxy that removes the header `dpop-nonce` from the answers of the provider.',
    ],
    source: 'https://developer.okta.com/docs/guides/dpop/nonoktaresourceserver/main/',
    texts: ['Authorization server requires nonce in DPoP proof.'],
    words: [['dpop', 'nonce']],
    errors: ['use_dpop_nonce', 'invalid_dpop_proof'],
    situations: [{ error: ['use_dpop_nonce'] }],
  },
  'dpop-proof-invalid': {
    title: 'The provider does not accept the DPoP proof',
    summary: 'The proof of possession (DPoP) of this sign-in was not accepted.',
    advice: 'Start the sign-in again. If it happens again, tell the people who run this application.',
    steps: [
      'Mostly a clock is wrong: compare the clock of this machine with the Date header of the provider. `npm run doctor` does it.',
      'A proxy that changes the host or the path of the token request makes the proof wrong too.',
    ],
    source: 'https://www.rfc-editor.org/rfc/rfc9449#section-4.3',
    situations: [{ error: ['invalid_dpop_proof'] }],
  },
});
