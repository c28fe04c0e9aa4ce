import { chapter, inVain } from './chapter.js';

const again = 'Start the sign-in again.';
const againOrTell = `${again} If it happens again, tell the people who run this application.`;
const jarm = 'https://openid.net/specs/oauth-v2-jarm.html#section-2.4';

/** What the person has to mend: the browser brought back no sign-in that it began here, or no whole answer. */
const inTheBrowser = chapter({ who: 'you' })({
  'transaction-missing': {
    title: 'This sign-in was not started here',
    summary: 'This browser brought an answer from the provider, but no sign-in of this browser waits for one.',
    advice: `${again} A bookmark of this page, the back button, another browser or blocked cookies cause it.`,
    steps: [
      'If it happens to everyone: people must reach this application under PUBLIC_URL, host and port included, or the cookie of the sign-in does not come back.',
      'All instances must share SESSION_SECRET; when you change it, keep the old one behind a comma until sign-ins under way have ended.',
    ],
    ownCodes: ['transaction_missing'],
  },
  'session-not-kept': {
    title: 'Your sign-in does not last',
    summary: 'You signed in, and the next page did not know you: the cookie of the session did not come back, or no session belongs to it.',
    advice: `${again} If it happens again, delete the cookies of this site, or try another browser.`,
    steps: [
      'If it happens to everyone: all instances must share DATABASE_URL, SESSION_STORE_URL and SESSION_SECRET.',
      'Look for a proxy that drops or changes Set-Cookie or Cookie.',
    ],
    ownCodes: ['session_not_kept'],
    seen: 'After the callback, instead of an endless redirect.',
  },
  'transaction-expired': {
    title: 'This sign-in took too long',
    summary: 'More time passed at the provider than a sign-in may take.',
    advice: again,
    steps: ['If it happens to everyone, look whether the clock of this machine is right.'],
    ownCodes: ['transaction_expired'],
  },
  'state-mismatch': {
    title: 'This answer belongs to another sign-in',
    summary: 'The answer of the provider does not belong to the sign-in that this browser began.',
    advice: `${again} If you did not begin one, close this page: somebody may have sent you the link.`,
    steps: ['If it happens to everyone, look for a proxy that changes or repeats the query of the callback.'],
    source: 'https://www.rfc-editor.org/rfc/rfc6749#section-10.12',
    ownCodes: ['state_mismatch'],
  },
  'response-invalid': {
    title: 'The answer is incomplete',
    summary: 'The browser came back with neither a code nor an error, or with a parameter twice.',
    advice: `${again} Opening this address by hand causes it too.`,
    steps: ['If it happens to everyone, look for a proxy that changes the query of the callback.'],
    source: 'https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2',
    ownCodes: ['response_invalid', 'callback_malformed'],
  },
});

/** The answer came whole, and is not one that this application may use. */
const unusable = chapter({ advice: againOrTell })({
  'response-issuer-mismatch': {
    title: 'The answer comes from another provider',
    summary: 'The answer names another issuer than the one with which this sign-in began, so it was not used.',
    steps: [
      'Compare the issuer below with the `iss` of the callback, to the letter.',
      'If they never match, the issuer in the settings is not the one the provider uses for this client: a custom domain, a slash at the end, another tenant.',
    ],
    paste: { Issuer: '{issuer}' },
    source: 'https://www.rfc-editor.org/rfc/rfc9207#section-2.4',
    ownCodes: ['response_issuer_mismatch'],
  },
  'response-issuer-missing': {
    title: 'The answer does not say which provider it comes from',
    summary: 'The provider promises to name itself in every answer, and this one names nobody, so it was not used.',
    advice: `${inVain} Tell the people who run this application.`,
    steps: [
      'The discovery document says authorization_response_iss_parameter_supported, and the callback came without `iss`. Switch it on for this client: Keycloak’s “Exclude Issuer From Authentication Response” takes it away.',
      'Or look for a proxy that drops parameters of the callback.',
    ],
    paste: { Issuer: '{issuer}' },
    source: 'https://www.rfc-editor.org/rfc/rfc9207#section-2.4',
    ownCodes: ['response_issuer_missing'],
  },
});

/** The same of an answer that was to be signed. */
const unusableAsSigned = chapter({ advice: againOrTell, source: jarm })({
  'response-signature': {
    title: 'The signed answer cannot be trusted',
    summary: 'The answer was to be signed by the provider, and is not signed, or not with a key of the provider.',
    steps: [
      'OIDC_RESPONSE_MODE asks for a signed answer (JARM). Compare authorization_signing_alg_values_supported and jwks_uri of the discovery document with the algorithm and key in the log.',
      'Look whether the client at the provider signs such answers with an algorithm that the document does not name, or encrypts them.',
    ],
    ownCodes: ['response_signature'],
  },
  'response-not-for-us': {
    title: 'The signed answer is not for this application',
    summary: 'The signed answer of the provider names another application, or leaves out what it must say.',
    steps: ['Its `aud` must be the client ID below, and `iss` and `exp` must be there; the log names what was wrong.'],
    paste: { 'Client ID': '{clientId}' },
    ownCodes: ['response_claims'],
  },
  'response-expired': {
    title: 'The answer came too late, or a clock is wrong',
    summary: 'By the clock of this machine the signed answer of the provider is not valid any more, or not yet.',
    who: 'you',
    advice: `${again} If it happens again, tell the people who run this application that a clock may be wrong.`,
    steps: ['Compare the clock of this machine with that of the provider: `npm run doctor` does it. Switch time synchronisation (NTP) on.'],
    ownCodes: ['response_clock'],
  },
});

/** The sign-in that the browser brought back is not one that this browser began here, or not one to use. */
export const loginTransaction = [...inTheBrowser, ...unusable, ...unusableAsSigned];
