import { generateKeyPairSync } from 'node:crypto';
import { decodeProtectedHeader } from 'jose';
import * as client from 'openid-client';
import type { Lie } from './lie.js';
import type { Client, Setup } from './setup.js';
import { startProvider, type Provider } from './start-provider.js';

const redirectUri = 'http://localhost:1/callback';
const postLogoutRedirectUri = 'http://localhost:1/';

let provider: Provider;
afterEach(() => provider.close());

/** An independent, certified client: what it accepts from an honest provider is honest. */
async function honestClient(lie: Lie = {}, setup: Setup = {}, auth?: (registered: Client) => client.ClientAuth) {
  const registration = { redirectUris: [redirectUri], postLogoutRedirectUris: [postLogoutRedirectUri], ...setup.client };
  provider = await startProvider(lie, { ...setup, client: registration });
  const { clientId, clientSecret } = provider.client;
  const config = await client.discovery(
    new URL(provider.issuer),
    clientId,
    clientSecret,
    auth?.(provider.client) ?? client.ClientSecretBasic(clientSecret),
    {
      execute: [client.allowInsecureRequests, client.enableNonRepudiationChecks],
    },
  );
  return config;
}

async function login(config: client.Configuration, extra: Record<string, string> = {}, options?: client.DPoPOptions) {
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

describe('the honest provider', () => {
  it('signs an independent client in, with userinfo, refresh and sign-out', async () => {
    const config = await honestClient({}, { rotateRefreshTokens: true });
    const { tokens } = await login(config);
    const userinfo = await client.fetchUserInfo(config, tokens.access_token, 'person-1');
    expect(userinfo.email).toBe('ada@example.test');
    const refreshed = await client.refreshTokenGrant(config, tokens.refresh_token ?? '');
    expect(refreshed.claims()?.sub).toBe('person-1');
    await expect(client.refreshTokenGrant(config, tokens.refresh_token ?? '')).rejects.toMatchObject({ error: 'invalid_grant' });
    const end = client.buildEndSessionUrl(config, {
      id_token_hint: tokens.id_token ?? '',
      post_logout_redirect_uri: postLogoutRedirectUri,
      state: 's',
    });
    expect((await fetch(end, { redirect: 'manual' })).headers.get('location')).toBe(`${postLogoutRedirectUri}?state=s`);
    expect(provider.sessionsEnded).toEqual([tokens.claims()?.sid]);
  });

  it.each(['RS256', 'PS256', 'ES256', 'ES384', 'EdDSA'] as const)('signs with %s and says so', async (signing) => {
    const { tokens } = await login(await honestClient({}, { signing }));
    expect(decodeProtectedHeader(tokens.id_token ?? '').alg).toBe(signing);
  });

  it('knows a client by its secret in the form, and by nothing', async () => {
    await login(
      await honestClient({}, { client: { auth: 'client_secret_post' } }, ({ clientSecret }) => client.ClientSecretPost(clientSecret)),
    );
    await provider.close();
    await login(await honestClient({}, { client: { auth: 'none' } }, () => client.None()));
  });

  it('knows a client by its private key', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const key = await crypto.subtle.importKey(
      'pkcs8',
      privateKey.export({ type: 'pkcs8', format: 'der' }),
      { name: 'ECDSA', namedCurve: 'P-256' },
      false,
      ['sign'],
    );
    const registered = { auth: 'private_key_jwt' as const, publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString() };
    await login(await honestClient({}, { client: registered }, () => client.PrivateKeyJwt(key)));
  });

  it('refuses another method than the registered one, and a wrong secret', async () => {
    const post = await honestClient({}, {}, ({ clientSecret }) => client.ClientSecretPost(clientSecret));
    await expect(login(post)).rejects.toMatchObject({ status: 401 });
    await provider.close();
    const wrong = await honestClient({}, {}, () => client.ClientSecretBasic('wrong'));
    await expect(login(wrong)).rejects.toMatchObject({ status: 401 });
  });

  it('takes pushed requests only, when it requires them', async () => {
    const config = await honestClient({}, { par: 'required' });
    await login(config);
    expect(provider.requestsTo('authorize')[0]?.query.has('scope')).toBe(false);
    const direct = client.buildAuthorizationUrl(config, { redirect_uri: redirectUri, scope: 'openid', response_type: 'code' });
    expect((await fetch(direct, { redirect: 'manual' })).headers.get('location')).toContain('error=invalid_request');
  });

  it('binds tokens to a DPoP key, and asks for its nonce', async () => {
    const config = await honestClient({}, { dpop: 'required-with-nonce' });
    const DPoP = client.getDPoPHandle(config, await client.randomDPoPKeyPair());
    const { tokens } = await login(config, {}, { DPoP });
    expect(tokens.token_type).toBe('dpop');
    await client.fetchUserInfo(config, tokens.access_token, 'person-1', { DPoP });
    await expect(client.fetchUserInfo(config, tokens.access_token, 'person-1')).rejects.toThrow();
  });

  it('answers by form_post', async () => {
    const config = await honestClient();
    const url = client.buildAuthorizationUrl(config, {
      redirect_uri: redirectUri,
      scope: 'openid',
      response_mode: 'form_post',
      state: '"><x',
    });
    const page = await (await fetch(url)).text();
    expect(page).toContain(`<form method="post" action="${redirectUri}">`);
    expect(page).toContain('name="state" value="&quot;&gt;&lt;x"');
  });

  it('answers by a signed JWT', async () => {
    const config = await honestClient();
    client.useJwtResponseMode(config);
    const { tokens } = await login(config);
    expect(tokens.claims()?.sub).toBe('person-1');
  });

  it('signs userinfo', async () => {
    const config = await honestClient({}, { userinfo: 'jwt' });
    const { tokens } = await login(config);
    expect((await client.fetchUserInfo(config, tokens.access_token, 'person-1')).email).toBe('ada@example.test');
  });

  it.each([
    ['/', '/.well-known/openid-configuration'],
    ['/tenant/', '/tenant/.well-known/openid-configuration'],
  ])('serves discovery for the issuer path %s', async (issuerPath, path) => {
    await login(await honestClient({}, { issuerPath, paths: { authorize: '/authorize?p=policy' } }));
    expect(provider.requestsTo('discovery')[0]?.url).toBe(path);
  });
});

