import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigurationError } from './configuration-error.js';
import { loadSettings } from './load-settings.js';

const production = {
  NODE_ENV: 'production',
  PUBLIC_URL: 'https://shop.example.com',
  OIDC_ISSUER: 'https://id.example.com',
  OIDC_CLIENT_ID: 'c',
  OIDC_CLIENT_SECRET: 's',
  SESSION_SECRET: 'q7W2e9R4t6Y1u8I3o5P0a7S2d9F4g6H1',
};

describe('In the application of somebody else, loadSettings', () => {
  let directory = '';
  beforeEach(() => (directory = mkdtempSync(join(tmpdir(), 'in-a-host-'))));
  afterEach(() => rmSync(directory, { recursive: true }));

  const load = (env: Readonly<Record<string, string>> = {}) => loadSettings({ env, directory, inHost: true });
  function messageOf(env: Readonly<Record<string, string>>): string {
    try {
      load(env);
    } catch (error) {
      if (error instanceof ConfigurationError) return error.message;
    }
    throw new Error('It was not refused.');
  }

  it('expects it where `nest new` lets it listen', () => {
    expect(load().publicUrl.href).toBe('http://localhost:3000');
    expect(load({ PORT: '4000' }).publicUrl.href).toBe('http://localhost:4000');
  });

  it.each([
    ['LOG_LEVEL', 'verbose'],
    ['HOST', 'http://0.0.0.0'],
    ['TRUST_PROXY', 'true'],
    ['METRICS_TOKEN', 'short'],
    ['METRICS_TOKEN_FILE', '/nowhere'],
    ['OTEL_TRACES_EXPORTER', 'console'],
    ['OTEL_METRICS_EXPORTER', 'none'],
  ])('leaves %s to it, with whatever value it has there', (name, value) => {
    expect(load({ [name]: value }).warnings).toEqual([]);
  });

  it('says nothing of lines that its own reader of .env understands, and all that there is of settings', () => {
    writeFileSync(join(directory, '.env'), 'PRIVATE_KEY="-----BEGIN KEY-----\nMIIabc=\n-----END KEY-----"\nOIDC_CLIENT_SECRET=a #b\n');
    const { warnings } = load({ OIDC_ISSUER: 'https://id.example.com', OIDC_CLIENT_ID: 'c' });
    expect(warnings.map(({ setting }) => setting)).toEqual(['OIDC_CLIENT_SECRET']);
  });

  it('knows nothing of the proxies that it trusts, so it says nothing of them', () => {
    expect(load(production).warnings).toEqual([]);
  });

  it.each([
    ['NODE_ENV', 'staging', "SignInModule.forRoot({ variables: { NODE_ENV: 'production' } })"],
    ['DATABASE_URL', 'mysql://root@localhost/shop', "SignInModule.forRoot({ variables: { DATABASE_URL: 'sqlite:data/app.db' } })"],
    ['PORT', '/tmp/socket', "SignInModule.forRoot({ variables: { PORT: '3000' } })"],
  ])('says how to give %s another meaning here than it has there', (name, value, fix) => {
    expect(messageOf({ [name]: value })).toContain(fix);
  });

  it('says in the message itself what to do, since a logger may print no more', () => {
    const message = messageOf({ OIDC_ISSUER: 'https://id.example.com' });
    expect(message).toMatch(/OIDC_CLIENT_ID is missing. Copy the client id from/);
  });

  it('keeps what it makes out of the repository', () => {
    load();
    expect(existsSync(join(directory, 'data/session-secret'))).toBe(true);
    expect(readFileSync(join(directory, 'data/.gitignore'), 'utf8')).toBe('*\n');
  });
});
