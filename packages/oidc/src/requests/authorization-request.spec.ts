import { createHash } from 'node:crypto';
import { ForgingProvider } from '../../../../test/support/forging-provider.js';
import { partyOf } from '../../../../test/support/forged-sign-in.js';
import type { RelyingPartyOptions } from '../relying-party-options.js';
import type { AuthorizationRequestExtras } from '../login.js';

let provider: ForgingProvider;
beforeAll(async () => (provider = await ForgingProvider.start()));
afterAll(() => provider.close());
beforeEach(() => provider.reset());

async function begin(options: Partial<RelyingPartyOptions> = {}, extras: AuthorizationRequestExtras = {}) {
  const { transaction, url } = await partyOf(provider, options).begin(extras);
  return { transaction, url, sent: Object.fromEntries(new URL(url).searchParams) };
}

describe('begin', () => {
  it('asks for a code with state, nonce and S256', async () => {
    const { transaction, url, sent } = await begin();
    expect(url.startsWith(`${provider.url}/authorize?`)).toBe(true);
    expect(sent).toEqual({
      client_id: 'app',
      response_type: 'code',
      redirect_uri: 'http://localhost:8080/authorization-code/callback',
      scope: 'openid profile',
      state: transaction.state,
      nonce: transaction.nonce,
      code_challenge: createHash('sha256').update(transaction.codeVerifier).digest('base64url'),
      code_challenge_method: 'S256',
    });
    expect(transaction).toMatchObject({ issuer: provider.url, startedAt: expect.any(Number) });
  });

  it('makes other secrets for each login, long enough for every provider', async () => {
    const [{ transaction: a }, { transaction: b }] = await Promise.all([begin(), begin()]);
    for (const name of ['state', 'nonce', 'codeVerifier'] as const) {
      expect(a[name]).not.toBe(b[name]);
      expect(a[name]).toMatch(/^[\w-]{43}$/);
    }
  });

  it('adds the extra parameters, but replaces nothing that security rests on', async () => {
    const authorizeParams = {
      access_type: 'offline',
      prompt: 'consent',
      state: 'fixed',
      redirect_uri: 'https://evil.example',
      code_challenge_method: 'plain',
      nonce: 'fixed',
    };
    const { sent, transaction } = await begin(
      { authorizeParams },
      { prompt: 'login', loginHint: 'a@b.example', maxAge: 0, acrValues: ['x', 'y'] },
    );
    expect(sent).toMatchObject({
      access_type: 'offline',
      prompt: 'login consent',
      login_hint: 'a@b.example',
      max_age: '0',
      acr_values: 'x y',
      state: transaction.state,
      nonce: transaction.nonce,
      code_challenge_method: 'S256',
      redirect_uri: 'http://localhost:8080/authorization-code/callback',
    });
    expect(transaction).toMatchObject({ maxAge: 0, acrValues: ['x', 'y'] });
  });

  it('lets settings win over what a link says, or the stricter of both', async () => {
    const authorizeParams = { acr_values: 'urn:okta:loa:2fa:any', max_age: '300', login_hint: 'set@b.example' };
    const link = { acrValues: ['urn:okta:loa:1fa:pwd'], maxAge: 99_999_999, loginHint: 'link@b.example' };
    const weaker = await begin({ authorizeParams }, link);
    expect(weaker.sent).toMatchObject(authorizeParams);
    expect(weaker.transaction).toMatchObject({ acrValues: ['urn:okta:loa:2fa:any'], maxAge: 300 });
    const stricter = await begin({ authorizeParams }, { maxAge: 0 });
    expect(stricter.sent).toMatchObject({ acr_values: 'urn:okta:loa:2fa:any', max_age: '0' });
    expect(stricter.transaction).toMatchObject({ acrValues: ['urn:okta:loa:2fa:any'], maxAge: 0 });
  });

  // OpenID Connect Core 1.0, section 3.1.2.1; Initiating User Registration 1.0, section 4: create "be not present with any other values".
  it.each([
    // settings, link, what is sent
    ['login', 'none', 'login'],
    ['login', 'consent', 'login consent'],
    ['login', 'select_account', 'select_account login'],
    ['login', 'create', 'login'],
    ['login', undefined, 'login'],
    ['none', 'login', 'login'],
    ['none', undefined, 'none'],
    [undefined, 'none', 'none'],
    [undefined, 'create', 'create'],
    [undefined, undefined, undefined],
  ])('of the prompt %s of settings and %s of a link sends %s', async (prompt, asked, sent) => {
    provider.describe({ prompt_values_supported: ['none', 'login', 'consent', 'create'] });
    const authorizeParams: Record<string, string> = prompt === undefined ? {} : { prompt };
    expect((await begin({ authorizeParams }, asked === undefined ? {} : { prompt: asked })).sent['prompt']).toBe(sent);
  });

  it.each([undefined, ['none', 'login']])('sends no prompt=create to a provider that says it knows %j', async (prompts) => {
    provider.describe({ prompt_values_supported: prompts });
    expect((await begin({}, { prompt: 'create' })).sent).not.toHaveProperty('prompt');
  });

  it('passes on what else a link says, and lets settings and the protocol win over it', async () => {
    const parameters = { idp: '0oa1', ui_locales: 'de', organization: 'org_2', state: 'chosen', scope: 'openid admin', client_id: 'other' };
    const { sent, transaction } = await begin({ authorizeParams: { organization: 'org_1' } }, { parameters });
    expect(sent).toMatchObject({ idp: '0oa1', ui_locales: 'de', organization: 'org_1' });
    expect(sent).toMatchObject({ state: transaction.state, scope: 'openid profile', client_id: 'app' });
  });

  it('keeps the query that an endpoint has', async () => {
    provider.describe({ authorization_endpoint: `${provider.url}/authorize?p=b2c_1_signin` });
    expect((await begin()).sent).toMatchObject({ p: 'b2c_1_signin', client_id: 'app' });
  });

  it('leaves out what is switched off', async () => {
    const { sent } = await begin({ pkce: false, nonce: false, responseMode: 'form_post' });
    expect(sent).toMatchObject({ response_mode: 'form_post' });
    expect(sent).not.toHaveProperty('nonce');
    expect(sent).not.toHaveProperty('code_challenge');
  });

  it.each([['http://localhost:8080/callback?x=1'], ['http://localhost:8080/callback#x'], ['/callback']])(
    'takes no redirect URI like %s',
    (redirectUri) => {
      expect(() => partyOf(provider, { redirectUri })).toThrow(expect.objectContaining({ code: 'configuration' }) as Error);
    },
  );

  it('talks to no provider over plain http but on this machine', () => {
    expect(() => partyOf(provider, { discoveryUrl: 'http://idp.example/.well-known/openid-configuration' })).toThrow(
      expect.objectContaining({ code: 'configuration' }) as Error,
    );
  });
});
