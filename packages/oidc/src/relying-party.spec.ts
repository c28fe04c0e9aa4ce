import { inspect } from 'node:util';
import { SignJWT } from 'jose';
import { answering, ForgingProvider } from '../../../test/support/forging-provider.js';
import { partyOf, signInForged } from '../../../test/support/forged-sign-in.js';
import type { RequestRecord } from './relying-party-options.js';

const DISCOVERY = '/.well-known/openid-configuration';
let provider: ForgingProvider;
beforeAll(async () => (provider = await ForgingProvider.start()));
afterAll(() => provider.close());
beforeEach(() => provider.reset());

describe('RelyingParty', () => {
  it('signs a person in with what the ID token and userinfo say', async () => {
    const forgery = { claims: { name: 'From the token' }, tokens: { refresh_token: 'refresh', scope: 'openid' } };
    const notices: string[] = [];
    const signedIn = await signInForged(partyOf(provider, { onNotice: ({ code }) => notices.push(code) }), provider, forgery);
    expect(signedIn.idClaims).toMatchObject({ iss: provider.url, sub: 'person', name: 'From the token' });
    expect(signedIn.userinfo).toEqual({ sub: 'person', name: 'A Person' });
    expect(notices).toEqual([]);
    expect(signedIn.tokens).toMatchObject({ accessToken: 'access', tokenType: 'Bearer', refreshToken: 'refresh', scopes: ['openid'] });
  });

  it('asks for metadata and keys once for many logins', async () => {
    const party = partyOf(provider);
    for (let login = 0; login < 3; login++) await signInForged(party, provider);
    const logins = ['/token', '/keys', '/userinfo', '/token', '/userinfo', '/token', '/userinfo'];
    expect(provider.requests.map(({ path }) => path)).toEqual([DISCOVERY, ...logins]);
  });

  it('lets many sign in at the same time', async () => {
    const party = partyOf(provider);
    const transactions = await Promise.all(Array.from({ length: 20 }, async () => (await party.begin()).transaction));
    const nonces = new Map(transactions.map(({ state, nonce }) => [state, nonce]));
    provider.answers.set('/token', async (request, response) => {
      const nonce = nonces.get(request.form.get('code') ?? '');
      answering(200, { access_token: nonce, token_type: 'Bearer', id_token: await provider.idToken({ nonce }) })(request, response);
    });
    const all = await Promise.all(
      transactions.map((transaction) =>
        party.complete(new URLSearchParams({ code: transaction.state, state: transaction.state }), transaction),
      ),
    );
    expect(all.map(({ tokens }) => tokens.accessToken)).toEqual(transactions.map(({ nonce }) => nonce));
    expect(provider.count('/keys')).toBe(1);
  });

  it('knows its issuer before it asked, and to the letter afterwards', async () => {
    provider.describe({ issuer: `${provider.url}/` });
    const party = partyOf(provider);
    expect(party.issuer).toBe(provider.url);
    expect(await party.metadata()).toMatchObject({ issuer: `${provider.url}/` });
    expect(party.issuer).toBe(`${provider.url}/`);
  });

  it('starts while the provider is down, and works when it is back', async () => {
    let time = Date.now();
    const party = partyOf(provider, {}, { now: () => time });
    provider.answers.set(DISCOVERY, answering(503));
    expect(party.status().state).toBe('unknown');
    await expect(party.begin()).rejects.toMatchObject({ code: 'provider_error', step: 'discovery', status: 502 });
    expect(party.status()).toMatchObject({ state: 'down', error: { code: 'provider_error' } });
    provider.describe();
    time += 2000;
    await expect(signInForged(party, provider)).resolves.toBeDefined();
    expect(party.status()).toMatchObject({ state: 'ready', error: undefined });
  });

  it('notices in its status that the provider went away', async () => {
    const party = partyOf(provider);
    await signInForged(party, provider);
    provider.answers.set('/revoke', (_request, response) => response.destroy());
    provider.answers.set(DISCOVERY, answering(500));
    await expect(party.revoke({ refreshToken: 'token' })).rejects.toMatchObject({ code: 'provider_unreachable' });
    await party.metadata();
    for (let round = 0; party.status().state === 'ready' && round < 100; round++) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(party.status()).toMatchObject({ state: 'stale', error: { code: 'provider_error' } });
  });

  it('does not doubt its metadata because the provider said no', async () => {
    const party = partyOf(provider);
    await party.metadata();
    provider.answers.set('/revoke', answering(400));
    await expect(party.revoke({ refreshToken: 'token' })).rejects.toMatchObject({ code: 'token_refused' });
    await party.metadata();
    await party.revoke({ refreshToken: 'token' }).catch(() => undefined);
    expect(provider.count(DISCOVERY)).toBe(1);
  });

  it('takes access tokens by a key of the provider only, whatever is set for ID tokens', async () => {
    const clientSecret = 'a-client-secret-of-32-characters';
    const party = partyOf(provider, { idTokenAlgorithms: ['HS256'], clientSecret });
    const now = Math.floor(Date.now() / 1000);
    const claims = { iss: provider.url, aud: 'api', sub: 'person', exp: now + 60 };
    await expect(party.verifyAccessToken(await provider.key.sign(claims), { audience: 'api' })).resolves.toMatchObject({ scopes: [] });
    const forged = await new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(Buffer.from(clientSecret));
    await expect(party.verifyAccessToken(forged, { audience: 'api' })).rejects.toMatchObject({ code: 'access_token_invalid' });
  });

  it('reports each request, and how it went', async () => {
    const records: RequestRecord[] = [];
    const party = partyOf(provider, { onRequest: (record) => records.push(record) });
    await signInForged(party, provider);
    expect(records.map(({ step, outcome }) => `${step} ${outcome}`)).toEqual(['discovery ok', 'token ok', 'keys ok', 'userinfo ok']);
    expect(records.every(({ seconds }) => seconds >= 0)).toBe(true);
  });

  it('says one thing once, however often its cause comes back', async () => {
    const notices: string[] = [];
    const party = partyOf(provider, { dpop: true, onNotice: ({ code }) => notices.push(code) });
    await signInForged(party, provider);
    await signInForged(party, provider);
    expect(notices).toEqual(['dpop_ignored']);
  });

  it("keeps every token out of its errors, openid-client's verdict included", async () => {
    const refused = await signInForged(partyOf(provider), provider, {
      claims: { auth_time: -1 },
      tokens: { access_token: 'SECRET-ACCESS', refresh_token: 'SECRET-REFRESH' },
    }).catch((error: unknown) => error);
    expect(refused).toMatchObject({ name: 'OidcError', code: 'id_token_invalid', message: expect.stringContaining('openid-client') });
    expect(refused).toMatchObject({ cause: { message: expect.stringMatching(/^OAUTH_INVALID_RESPONSE: .*auth_time/) } });
    const shown = inspect(refused, { depth: 20, showHidden: true });
    const idToken = (await provider.idToken()).slice(0, 20);
    for (const secret of ['SECRET-', idToken, 'the-code']) expect(shown).not.toContain(secret);
  });
});
