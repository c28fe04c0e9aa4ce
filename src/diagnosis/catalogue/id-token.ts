import type { Entry } from '../entry.js';
import { check, errorPage } from './coverage.js';
import { knowledgeBase } from './sources.js';

const core = (section: string): string => `https://openid.net/specs/openid-connect-core-1_0.html#${section}`;
const tell = 'Start the sign-in again. If it happens again, tell the people who run this application.';

/** An ID token that cannot be trusted. */
export const idToken: readonly Entry[] = [
  {
    id: 'clock-differs',
    provider: 'any',
    row: { number: 40, page: errorPage, doctor: check('Clock') },
    title: 'The clocks differ',
    summary: 'By the clock of this machine the ID token is not valid yet, or not any more.',
    who: 'developer',
    advice: 'Trying again does not help. Tell the people who run this application that a clock is wrong.',
    steps: [
      'Compare the clock of this machine with the Date header of the provider: `npm run doctor` does it. Switch time synchronisation (NTP) on.',
      'OIDC_CLOCK_TOLERANCE accepts a small difference, in seconds; more than five minutes is a wrong clock.',
    ],
    source: 'https://github.com/okta/okta-oidc-js/issues/69',
    signs: {
      words: [
        ['issued', 'in the future|in future', 'token|jwt'],
        ['clock', 'skew|differ|ahead|behind'],
      ],
      never: ['proof', 'dpop', 'assertion', 'request object', 'hint', 'jag'],
      ownCodes: ['id_token_clock'],
    },
    seen: 'The callback, when this application checks the ID token.',
  },
  {
    id: 'issuer-differs',
    provider: 'any',
    row: { number: 40, page: errorPage, doctor: check('Discovery document') },
    title: 'The issuer is not the expected one',
    summary: 'The provider calls itself by another name than the one in the settings, so its answer was not used.',
    who: 'developer',
    advice: 'Trying again does not help. Tell the people who run this application.',
    steps: [
      'Compare the issuer below with `issuer` in the discovery document, to the letter: a slash at the end, upper and lower case, http or https all count.',
      'At Okta the org server is https://{yourOktaDomain} and a custom server https://{yourOktaDomain}/oauth2/{id}: OKTA_AUTH_SERVER chooses.',
      'At Okta with a custom domain: Applications > this application > Sign On > OpenID Connect ID Token > Issuer decides for the org server; a custom server has its own Issuer setting under Security > API.',
    ],
    elsewhere: [
      'Compare the issuer below with `issuer` in the discovery document, to the letter: a slash at the end, upper and lower case, http or https all count. Set OIDC_ISSUER to the value of the document.',
      'A provider in a container often names itself after the address by which it was called: give it one address that works inside and outside.',
    ],
    paste: [{ label: 'Issuer in use', value: '{issuer}' }],
    source: knowledgeBase('use-of-the-issuer-located-under-the-openid-connect-id-token-app-settings'),
    signs: {
      words: [['unexpected|wrong|invalid|mismatch', 'iss |issuer', 'expected']],
      never: ['assertion', 'jag'],
      ownCodes: ['issuer_mismatch'],
    },
    seen: 'Discovery, or the callback when this application checks the ID token.',
  },
  {
    id: 'tenant-not-allowed',
    provider: 'any',
    title: 'People of this organisation may not sign in here',
    summary: 'The account belongs to a tenant of the provider that is not among those that may sign in to this application.',
    who: 'developer',
    advice: 'Sign in with an account of another organisation, or ask the people who run this application to let yours in.',
    steps: [
      'The log names the tenant. Compare it with OIDC_TENANTS, which lists the ids of the tenants whose people may sign in.',
      'If its people are to sign in, whoever sets the variables of this application adds the id to OIDC_TENANTS and starts it again. `*` lets in every tenant in the world.',
    ],
    source: 'https://learn.microsoft.com/en-us/entra/identity-platform/access-tokens#validate-the-issuer',
    signs: { ownCodes: ['tenant_not_allowed'] },
    seen: "The callback, after a sign-in through Entra's common or organizations endpoint.",
  },
  {
    id: 'id-token-signature',
    provider: 'any',
    title: 'The signature does not fit',
    summary: 'The ID token is not signed with a key of the provider, so it was not used.',
    who: 'developer',
    advice: tell,
    steps: [
      'The key set is read anew before this is said, unless the log says that it was asked too often or did not answer: a rotation is hardly the cause.',
      'Compare jwks_uri of the discovery document with the server that issues the tokens: another tenant, or a custom server in place of the org server, signs with other keys.',
      'If nobody changed anything, somebody may have tried a forged token: look at the log.',
    ],
    source: core('IDTokenValidation'),
    signs: { ownCodes: ['id_token_signature'] },
    seen: 'The callback.',
  },
  {
    id: 'id-token-algorithm',
    provider: 'any',
    title: 'The ID token is signed in a way that is not accepted',
    summary: 'The ID token is signed with an algorithm that this application does not accept from this provider.',
    who: 'developer',
    advice: tell,
    steps: [
      'Compare id_token_signing_alg_values_supported of the discovery document with the `alg` in the log.',
      'Choose an asymmetric algorithm (RS256, ES256) for this client at the provider, or give it a signing key: some sign with HS256 as long as none is chosen.',
      'OIDC_ID_TOKEN_ALGORITHMS overrides what discovery advertises. `none` is never accepted.',
    ],
    source: core('IDTokenValidation'),
    signs: { ownCodes: ['id_token_algorithm'] },
    seen: 'The callback.',
  },
  {
    id: 'id-token-encrypted',
    provider: 'any',
    title: 'The ID token is encrypted',
    summary: 'The provider encrypts the ID token, and this application has no key to open it.',
    who: 'developer',
    advice: tell,
    steps: ['Turn encryption of ID tokens off for this client at the provider, or set the decryption key in the settings.'],
    source: core('IDToken'),
    signs: { ownCodes: ['id_token_encrypted'] },
    seen: 'The callback.',
  },
  {
    id: 'id-token-unusable',
    provider: 'any',
    title: 'The ID token cannot be used',
    summary: 'The ID token is missing, cannot be read, or was not made for this sign-in.',
    who: 'developer',
    advice: tell,
    steps: [
      'The log names the claim that failed and what was expected.',
      'If its `iss` is another: at Okta with a custom domain, Applications > this application > Sign On > OpenID Connect ID Token > Issuer decides for the org server.',
      'The scope `openid` must be among OIDC_SCOPES, and the audience of the token must be the client ID below.',
    ],
    paste: [
      { label: 'Client ID', value: '{clientId}' },
      { label: 'Scopes this application asks for', value: '{scopes}' },
    ],
    source: core('IDTokenValidation'),
    signs: { ownCodes: ['id_token_missing', 'id_token_invalid', 'id_token_claims'] },
    seen: 'The callback.',
  },
];
