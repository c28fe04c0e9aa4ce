import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeProtectedHeader } from 'jose';
import { outcomeOf } from '../outcome.js';
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

describe('pushed authorization requests', () => {
  it.each(['offered', 'required'] as const)('are used when they are %s', async (par) => {
    const { provider } = await signedIn({ setup: { par } });
    expect([...(provider.requestsTo('authorize')[0]?.query.keys() ?? [])].sort()).toEqual(['client_id', 'request_uri']);
  });
});

describe('DPoP', () => {
  it.each(['required', 'required-with-nonce'] as const)('binds the tokens when the provider has it %s', async (dpop) => {
    const { provider } = await signedIn({ setup: { dpop }, env: { OIDC_DPOP: 'on' } });
    expect(provider.requestsTo('userinfo').at(-1)?.headers.authorization).toMatch(/^DPoP /);
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
