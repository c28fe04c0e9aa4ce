import type { Entry } from '../entry.js';
import { check, errorPage } from './coverage.js';
import { knowledgeBase } from './sources.js';

const missingHeader = knowledgeBase('the-dpop-proof-jwt-header-is-missing');
const tell = 'Trying again does not help. Tell the people who run this application.';

/** Tokens bound to a key, RFC 9449. */
export const dpop: readonly Entry[] = [
  {
    id: 'dpop-required',
    provider: 'okta',
    row: { number: 28, page: errorPage, doctor: check('Token request') },
    title: 'The provider asks for DPoP',
    summary: 'The provider gives this application tokens only with a proof of possession (DPoP), and this sign-in came without one.',
    who: 'developer',
    advice: tell,
    steps: [
      'Set OIDC_DPOP=on: this application then sends the proof.',
      'Or in the Admin Console open Applications > Applications, this application, General and untick “Require Demonstrating Proof of Possession (DPoP) header in token requests”.',
    ],
    elsewhere: ['Set OIDC_DPOP=on, or do not require DPoP for this client at the provider.'],
    paste: [{ label: 'Setting', value: 'OIDC_DPOP=on' }],
    source: missingHeader,
    signs: {
      texts: ['The DPoP proof JWT header is missing.'],
      oktaCodes: ['invalid_dpop_proof_missing_header'],
      words: [['dpop', 'missing|required|absent|must']],
      never: ['nonce', 'resource', 'claim', 'authentication scheme', 'typ '],
      errors: ['invalid_dpop_proof', 'invalid_request', 'invalid_client'],
    },
    seen: 'The token endpoint.',
  },
  {
    id: 'dpop-nonce',
    provider: 'okta',
    row: { number: 28, page: errorPage, doctor: { not: 'the nonce is asked for once the proof is there, and sign-in sends it by itself' } },
    title: 'The provider asks for a fresh DPoP proof',
    summary: 'The provider wanted its own number (nonce) in the proof of possession, and the second try did not satisfy it.',
    who: 'developer',
    advice: 'Start the sign-in again. If it happens again, tell the people who run this application.',
    steps: [
      'This application repeats the request with the nonce: look for a proxy that removes the header `dpop-nonce` from the answers of Okta.',
    ],
    elsewhere: [
      'This application repeats the request with the nonce: look for a proxy that removes the header `dpop-nonce` from the answers.',
    ],
    source: 'https://developer.okta.com/docs/guides/dpop/nonoktaresourceserver/main/',
    signs: {
      texts: ['Authorization server requires nonce in DPoP proof.'],
      words: [['dpop', 'nonce']],
      errors: ['use_dpop_nonce', 'invalid_dpop_proof'],
      situations: [{ error: ['use_dpop_nonce'] }],
    },
    seen: 'The token endpoint.',
  },
  {
    id: 'dpop-proof-invalid',
    provider: 'any',
    title: 'The provider does not accept the DPoP proof',
    summary: 'The proof of possession (DPoP) of this sign-in was not accepted.',
    who: 'developer',
    advice: 'Start the sign-in again. If it happens again, tell the people who run this application.',
    steps: [
      'Mostly a clock is wrong: compare the clock of this machine with the Date header of the provider. `npm run doctor` does it.',
      'A proxy that changes the host or the path of the token request makes the proof wrong too.',
    ],
    source: 'https://www.rfc-editor.org/rfc/rfc9449#section-4.3',
    signs: { situations: [{ error: ['invalid_dpop_proof'] }] },
    seen: 'The token endpoint.',
  },
];
