import { chapter } from './chapter.js';

const again = 'Start the sign-in again.';

/** The sign-in that the browser brought back is not one that this browser began here. */
export const loginTransaction = chapter({ who: 'you' })({
  'transaction-missing': {
    title: 'This sign-in was not started here',
    summary: 'This browser brought an answer from the provider, but no sign-in of this browser waits for one.',
    advice: `${again} A bookmark of this page, the back button, another browser or blocked cookies cause it.`,
    steps: [
      'If it happens to everyone: people must reach this application under PUBLIC_URL, host and port included, or the cookie of the sign-in does not come back.',
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
  'transaction-unreadable': {
    title: 'This sign-in cannot be continued',
    summary: 'The sign-in began before this application changed its keys, or its cookie was damaged.',
    advice: again,
    steps: [
      'All instances must share SESSION_SECRET; when you change it, keep the old one behind a comma until sign-ins under way have ended.',
    ],
    ownCodes: ['transaction_invalid', 'transaction_unreadable'],
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
  'response-issuer-mismatch': {
    title: 'The answer comes from another provider',
    summary: 'The answer names another issuer than the one with which this sign-in began, so it was not used.',
    who: 'developer',
    advice: `${again} If it happens again, tell the people who run this application.`,
    steps: [
      'Compare the issuer below with the `iss` of the callback, to the letter.',
      'If they never match, the issuer in the settings is not the one the provider uses for this client: a custom domain, a slash at the end, another tenant.',
    ],
    paste: { Issuer: '{issuer}' },
    source: 'https://www.rfc-editor.org/rfc/rfc9207#section-2.4',
    ownCodes: ['response_issuer_mismatch'],
  },
});
