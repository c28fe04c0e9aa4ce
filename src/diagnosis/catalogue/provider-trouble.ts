import type { Entry } from '../entry.js';

const later = 'Try again in a few minutes. If it goes on, tell the people who run this application.';

/** The provider is down, slow or answers something else; nobody in front of the page can do anything but wait. */
export const providerTrouble: readonly Entry[] = [
  {
    id: 'provider-unreachable',
    provider: 'any',
    title: 'The sign-in service cannot be reached',
    summary: 'This application cannot reach the provider with which you sign in.',
    who: 'developer',
    advice: later,
    steps: [
      'From the machine on which this application runs, open the address below: a wrong host name, a firewall, a missing proxy (HTTPS_PROXY) or an untrusted certificate shows itself there.',
      "The cause stands in this application's log under the reference on this page.",
    ],
    paste: [{ label: 'Issuer', value: '{issuer}' }],
    signs: { ownCodes: ['provider_unreachable', 'provider_timeout'] },
    seen: 'Every request of this application to the provider.',
  },
  {
    id: 'provider-error',
    provider: 'any',
    title: 'The sign-in service has trouble',
    summary: 'The provider with which you sign in answered that it has trouble itself.',
    who: 'administrator',
    advice: later,
    steps: [
      "Look at the provider's status page. For Okta: https://status.okta.com.",
      'Quote the correlation id to the provider if it goes on.',
    ],
    source: 'https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1',
    signs: {
      texts: ['The authorization server encountered an unexpected condition that prevented it from fulfilling the request.'],
      situations: [{ error: ['server_error'], wordless: true }, { error: ['temporarily_unavailable'] }],
      ownCodes: ['provider_error'],
    },
    seen: 'The callback and every request of this application to the provider.',
  },
  {
    id: 'provider-invalid-response',
    provider: 'any',
    title: 'The sign-in service gave an answer that cannot be read',
    summary: 'The answer of the provider is not what the protocol asks for.',
    who: 'developer',
    advice: later,
    steps: [
      'Something between this application and the provider may answer in its place: a proxy, a captive portal, a maintenance page. Open the address below from the machine on which this application runs.',
      'Compare the issuer in the settings with the one in the discovery document.',
    ],
    paste: [{ label: 'Issuer', value: '{issuer}' }],
    signs: { ownCodes: ['provider_invalid_response', 'endpoint_missing'] },
    seen: 'Every request of this application to the provider.',
  },
  {
    id: 'keys-unavailable',
    provider: 'any',
    title: "The provider's keys cannot be read",
    summary: 'This application could not read the keys with which the provider signs, so it cannot trust an answer.',
    who: 'developer',
    advice: later,
    steps: ['Open jwks_uri of the discovery document from the machine on which this application runs: it must answer with a key set.'],
    paste: [{ label: 'Issuer', value: '{issuer}' }],
    source: 'https://openid.net/specs/openid-connect-core-1_0.html#RotateSigningKeys',
    signs: { ownCodes: ['keys_unavailable'] },
    seen: 'The callback.',
  },
  {
    id: 'discovery-failed',
    provider: 'any',
    title: 'The provider’s settings cannot be read',
    summary: 'This application could not read the document in which the provider describes itself.',
    who: 'developer',
    advice: later,
    steps: [
      'Add /.well-known/openid-configuration to the issuer below and open it from the machine on which this application runs.',
      'Correct the issuer in the settings: OKTA_ORG_URL and OKTA_AUTH_SERVER, or OIDC_ISSUER. `npm run doctor` tries the usual ones.',
    ],
    paste: [{ label: 'Issuer', value: '{issuer}' }],
    source: 'https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfig',
    signs: { ownCodes: ['discovery_failed'] },
    seen: 'Every sign-in until it is mended.',
  },
  {
    id: 'provider-answer-refused',
    provider: 'any',
    title: 'The provider refused',
    summary: 'The provider refused to sign you in and did not say why.',
    who: 'you',
    advice: 'If you cancelled the sign-in, start again. If not, ask your administrator.',
    steps: ["Look the request up in the provider's log. In Okta: Reports > System Log."],
    source: 'https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1',
    signs: {
      texts: ['The resource owner or authorization server denied the request.'],
      situations: [
        { error: ['access_denied'], wordless: true },
        { ownCode: ['authorization_refused', 'token_refused'], wordless: true },
      ],
    },
    seen: 'The callback.',
  },
];
