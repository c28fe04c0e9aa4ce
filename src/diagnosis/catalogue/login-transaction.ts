import type { Entry } from '../entry.js';

const again = 'Start the sign-in again.';

/** The sign-in that the browser brought back is not one that this browser began here. */
export const loginTransaction: readonly Entry[] = [
  {
    id: 'transaction-missing',
    provider: 'any',
    title: 'This sign-in was not started here',
    summary: 'This browser brought an answer from the provider, but no sign-in of this browser waits for one.',
    who: 'you',
    advice: `${again} A bookmark of this page, the back button, another browser or blocked cookies cause it.`,
    steps: [
      'If it happens to everyone: people must reach this application under PUBLIC_URL, host and port included, or the cookie of the sign-in does not come back.',
    ],
    signs: { ownCodes: ['transaction_missing'] },
    seen: 'The callback.',
  },
  {
    id: 'transaction-expired',
    provider: 'any',
    title: 'This sign-in took too long',
    summary: 'More time passed at the provider than a sign-in may take.',
    who: 'you',
    advice: again,
    steps: ['If it happens to everyone, look whether the clock of this machine is right.'],
    signs: { ownCodes: ['transaction_expired'] },
    seen: 'The callback.',
  },
  {
    id: 'transaction-unreadable',
    provider: 'any',
    title: 'This sign-in cannot be continued',
    summary: 'The sign-in began before this application changed its keys, or its cookie was damaged.',
    who: 'you',
    advice: again,
    steps: [
      'All instances must share SESSION_SECRET; when you change it, keep the old one behind a comma until sign-ins under way have ended.',
    ],
    signs: { ownCodes: ['transaction_invalid', 'transaction_unreadable'] },
    seen: 'The callback.',
  },
  {
    id: 'state-mismatch',
    provider: 'any',
    title: 'This answer belongs to another sign-in',
    summary: 'The answer of the provider does not belong to the sign-in that this browser began.',
    who: 'you',
    advice: `${again} If you did not begin one, close this page: somebody may have sent you the link.`,
    steps: ['If it happens to everyone, look for a proxy that changes or repeats the query of the callback.'],
    source: 'https://www.rfc-editor.org/rfc/rfc6749#section-10.12',
    signs: { ownCodes: ['state_mismatch'] },
    seen: 'The callback.',
  },
  {
    id: 'response-invalid',
    provider: 'any',
    title: 'The answer is incomplete',
    summary: 'The browser came back with neither a code nor an error, or with a parameter twice.',
    who: 'you',
    advice: `${again} Opening this address by hand causes it too.`,
    steps: ['If it happens to everyone, look for a proxy that changes the query of the callback.'],
    source: 'https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2',
    signs: { ownCodes: ['response_invalid', 'callback_malformed'] },
    seen: 'The callback.',
  },
  {
    id: 'response-issuer-mismatch',
    provider: 'any',
    title: 'The answer comes from another provider',
    summary: 'The answer names another issuer than the one with which this sign-in began, so it was not used.',
    who: 'developer',
    advice: `${again} If it happens again, tell the people who run this application.`,
    steps: [
      'Compare the issuer below with the `iss` of the callback, to the letter.',
      'If they never match, the issuer in the settings is not the one the provider uses for this client: a custom domain, a slash at the end, another tenant.',
    ],
    paste: [{ label: 'Issuer', value: '{issuer}' }],
    source: 'https://www.rfc-editor.org/rfc/rfc9207#section-2.4',
    signs: { ownCodes: ['response_issuer_mismatch'] },
    seen: 'The callback.',
  },
];
