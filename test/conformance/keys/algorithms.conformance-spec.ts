import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { outcomeOf } from '../outcome.js';
import type { JwtLie, Lie } from '../provider/lie.js';
import { closeScenarios, startScenario, type ScenarioOptions } from '../scenario.js';

afterEach(closeScenarios);

async function outcome(options: ScenarioOptions): Promise<string> {
  const scenario = await startScenario(options);
  return outcomeOf(scenario, await scenario.signIn());
}

it.each(['RS256', 'PS256', 'ES256', 'ES384', 'EdDSA'] as const)('accepts %s when the provider advertises it', async (signing) => {
  expect(await outcome({ setup: { signing } })).toBe('signs in');
});

it('accepts RS256, and nothing else, from a provider that advertises no list', async () => {
  const lie = { metadata: { id_token_signing_alg_values_supported: undefined } };
  expect(await outcome({ lie })).toBe('signs in');
  expect(await outcome({ lie, setup: { signing: 'ES256' } })).toBe('refuses: id_token_algorithm');
});

it('accepts an algorithm that is not advertised only by a setting', async () => {
  const options: ScenarioOptions = { setup: { signing: 'ES256' }, lie: { metadata: { id_token_signing_alg_values_supported: ['RS256'] } } };
  expect(await outcome(options)).toBe('refuses: id_token_algorithm');
  expect(await outcome({ ...options, env: { OIDC_ID_TOKEN_ALGORITHMS: 'ES256' } })).toBe('signs in');
});

const advertised = { id_token_signing_alg_values_supported: ['none', 'HS256', 'RS256'] };
const never: [string, Lie][] = [
  ['none', { metadata: advertised, idToken: { alg: 'none' } }],
  ['none in other letters', { metadata: advertised, idToken: { alg: 'none', header: { alg: 'nOnE' } } }],
  ['none under the name of RS256', { idToken: { alg: 'none', header: { alg: 'RS256' } } }],
  ['HS256 with the client secret', { metadata: advertised, idToken: { alg: 'HS256' } }],
  ['HS256 with the published key as its secret', { metadata: advertised, idToken: { signature: 'public-key-as-secret' } }],
  [
    'an RSA key under the name of PS256',
    { metadata: { id_token_signing_alg_values_supported: ['RS256', 'PS256'] }, idToken: { header: { alg: 'PS256' } } },
  ],
  ['no algorithm', { idToken: { header: { alg: undefined } } }],
];
it.each(never)('refuses %s, advertised or not', async (_title, lie) => {
  expect(await outcome({ lie })).toMatch(/^refuses: id_token_(algorithm|signature|invalid)$/);
});

describe('HS256 that a setting allows', () => {
  const env = { OIDC_ID_TOKEN_ALGORITHMS: 'HS256' };

  it('takes what was signed with the client secret', async () => {
    expect(await outcome({ env, lie: { idToken: { alg: 'HS256' } } })).toBe('signs in');
  });

  it('takes the published key for no secret', async () => {
    expect(await outcome({ env, lie: { idToken: { signature: 'public-key-as-secret' } } })).toBe('refuses: id_token_signature');
  });

  it('takes no signature by a secret that is too short to be a key', async () => {
    const setup = { client: { clientSecret: 'short' } };
    expect(await outcome({ env, setup, lie: { idToken: { alg: 'HS256' } } })).toBe('refuses: id_token_algorithm');
  });

  it('takes RS256 no more', async () => {
    expect(await outcome({ env })).toBe('refuses: id_token_algorithm');
  });
});

const odd: [string, JwtLie][] = [
  ['a critical extension', { header: { crit: ['x'], x: 1 } }],
  ['an unencoded payload', { header: { b64: false } }],
  ['compression', { header: { zip: 'DEF' } }],
  ['a kid that is a number', { header: { kid: 7 } }],
  ['two parts', { raw: { value: 'e30.e30' } }],
  ['four parts', { raw: { value: 'e30.e30.e30.e30' } }],
  ['no text', { raw: { value: 42 } }],
  ['an object', { raw: { value: { iss: 'x' } } }],
  ['a megabyte', { claims: { filler: 'x'.repeat(600_000) } }],
];
it.each(odd)('refuses an ID token with %s', async (_title, idToken) => {
  expect(await outcome({ lie: { idToken } })).toMatch(/^refuses: id_token_/);
});

it.each([undefined, null, ''])('refuses a response whose ID token is %p', async (value) => {
  expect(await outcome({ lie: { idToken: { raw: { value } } } })).toMatch(/^refuses: id_token_/);
});

describe('an encrypted ID token', () => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const folder = mkdtempSync(join(tmpdir(), 'decryption-key-'));
  const keyFile = join(folder, 'key.pem');
  writeFileSync(keyFile, privateKey.export({ type: 'pkcs8', format: 'pem' }));
  afterAll(() => rmSync(folder, { recursive: true }));
  const encryptTo = { key: publicKey.export({ type: 'spki', format: 'pem' }).toString(), alg: 'RSA-OAEP-256', enc: 'A256CBC-HS512' };
  const env = { OIDC_ID_TOKEN_DECRYPTION_KEY_FILE: keyFile };

  it('is refused with a hint at the encryption while no key is set', async () => {
    const scenario = await startScenario({ lie: { idToken: { encryptTo } } });
    const page = await scenario.signIn();
    expect(await outcomeOf(scenario, page)).toBe('refuses: id_token_encrypted');
    expect(page.text).toMatch(/encrypt/i);
  });

  it('is opened with the key that is set', async () => {
    expect(await outcome({ lie: { idToken: { encryptTo } }, env })).toBe('signs in');
  });

  it('is expected where a key is set, unless the settings say otherwise (Core 1.0, section 3.1.3.7, step 1)', async () => {
    expect(await outcome({ env })).toBe('refuses: id_token_not_encrypted');
    expect(await outcome({ env: { ...env, OIDC_ID_TOKEN_ENCRYPTION: 'optional' } })).toBe('signs in');
  });

  it('must still be signed inside', async () => {
    expect(await outcome({ lie: { idToken: { encryptTo, alg: 'none' } }, env })).toBe('refuses: id_token_algorithm');
    expect(await outcome({ lie: { idToken: { encryptTo, signature: 'tampered' } }, env })).toBe('refuses: id_token_signature');
  });

  it('is refused when it was encrypted for another key', async () => {
    const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ type: 'spki', format: 'pem' }).toString();
    expect(await outcome({ lie: { idToken: { encryptTo: { ...encryptTo, key: other } } }, env })).toBe('refuses: id_token_encrypted');
  });
});
