import { generateKeyPairSync } from 'node:crypto';
import { decodeProtectedHeader } from 'jose';
import * as client from 'openid-client';
import { login, postLogoutRedirectUri, redirectUri, startWithClient } from './independent-client.js';
import type { Provider } from './start-provider.js';

let provider: Provider;
afterEach(() => provider.close());

async function honestClient(...options: Parameters<typeof startWithClient>): Promise<client.Configuration> {
  const started = await startWithClient(...options);
  provider = started.provider;
  return started.config;
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
