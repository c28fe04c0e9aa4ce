import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { AccessTokens } from '../../../packages/signin/src/auth/tokens/access-tokens.js';
import { Cookies } from '../../../packages/signin/src/auth/cookies.js';
import { AuthEvents } from '../../../packages/signin/src/auth/auth-events.js';
import { Sessions } from '../../../packages/signin/src/session/sessions.js';
import { requestWithSession } from '../../support/request-with-session.js';
import { outcomeOf } from '../outcome.js';
import { signOut } from '../sign-out.js';
import { closeScenarios, startScenario, type Scenario, type ScenarioOptions } from '../scenario.js';

afterEach(closeScenarios);
const folder = mkdtempSync(join(tmpdir(), 'client-auth-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function signedIn(options: ScenarioOptions): Promise<Scenario> {
  const scenario = await startScenario(options);
  expect(await outcomeOf(scenario, await scenario.signIn())).toBe('signs in');
  return scenario;
}

describe('client_secret_basic', () => {
  it.each([
    ['everything that a form escapes', 'a+b/c%d:e=f &é€', 'app:1 x'],
    ['what a form leaves alone', 'se-cr_et.*~!', 'rp-client_1.test'],
    ['percent escapes as they are', '%41%2B', 'plain'],
  ])('carries a secret with %s', async (_title, clientSecret, clientId) => {
    await signedIn({ setup: { client: { clientId, clientSecret } } });
  });

  it('sends hyphen, underscore, dot and asterisk as they are, for providers that do not decode', async () => {
    const { provider } = await signedIn({ setup: { client: { clientId: 'rp-client_1', clientSecret: 'se-cr_et.*' } } });
    const header = provider.requestsTo('token')[0]?.headers.authorization ?? '';
    expect(Buffer.from(header.replace('Basic ', ''), 'base64').toString()).toBe('rp-client_1:se-cr_et.*');
  });
});

it('sends the secret in the form when client_secret_post is set', async () => {
  const { provider } = await signedIn({
    setup: { client: { auth: 'client_secret_post', clientSecret: 'a+b/c%d:e=f &é' } },
    env: { OIDC_CLIENT_AUTH: 'client_secret_post' },
  });
  expect(provider.requestsTo('token')[0]?.headers.authorization).toBeUndefined();
});

it('sends no trace of a secret when none is set', async () => {
  const { provider } = await signedIn({ setup: { client: { auth: 'none' } }, env: { OIDC_CLIENT_AUTH: 'none', OIDC_CLIENT_SECRET: '' } });
  const [token] = provider.requestsTo('token');
  expect([token?.form.get('client_secret'), token?.headers.authorization]).toEqual([null, undefined]);
});

describe('private_key_jwt', () => {
  const keys: [string, () => { publicKey: KeyObject; privateKey: KeyObject }][] = [
    ['RSA', () => generateKeyPairSync('rsa', { modulusLength: 2048 })],
    ['P-256', () => generateKeyPairSync('ec', { namedCurve: 'P-256' })],
    ['Ed25519', () => generateKeyPairSync('ed25519')],
  ];

  it.each(keys)('proves itself by a %s key, stored as PEM', async (name, generate) => {
    const { publicKey, privateKey } = generate();
    const file = join(folder, `${name}.pem`);
    writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }));
    const { provider } = await signedIn(client(publicKey, { OIDC_CLIENT_PRIVATE_KEY_FILE: file, OIDC_CLIENT_KEY_ID: 'key-7' }));
    expect(decodeProtectedHeader(assertionOf(provider)).kid).toBe('key-7');
  });

  it('names the issuer as audience at every endpoint, where nothing else may be there (FAPI 2.0, section 5.3.2.1)', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const file = join(folder, 'issuer.pem');
    writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }));
    const options = client(publicKey, { OIDC_CLIENT_PRIVATE_KEY_FILE: file });
    await signedIn({ ...options, setup: { ...options.setup, par: 'required', assertionAudience: 'issuer' } });
  });

  it('names the endpoint that is called, where the settings say so', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const file = join(folder, 'endpoint.pem');
    writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }));
    const options = client(publicKey, { OIDC_CLIENT_PRIVATE_KEY_FILE: file, OIDC_CLIENT_ASSERTION_AUDIENCE: 'endpoint' });
    const { provider } = await signedIn({ ...options, setup: { ...options.setup, par: 'required', assertionAudience: 'endpoint' } });
    const named = (['par', 'token'] as const).map(
      (endpoint) => decodeJwt(provider.requestsTo(endpoint)[0]?.form.get('client_assertion') ?? '').aud,
    );
    expect(named).toEqual([`${provider.origin}/par`, `${provider.origin}/token`]);
  });

  it('signs by the algorithm that a JWK names (RFC 7517, section 4.4)', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const file = join(folder, 'ps256.jwk');
    writeFileSync(file, JSON.stringify({ ...privateKey.export({ format: 'jwk' }), alg: 'PS256' }));
    const options = client(publicKey, { OIDC_CLIENT_PRIVATE_KEY_FILE: file });
    await signedIn({ ...options, setup: { client: { ...options.setup?.client, assertionAlgorithm: 'PS256' } } });
  });

  it('takes the key id of a JWK', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const file = join(folder, 'key.jwk');
    writeFileSync(file, JSON.stringify({ ...privateKey.export({ format: 'jwk' }), kid: 'of-the-jwk' }));
    const { provider } = await signedIn(client(publicKey, { OIDC_CLIENT_PRIVATE_KEY_FILE: file }));
    expect(decodeProtectedHeader(assertionOf(provider)).kid).toBe('of-the-jwk');
  });

  function client(publicKey: KeyObject, env: Record<string, string>): ScenarioOptions {
    const registered = { auth: 'private_key_jwt' as const, publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString() };
    return { setup: { client: registered }, env: { OIDC_CLIENT_AUTH: 'private_key_jwt', OIDC_CLIENT_SECRET: '', ...env } };
  }

  function assertionOf(provider: Scenario['provider']): string {
    return provider.requestsTo('token')[0]?.form.get('client_assertion') ?? '';
  }
});

