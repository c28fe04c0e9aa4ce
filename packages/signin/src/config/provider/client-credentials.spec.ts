import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SettingRefused } from '../configuration-error.js';
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
