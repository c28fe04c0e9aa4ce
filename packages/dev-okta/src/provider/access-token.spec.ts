import { decodeJwt } from 'jose';
import { fetchUserInfo } from 'openid-client';
import type { EmbeddedOkta } from '../embedded-okta.js';
import { CLIENT_ID, RelyingParty, startOrganisation, post } from '../../test/relying-party.js';

describe('access tokens', () => {
  let okta: EmbeddedOkta;

  beforeAll(async () => {
    okta = await startOrganisation({ switches: { defaultPolicy: true } });
  });
  afterAll(() => okta.close());

  it('are JWTs for the API on a custom server', async () => {
    const { tokens } = await signIn('/oauth2/default');
    expect(decodeJwt(tokens.access_token)).toEqual({
      ver: 1,
      jti: expect.stringMatching(/^AT\./),
      iss: `${okta.origin}/oauth2/default`,
      aud: 'api://default',
      iat: expect.any(Number),
      exp: expect.any(Number),
      cid: CLIENT_ID,
      uid: tokens.claims()?.sub,
      scp: ['openid', 'profile', 'email', 'offline_access', 'orders:read'],
      sub: 'alice@example.com',
    });
  });

  it('are opaque on the org server', async () => {
    const { tokens } = await signIn('');
    expect(tokens.access_token).not.toContain('.');
  });

  it.each(['', '/oauth2/default'])('of %s open userinfo, introspect as active, and die by revocation', async (path) => {
    const { app, tokens } = await signIn(path);
    const { access_token: token } = tokens;
    const base = `${okta.origin}${path === '' ? '/oauth2' : path}/v1`;
    await expect(fetchUserInfo(app.configuration, token, tokens.claims()?.sub ?? '')).resolves.toMatchObject({ name: 'Alice Archer' });
    expect(await post(`${base}/introspect`, { token })).toMatchObject({ status: 200, body: { active: true, client_id: CLIENT_ID } });
    expect(await post(`${base}/revoke`, { token })).toMatchObject({ status: 200 });
    expect(await post(`${base}/introspect`, { token })).toMatchObject({ status: 200, body: { active: false } });
    const refused = await fetch(`${base}/userinfo`, { headers: { authorization: `Bearer ${token}` } });
    expect(refused.status).toBe(401);
    expect(refused.headers.get('www-authenticate')).toContain('error="invalid_token"');
  });

  it('of one server are nothing to another', async () => {
    const { tokens } = await signIn('');
    const answer = await post(`${okta.origin}/oauth2/default/v1/introspect`, { token: tokens.access_token });
    expect(answer.body).toEqual({ active: false });
  });

  it('that this server did not sign are nothing', async () => {
    const { tokens } = await signIn('/oauth2/default');
    const [header, payload] = tokens.access_token.split('.');
    const forged = `${header}.${payload}.${'A'.repeat(342)}`;
    expect((await post(`${okta.origin}/oauth2/default/v1/introspect`, { token: forged })).body).not.toMatchObject({ active: true });
  });

  it('are refused at introspection without the right credentials', async () => {
    const answer = await post(`${okta.origin}/oauth2/v1/introspect`, { token: 'x' }, { authorization: 'Basic eDp5' });
    expect(answer).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
  });

  it('lists at userinfo what the scopes allow', async () => {
    const app = await RelyingParty.discover(okta.origin);
    const tokens = await app.tokens(await app.signIn('bob', { scope: 'openid email' }));
    const sub = tokens.claims()?.sub ?? '';
    expect(await fetchUserInfo(app.configuration, tokens.access_token, sub)).toEqual({
      sub,
      email: 'bob@example.com',
      email_verified: true,
    });
  });

  async function signIn(path: string) {
    const app = await RelyingParty.discover(okta.origin + path);
    const scope = `openid profile email offline_access${path === '' ? '' : ' orders:read'}`;
    return { app, tokens: await app.tokens(await app.signIn('alice', { scope })) };
  }
});
