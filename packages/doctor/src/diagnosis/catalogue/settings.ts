import { beforeSignIn, chapter, onOkta, refusedSettings } from './chapter.js';

const validator = 'https://github.com/okta/okta-oidc-js/blob/master/packages/configuration-validation/src/lib.ts';
const tell = 'Tell the people who run this application.';

/** Settings with which no request is worth making. The words are those with which Okta's own SDKs refuse them. */
export const settings = chapter({ advice: tell, seen: 'The start.' })({
  'okta-url-not-https': {
    provider: 'okta',
    row: { number: 16, page: beforeSignIn, doctor: refusedSettings },
    title: 'The Okta address must begin with https',
    summary: 'The address of Okta in the settings does not begin with https.',
    steps: ['Write OKTA_ORG_URL=https://{yourOktaDomain}. http is accepted for localhost only.'],
    source: validator,
    texts: ['Your Okta URL must start with https. …'],
    words: [['okta url|issuer', 'must|needs to|has to', 'https']],
  },
  'placeholder-left': {
    provider: 'okta',
    row: { number: 16, page: beforeSignIn, doctor: refusedSettings },
    title: 'A placeholder is left in the settings',
    summary: 'A value in the settings is still the placeholder from the instructions.',
    steps: [
      'Set OKTA_ORG_URL, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET to the values of your organisation. `npm run setup` asks for them and checks them.',
      'The client ID and the secret are in the Admin Console under Applications > Applications, this application, General.',
    ],
    source: validator,
    texts: ['Replace {yourOktaDomain} with your Okta domain.'],
    words: [['replace', 'your', 'with your|with the']],
  },
  'client-secret-missing': {
    row: { number: 16, page: beforeSignIn, doctor: refusedSettings },
    title: 'The client secret is missing',
    summary: 'The settings hold no client secret.',
    steps: [
      "Copy the client secret from the provider's administration into OIDC_CLIENT_SECRET.",
      onOkta('It is under Applications > Applications, this application, General > Client Credentials.'),
      'An application without a secret needs OIDC_CLIENT_AUTH=private_key_jwt or none.',
    ],
    source: validator,
    texts: ['Your client secret is missing. …'],
    words: [['client secret', 'is missing|is not set|is empty']],
  },
  configuration: {
    title: 'The settings do not fit this provider',
    summary: 'The settings of this application cannot work with this provider.',
    steps: ["The cause stands in this application's log under the reference on this page.", 'Run `npm run doctor`.'],
    ownCodes: ['configuration'],
    seen: 'The sign-in.',
  },
});
