import { generateKeyPairSync } from 'node:crypto';
import { callbacksOf, client, type LogoutChannel } from '../interop-provider.js';
import type { Administrator } from './administrator.js';
import { person } from './person.js';

const scopes = ['openid', 'profile', 'email', 'offline_access'];

/** Switches OpenID Connect on, and adds the scopes, the person and the application. */
export async function registerApplication(
  administrator: Administrator,
  issuer: string,
  appUrl: string,
  channel: LogoutChannel,
): Promise<void> {
  await administrator.add('mod/plugin/', {
    module: 'oidc',
    name: 'oidc',
    display_name: 'oidc',
    enabled: true,
    parameters: parameters(issuer),
  });
  for (const name of scopes.slice(1))
    await administrator.add('scope/', { name, display_name: name, description: name, password_required: false, scheme: {} });
  await administrator.add('user/', { ...person, enabled: true, scope: [...scopes, 'g_profile'] });
  await administrator.add('client/', {
    client_id: client.id,
    name: 'Test application',
    enabled: true,
    confidential: true,
    client_secret: client.secret,
    scope: scopes,
    redirect_uri: callbacksOf(appUrl, 'glewlwyd'),
    authorization_type: ['code', 'refresh_token'],
    token_endpoint_auth_method: ['client_secret_basic', 'client_secret_post'],
    post_logout_redirect_uris: [`${appUrl}/`],
    [`${channel}channel_logout_uri`]: `${appUrl}/${channel}channel-logout`,
    [`${channel}channel_logout_session_required`]: '1',
  });
}

function parameters(iss: string): object {
  const pair = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  return {
    iss,
    'jwt-type': 'rsa',
    'jwt-key-size': '256',
    key: pair.privateKey,
    cert: pair.publicKey,
    'jwks-show': true,
    'access-token-duration': 3600,
    'refresh-token-duration': 1_209_600,
    'code-duration': 600,
    'refresh-token-rolling': true,
    'refresh-token-one-use': 'never',
    'allow-non-oidc': true,
    ...flows(),
    scope: [],
    'subject-type': 'public',
    'name-claim': 'mandatory',
    'email-claim': 'mandatory',
    'scope-claim': 'no',
    'additional-parameters': [],
    claims: [],
    'address-claim': { type: 'no' },
    'allowed-scope': ['openid'],
    'pkce-allowed': true,
    'pkce-method-plain-allowed': false,
    'pkce-required': true,
    'introspection-revocation-allowed': true,
    'introspection-revocation-allow-target-client': true,
    'request-parameter-allow': false,
    'session-management-allowed': true,
    'front-channel-logout-allowed': true,
    'back-channel-logout-allowed': true,
    'session-cookie-name': 'GLEWLWYD2_OIDC_SID',
    'session-cookie-expiration': 2_419_200,
    'oauth-as-iss-id': true,
    'oauth-par-allowed': true,
    'oauth-par-duration': 90,
    'oauth-par-request_uri-prefix': 'urn:ietf:params:oauth:request_uri:',
  };
}

/** The code flow and refresh tokens, and no other. */
function flows(): object {
  const on = ['code', 'refresh', 'id-token'];
  const off = ['token', 'none', 'password', 'client', 'device'];
  return Object.fromEntries([...on, ...off].map((name) => [`auth-type-${name}-enabled`, on.includes(name)]));
}
