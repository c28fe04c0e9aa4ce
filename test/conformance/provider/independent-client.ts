import * as client from 'openid-client';
import type { Lie } from './lie.js';
import type { Client, Setup } from './setup.js';
import { startProvider, type Provider } from './start-provider.js';

export const redirectUri = 'http://localhost:1/callback';
export const postLogoutRedirectUri = 'http://localhost:1/';

/** A provider, and an independent, certified client that is registered at it: what that accepts is honest. */
export async function startWithClient(
  lie: Lie = {},
  setup: Setup = {},
  auth: (registered: Client) => client.ClientAuth = ({ clientSecret }) => client.ClientSecretBasic(clientSecret),
): Promise<{ readonly provider: Provider; readonly config: client.Configuration }> {
  const registration = { redirectUris: [redirectUri], postLogoutRedirectUris: [postLogoutRedirectUri], ...setup.client };
  const provider = await startProvider(lie, { ...setup, client: registration });
  const { clientId, clientSecret } = provider.client;
  const config = await client.discovery(new URL(provider.issuer), clientId, clientSecret, auth(provider.client), {
    execute: [client.allowInsecureRequests, client.enableNonRepudiationChecks],
  });
  return { provider, config };
}

/** A whole login of that client. */
export async function login(config: client.Configuration, extra: Record<string, string> = {}, options?: client.DPoPOptions) {
  const pkceCodeVerifier = client.randomPKCECodeVerifier();
  const parameters = {
    redirect_uri: redirectUri,
    scope: 'openid profile offline_access',
    code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
    state: 'a-state',
    nonce: 'a-nonce',
    ...extra,
  };
  const usesPar = config.serverMetadata().pushed_authorization_request_endpoint !== undefined;
  const url = usesPar
    ? await client.buildAuthorizationUrlWithPAR(config, parameters, options)
    : client.buildAuthorizationUrl(config, parameters);
  const answer = await fetch(url, { redirect: 'manual' });
  const callback = new URL(answer.headers.get('location') ?? '');
  const tokens = await client.authorizationCodeGrant(
    config,
    callback,
    { pkceCodeVerifier, expectedState: 'a-state', expectedNonce: 'a-nonce' },
    undefined,
    options,
  );
  return { callback, tokens };
}