it('explains a wrong secret', async () => {
  const scenario = await startScenario({ env: { OIDC_CLIENT_SECRET: 'another-secret' } });
  const page = await scenario.signIn();
  expect(await outcomeOf(scenario, page)).toBe('refuses: token_refused');
  expect(page.text).toMatch(/secret/i);
});

describe('a sign-in that comes to nothing', () => {
  const json = (status: number, body: object) => ({ status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

  it.each<[string, ScenarioOptions, object]>([
    ['the secret is wrong', { env: { OIDC_CLIENT_SECRET: 'another' } }, { outcome: 'failed', reason: 'client-authentication-failed' }],
    [
      'a pushed request tells so in words of its own',
      {
        setup: { par: 'required' },
        lie: { faults: { par: json(401, { error: 'invalid_request', error_description: 'Authentication failed.' }) } },
      },
      { outcome: 'failed', reason: 'client-authentication-failed' },
    ],
    ['a bare 401 tells so', { lie: { faults: { token: { status: 401 } } } }, { outcome: 'failed', reason: 'client-authentication-failed' }],
    [
      'the realm is switched off, which an administrator mends',
      {
        setup: { par: 'required' },
        lie: { faults: { par: json(403, { error: 'access_denied', error_description: 'Realm not enabled' }) } },
      },
      { outcome: 'failed', reason: 'realm-unavailable' },
    ],
    [
      'the person cancels',
      { lie: { authorizationResponse: { code: undefined, error: 'access_denied' } } },
      { outcome: 'refused', reason: 'provider-answer-refused' },
    ],
  ])('is counted by what it means for everybody else when %s', async (_title, options, counted) => {
    const scenario = await startScenario(options);
    const refusals: unknown[] = [];
    scenario.app.app.get(AuthEvents).on('refused', ({ outcome, reason }) => refusals.push({ outcome, reason }));
    await scenario.signIn();
    expect(refusals).toEqual([counted]);
  });

  it("shows the provider's words about a pushed request, unless a link could have put them there", async () => {
    const fault = json(400, { error: 'invalid_request', error_description: 'Words of the provider.' });
    const { app, browser } = await startScenario({ setup: { par: 'required' }, lie: { faults: { par: fault } } });
    const quoted = '<blockquote><bdi>Words of the provider.';
    expect((await browser.get(`${app.url}/login`)).body).toContain(quoted);
    expect((await browser.get(`${app.url}/login?login_hint=Words`)).body).not.toContain(quoted);
  });
});

describe('pushed authorization requests', () => {
  it.each(['offered', 'required'] as const)('are used when they are %s', async (par) => {
    const { provider } = await signedIn({ setup: { par } });
    expect([...(provider.requestsTo('authorize')[0]?.query.keys() ?? [])].sort()).toEqual(['client_id', 'request_uri']);
  });
});

async function logged({ app }: Scenario, text: string): Promise<void> {
  for (let tries = 0; tries < 100 && !app.log.some((line) => line.includes(text)); tries += 1)
    await new Promise((resolve) => setTimeout(resolve, 20));
}

it('does not count a token as revoked where the provider has no revocation', async () => {
  const scenario = await signedIn({ lie: { metadata: { revocation_endpoint: undefined } }, env: { OIDC_SCOPES: 'openid offline_access' } });
  await signOut(scenario);
  await logged(scenario, '"kind":"revoked"');
  expect(scenario.app.log.find((line) => line.includes('"kind":"revoked"'))).toContain('"reason":"not_offered"');
});

describe('DPoP', () => {
  it.each(['required', 'required-with-nonce'] as const)('binds the tokens when the provider has it %s', async (dpop) => {
    const { provider } = await signedIn({ setup: { dpop }, env: { OIDC_DPOP: 'on' } });
    expect(provider.requestsTo('userinfo').at(-1)?.headers.authorization).toMatch(/^DPoP /);
  });

  it.each(['required', 'required-with-nonce'] as const)('proves the key at the revocation of its tokens when DPoP is %s', async (dpop) => {
    const env = { OIDC_DPOP: 'on', OIDC_SCOPES: 'openid offline_access' };
    const scenario = await signedIn({ setup: { dpop }, env });
    await signOut(scenario);
    await logged(scenario, '"kind":"revoked"');
    expect(scenario.app.log.find((line) => line.includes('"kind":"revoked"'))).toContain('"reason":"done"');
    expect(scenario.provider.requestsTo('revocation').at(-1)?.headers.dpop).toEqual(expect.any(String));
  });

  it('lets the application call other APIs with bound tokens, each with a proof and the nonce of that API', async () => {
    const scenario = await signedIn({ setup: { dpop: 'required-with-nonce' }, env: { OIDC_DPOP: 'on' } });
    const { app, browser, provider } = scenario;
    const cookies = app.app.get(Cookies);
    const [cookie] = cookies.valuesOf(cookies.session, browser.cookies.header(new URL(app.url), undefined, true));
    const request = requestWithSession(await app.app.get(Sessions).read(cookie ?? ''));
    const response = await app.app
      .get(AccessTokens)
      .fetch(request, `${provider.origin}/userinfo?fields=all`, { headers: { accept: 'application/json' } });
    expect(await response.json()).toMatchObject({ name: 'Ada Lovelace' });
    const last = provider.requestsTo('userinfo').at(-1);
    expect([last?.headers.accept, last?.headers.authorization]).toEqual(['application/json', expect.stringMatching(/^DPoP /)]);
  });

  it('uses a fresh key for each login', async () => {
    const scenario = await signedIn({ setup: { dpop: 'required' }, env: { OIDC_DPOP: 'on' } });
    scenario.browser.cookies.clear();
    await scenario.signIn();
    const keys = scenario.provider.requestsTo('token').map(({ headers }) => JSON.stringify(decodeProtectedHeader(headers.dpop ?? '').jwk));
    expect(new Set(keys).size).toBe(2);
  });

  it('is asked for by name when the provider requires it and it is off', async () => {
    const scenario = await startScenario({ setup: { dpop: 'required' } });
    const page = await scenario.signIn();
    expect(await outcomeOf(scenario, page)).toBe('refuses: token_refused');
    expect(page.text).toContain('DPoP');
  });

  it('is asked for by name when the provider binds the token all the same', async () => {
    const scenario = await startScenario({ lie: { tokenResponse: { token_type: 'DPoP' } } });
    const page = await scenario.signIn();
    expect(await scenario.isSignedIn()).toBe(false);
    expect(page.text).toContain('DPoP');
  });
});
