import type { ProviderPreset } from './provider-preset.js';

/** Providers where people have accounts of their own. */
export const consumerPresets: Readonly<Record<string, ProviderPreset>> = {
  google: {
    name: 'Google',
    issuer: /^https:\/\/accounts\.google\.com\/?$/i,
    isPublic: true,
    otherAccount: 'select_account',
    guide: 'docs/google.md',
    notes: [
      'Google has no sign-out of its own: signing out here leaves the Google session.',
      'A refresh token needs OIDC_AUTHORIZE_PARAMS=access_type=offline&prompt=consent, not the scope offline_access.',
      'The scopes that come back are written differently from those asked for.',
    ],
  },
  apple: {
    name: 'Apple',
    issuer: /^https:\/\/appleid\.apple\.com\/?$/i,
    isPublic: true,
    defaults: { OIDC_CLIENT_AUTH: 'client_secret_post', OIDC_SCOPES: 'openid name email', OIDC_RESPONSE_MODE: 'form_post' },
    notes: [
      'The client secret is a JWT that you sign with your key and that expires after at most six months: renew it, best through OIDC_CLIENT_SECRET_FILE.',
      'The scopes name and email need form_post, which works over https and on localhost only.',
      'There is neither userinfo nor a sign-out; the name arrives at the first sign-in alone.',
    ],
  },
  linkedin: {
    name: 'LinkedIn',
    issuer: /^https:\/\/www\.linkedin\.com(\/oauth)?\/?$/i,
    isPublic: true,
    defaults: { OIDC_CLIENT_AUTH: 'client_secret_post', OIDC_NONCE: 'off' },
    notes: [
      'LinkedIn never returns the nonce, so it is off and PKCE has to protect the code: ask LinkedIn to enable PKCE for your application, which otherwise gets invalid_client.',
      'The issuer is https://www.linkedin.com/oauth; before 2024 it had no path.',
      'There is no sign-out at LinkedIn: signing out here leaves its session.',
    ],
  },
  line: {
    name: 'LINE',
    issuer: /^https:\/\/access\.line\.me\/?$/i,
    isPublic: true,
    defaults: { OIDC_ID_TOKEN_ALGORITHMS: 'HS256' },
    notes: [
      'LINE advertises ES256 and signs the ID tokens of web logins with HS256 and the channel secret.',
      'The e-mail address needs an approval in the LINE Developers Console.',
      'There is no sign-out at LINE: signing out here leaves its session.',
    ],
  },
  slack: {
    name: 'Slack',
    issuer: /^https:\/\/slack\.com\/?$/i,
    isPublic: true,
    notes: [
      'Slack answers in the query only: leave OIDC_RESPONSE_MODE as it is.',
      'Errors may arrive with status 200 and "ok": false. There are no refresh tokens and no sign-out.',
    ],
  },
  gitlab: {
    name: 'GitLab',
    issuer: /^https:\/\/gitlab\.com\/?$/i,
    isPublic: true,
    notes: [
      'The ID token holds little: name, e-mail address and groups come from userinfo.',
      'There is no sign-out at GitLab: signing out here leaves its session.',
    ],
  },
  orcid: {
    name: 'ORCID',
    issuer: /^https:\/\/(sandbox\.)?orcid\.org\/?$/i,
    isPublic: true,
    defaults: { OIDC_SCOPES: 'openid' },
    notes: [
      'ORCID gives no e-mail address, and the name may be private.',
      'The claim amr is a string instead of a list. There is no sign-out at ORCID.',
    ],
  },
  'login.gov': {
    name: 'Login.gov',
    issuer: /^https:\/\/(secure\.login|idp\.int\.identitysandbox)\.gov\/?$/i,
    isPublic: true,
    defaults: {
      OIDC_CLIENT_AUTH: 'private_key_jwt',
      OIDC_CLIENT_ASSERTION_AUDIENCE: 'endpoint',
      OIDC_SCOPES: 'openid email',
      OIDC_AUTHORIZE_PARAMS: 'acr_values=http%3A%2F%2Fidmanagement.gov%2Fns%2Fassurance%2Fial%2F1',
    },
    notes: [
      'There is no client secret: set OIDC_CLIENT_PRIVATE_KEY_FILE to the key whose certificate you registered.',
      'acr_values is required; OIDC_AUTHORIZE_PARAMS asks for another level. The issuer ends in a slash.',
      'There are no refresh tokens, and signing out ends their session only.',
    ],
  },
};