describe('the lying provider', () => {
  const refused: [string, Lie, string][] = [
    ['a wrong issuer', { idToken: { claims: { iss: 'https://evil.test' } } }, 'OAUTH_JWT_CLAIM_COMPARISON_FAILED'],
    ['a missing subject', { idToken: { claims: { sub: undefined } } }, 'OAUTH_INVALID_RESPONSE'],
    ['a tampered signature', { idToken: { signature: 'tampered' } }, 'OAUTH_INVALID_RESPONSE'],
    ['a foreign key', { idToken: { signature: 'foreign-key' } }, 'OAUTH_INVALID_RESPONSE'],
    ['no signature', { idToken: { alg: 'none' } }, 'OAUTH_INVALID_RESPONSE'],
    ['another response issuer', { authorizationResponse: { iss: 'https://evil.test' } }, 'OAUTH_INVALID_RESPONSE'],
    ['no state', { authorizationResponse: { state: undefined } }, 'OAUTH_INVALID_RESPONSE'],
  ];
  it.each(refused)('is caught by an independent client: %s', async (_title, lie, code) => {
    await expect(login(await honestClient(lie))).rejects.toMatchObject({ code });
  });

  it('signs in with the same request once it stops lying', async () => {
    const config = await honestClient({ idToken: { claims: { nonce: 'other' } } });
    await expect(login(config)).rejects.toMatchObject({ code: 'OAUTH_JWT_CLAIM_COMPARISON_FAILED' });
    provider.lie = {};
    await login(config);
  });

  it('rotates its keys, under a new name or the old one', async () => {
    const config = await honestClient();
    const kidOf = async () => decodeProtectedHeader((await login(config)).tokens.id_token ?? '').kid;
    const keys = async () => (await (await fetch(`${provider.origin}/jwks`)).json()) as { keys: { kid: string; n: string }[] };
    const first = await kidOf();
    const before = await keys();
    provider.rotateKeys({ sameKid: true });
    const after = await keys();
    expect(after.keys[0]?.kid).toBe(first);
    expect(after.keys[0]?.n).not.toBe(before.keys[0]?.n);
    provider.rotateKeys({ keepOld: true });
    expect((await keys()).keys).toHaveLength(2);
  });

  it.each(['hang', 'trickle', 'endless'] as const)('does not answer to the end: %s', async (fault) => {
    provider = await startProvider({ faults: { userinfo: fault } });
    const answer = fetch(`${provider.origin}/userinfo`, { signal: AbortSignal.timeout(300) }).then((response) => response.text());
    await expect(answer).rejects.toMatchObject({ name: 'TimeoutError' });
  });

  it.each(['reset', 'cut'] as const)('breaks the connection: %s', async (fault) => {
    provider = await startProvider({ faults: { jwks: fault } });
    await expect(fetch(`${provider.origin}/jwks`).then((response) => response.text())).rejects.toThrow();
  });
});
