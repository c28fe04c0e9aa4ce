import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SettingRefused } from '../configuration-error.js';
import { loadSettings } from '../load-settings.js';
import { readPrivateKeyFile } from './client-credentials.js';

const pem = (key: KeyObject): string => key.export({ type: key.type === 'private' ? 'pkcs8' : 'spki', format: 'pem' }).toString();

describe('readPrivateKeyFile', () => {
  const directory = mkdtempSync(join(tmpdir(), 'keys-'));
  afterAll(() => rmSync(directory, { recursive: true }));

  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const read = (text: string) => {
    writeFileSync(join(directory, 'key'), text);
    return readPrivateKeyFile('key', directory);
  };

  it('reads PEM as it is', () => {
    expect(read(pem(ec.privateKey))).toBe(pem(ec.privateKey));
  });

  it('reads a JWK as it is', () => {
    const jwk = JSON.stringify({ ...ec.privateKey.export({ format: 'jwk' }), kid: 'k1' });
    expect(read(jwk)).toBe(jwk);
  });

  it('refuses what is no private key, without quoting it', () => {
    const encrypted = ec.privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' }).toString();
    const short = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey;
    const texts = [
      '',
      'hunter2',
      '{"hunter2',
      '{}',
      'null',
      '[]',
      pem(ec.publicKey),
      JSON.stringify(ec.publicKey.export({ format: 'jwk' })),
      encrypted,
      pem(short),
    ];
    for (const text of texts) {
      expect(() => read(text)).toThrow(SettingRefused);
      expect(() => read(text)).not.toThrow(/hunter2/);
    }
  });

  it('names the reason when the file cannot be read', () => {
    expect(() => readPrivateKeyFile('missing', directory)).toThrow(/ENOENT/);
    expect(() => readPrivateKeyFile('.', directory)).toThrow(/EISDIR/);
  });
});

describe('loadSettings', () => {
  const okta = { OKTA_ORG_URL: 'https://dev-1.okta.com', OIDC_CLIENT_ID: '0oa1', OIDC_CLIENT_SECRET: 's1' };
  const directory = mkdtempSync(join(tmpdir(), 'settings-'));
  afterAll(() => rmSync(directory, { recursive: true }));
  const load = (env: Readonly<Record<string, string>>) => loadSettings({ env, directory });

  describe('with a private key', () => {
    const guid = '0f8fad5b-d9cb-469f-a165-70867728950e';
    const client = { OIDC_CLIENT_ID: 'c', OIDC_CLIENT_PRIVATE_KEY_FILE: 'key.jwk' };
    beforeEach(() => {
      const jwk = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' });
      writeFileSync(join(directory, 'key.jwk'), JSON.stringify(jwk));
    });

    it.each([
      ['https://k.example/realms/r', 'issuer'],
      [`https://login.microsoftonline.com/${guid}/v2.0`, 'endpoint'],
      ['https://secure.login.gov/', 'endpoint'],
      ['https://dev-1.okta.com/oauth2/default', 'endpoint'],
    ])('has assertions for %s name the %s, unless it is set', (OIDC_ISSUER, audience) => {
      const audienceWith = (more: object) => load({ OIDC_ISSUER, ...client, ...more }).provider.clientAssertionAudience;
      expect(audienceWith({})).toBe(audience);
      expect(audienceWith({ OIDC_CLIENT_ASSERTION_AUDIENCE: 'endpoint' })).toBe('endpoint');
      expect(audienceWith({ OIDC_CLIENT_ASSERTION_AUDIENCE: 'issuer' })).toBe('issuer');
    });

    it('signs requests where that is asked for', () => {
      const settings = { OIDC_ISSUER: 'https://k.example/realms/r', ...client };
      expect(load(settings).provider.requestObject).toBe(false);
      expect(load({ ...settings, OIDC_REQUEST_OBJECT: 'on' }).provider.requestObject).toBe(true);
    });
  });

  it('cannot sign requests without a key', () => {
    expect(() => load({ ...okta, OIDC_REQUEST_OBJECT: 'on' })).toThrow(/OIDC_CLIENT_PRIVATE_KEY_FILE/);
  });
});
