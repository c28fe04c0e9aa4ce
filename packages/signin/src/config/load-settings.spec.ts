import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { ConfigurationError, formatConfigurationError } from './configuration-error.js';
import { loadManagementToken, loadSettings } from './load-settings.js';
import { variables } from './variables/variables.js';

const strong = 'kZ8vQ2mT5xW9bN3cR7yL1pF6hJ4gD0sA';
const okta = { OKTA_ORG_URL: 'https://dev-1.okta.com', OIDC_CLIENT_ID: '0oa1', OIDC_CLIENT_SECRET: 's1' };
const embedded = { port: 8081, origin: 'http://localhost:8081' };

describe('loadSettings', () => {
  let directory = '';
  beforeEach(() => (directory = mkdtempSync(join(tmpdir(), 'settings-'))));
  afterEach(() => rmSync(directory, { recursive: true }));

  const load = (env: Readonly<Record<string, string>> = {}) => loadSettings({ env, directory });
  function problemsOf(env: Readonly<Record<string, string>>) {
    try {
      load(env);
      return [];
    } catch (error) {
      if (error instanceof ConfigurationError) return error.problems;
      throw error;
    }
  }

  it('needs nothing in development', () => {
    expect(load()).toMatchObject({
      environment: 'development',
      listen: { host: 'localhost', port: 8080 },
      publicUrl: { href: 'http://localhost:8080', path: '' },
      embeddedProvider: embedded,
      provider: {
        server: { kind: 'okta-org', issuer: 'http://localhost:8081' },
        clientId: 'okta-nest-signin-dev',
        clockTolerance: 60,
        pkce: true,
      },
      database: { kind: 'sqlite', file: join(directory, 'data/app.db') },
      sessionStore: { kind: 'database' },
      dataDirectory: join(directory, 'data'),
      warnings: [],
    });
  });

  it('wants ID tokens encrypted, unless it is told otherwise', () => {
    expect(load(okta).provider.idTokenEncryption).toBe('required');
    expect(load({ ...okta, OIDC_ID_TOKEN_ENCRYPTION: 'optional' }).provider.idTokenEncryption).toBe('optional');
  });

  it.each(['0oa...', '0oa…', '...'])('sees that %s is no client id yet', (OIDC_CLIENT_ID) => {
    expect(problemsOf({ ...okta, OIDC_CLIENT_ID })).toMatchObject([{ setting: 'OIDC_CLIENT_ID' }]);
  });

  it.each(['https://<tenant>.eu.auth0.com/', 'https://{yourDomain}.auth0.com/'])(
    'reports one problem where the issuer is %s',
    (OIDC_ISSUER) => {
      expect(problemsOf({ OIDC_ISSUER, OIDC_CLIENT_ID: 'c', OIDC_CLIENT_SECRET: 's' })).toMatchObject([{ setting: 'OIDC_ISSUER' }]);
    },
  );

  it('follows PORT and EMBEDDED_OKTA_PORT in the addresses', () => {
    const settings = load({ PORT: '9090', EMBEDDED_OKTA_PORT: '9091' });
    expect(settings.publicUrl.href).toBe('http://localhost:9090');
    expect(settings.provider.server.issuer).toBe('http://localhost:9091');
    expect(problemsOf({ PORT: '8081' })).toMatchObject([{ setting: 'PORT' }]);
  });

  it.each([
    [{ OKTA_ORG_URL: 'http://localhost:8081', OKTA_AUTH_SERVER: 'default' }, 'http://localhost:8081/oauth2/default'],
    [{ OKTA_ORG_URL: 'http://localhost:8081/', OKTA_AUTH_SERVER: 'custom' }, 'http://localhost:8081/oauth2/custom'],
    [{ OKTA_ORG_URL: 'http://localhost:9999', EMBEDDED_OKTA_PORT: '9999' }, 'http://localhost:9999'],
  ])('starts the embedded provider for %j', (env, issuer) => {
    const settings = load(env);
    expect(settings.embeddedProvider?.origin).toBe(env.OKTA_ORG_URL.replace(/\/$/, ''));
    expect(settings.provider).toMatchObject({ clientId: 'okta-nest-signin-dev', server: { issuer } });
  });

  it.each([
    okta,
    { ...okta, OKTA_ORG_URL: 'http://localhost:8081' },
    { OIDC_ISSUER: 'https://idp.example', OIDC_CLIENT_ID: 'a', OIDC_CLIENT_AUTH: 'none' },
  ])('does not start it for %j', (env) => {
    expect(load(env).embeddedProvider).toBeUndefined();
  });

  it.each([
    [{}, true],
    [{ SIGN_IN_TRACE: 'off' }, false],
    [{ NODE_ENV: 'test' }, false],
    [{ ...okta, NODE_ENV: 'production', SESSION_SECRET: strong, PUBLIC_URL: 'https://app.example' }, false],
    [{ ...okta, NODE_ENV: 'production', SESSION_SECRET: strong, PUBLIC_URL: 'https://app.example', SIGN_IN_TRACE: 'last' }, true],
  ])('keeps the last sign-in in development and where it is asked for: %j', (env, isKept) => {
    expect(load(env).signInTrace).toEqual(isKept ? { file: join(directory, 'data/last-sign-in.json') } : undefined);
  });

  it('never starts it in production', () => {
    const env = { NODE_ENV: 'production', SESSION_SECRET: strong, OKTA_ORG_URL: 'http://localhost:8081' };
    expect(problemsOf(env).map(({ setting }) => setting)).toEqual(['OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET']);
    expect(problemsOf({ ...env, OKTA_ORG_URL: '' })).toMatchObject([{ setting: 'OKTA_ORG_URL', problem: 'is missing' }, {}, {}]);
  });

  it.each([
    [{ OKTA_AUTH_SERVER: 'default' }, ['OKTA_AUTH_SERVER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET']],
    [{ OIDC_CLIENT_ID: '0oa1', OIDC_CLIENT_SECRET: 's1' }, ['OKTA_ORG_URL']],
    [{ ...okta, OIDC_ISSUER: 'https://idp.example' }, ['OKTA_ORG_URL']],
    [{ ...okta, OIDC_DISCOVERY_URL: 'https://idp.example/x' }, ['OIDC_DISCOVERY_URL']],
    [{ OKTA_ORG_URL: okta.OKTA_ORG_URL, OIDC_CLIENT_ID: '0oa1' }, ['OIDC_CLIENT_SECRET']],
    [{ ...okta, OIDC_CLIENT_AUTH: 'private_key_jwt' }, ['OIDC_CLIENT_PRIVATE_KEY_FILE']],
    [{ ...okta, OIDC_CLIENT_PRIVATE_KEY_FILE: 'missing.pem' }, ['OIDC_CLIENT_PRIVATE_KEY_FILE']],
    [{ ...okta, OIDC_CLIENT_SECRET: '', OIDC_CLIENT_AUTH: 'none', OIDC_ID_TOKEN_ALGORITHMS: 'HS256' }, ['OIDC_CLIENT_SECRET']],
    [{ ...okta, OIDC_CLIENT_SECRET: '{clientSecret}' }, ['OIDC_CLIENT_SECRET']],
  ])('reports what is missing or too much in %j', (env, settings) => {
    expect(problemsOf(env).map(({ setting }) => setting)).toEqual(settings);
  });

  it.each([
    ['PowerShell', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('OKTA_ORG_URL=https://dev-1.okta.com\r\n', 'utf16le')])],
    ['a program that writes no mark', Buffer.from('OKTA_ORG_URL=https://dev-1.okta.com\n', 'utf16le')],
    ['one that writes the high byte first', Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from('PORT=1\n', 'utf16le').swap16()])],
  ])('says first of all that .env is in UTF-16, as %s writes it', (_who, bytes) => {
    writeFileSync(join(directory, '.env'), bytes);
    expect(problemsOf({ NODE_ENV: 'production' })[0]).toMatchObject({
      setting: '.env',
      problem: 'is written in UTF-16',
      fix: expect.stringContaining('UTF-8'),
    });
  });

  it('works with an unchanged .okta.env, and names the variable of that file in a problem', () => {
    writeFileSync(
      join(directory, '.okta.env'),
      'export OKTA_OAUTH2_ISSUER="https://dev-1.okta.com/oauth2/default"\nCLIENT_ID=0oa1\nCLIENT_SECRET=s1',
    );
    expect(load().provider).toMatchObject({
      clientId: '0oa1',
      clientSecret: 's1',
      server: { kind: 'okta-custom', orgUrl: 'https://dev-1.okta.com' },
    });
    writeFileSync(join(directory, '.okta.env'), 'ORG_URL=https://{yourOktaDomain}\nCLIENT_ID=0oa1\nCLIENT_SECRET=s1');
    expect(problemsOf({})).toMatchObject([{ setting: 'OKTA_ORG_URL', origin: 'ORG_URL in .okta.env' }]);
    expect(loadSettings({ env: {}, directory, files: false }).embeddedProvider).toEqual(embedded);
  });

  it('lets what is set win over what the recognised provider needs', () => {
    const env = { OIDC_ISSUER: 'https://www.linkedin.com/oauth', OIDC_CLIENT_ID: 'a', OIDC_CLIENT_SECRET: 'b', OIDC_NONCE: 'on' };
    expect(load(env).provider).toMatchObject({ clientAuth: 'client_secret_post', nonce: true, recognised: { id: 'linkedin' } });
  });

  it('never turns off both PKCE and nonce, not for LinkedIn either', () => {
    const linkedin = { OIDC_ISSUER: 'https://www.linkedin.com/oauth', OIDC_CLIENT_ID: 'a', OIDC_CLIENT_SECRET: 'b' };
    expect(load(linkedin).provider).toMatchObject({ nonce: false, pkce: true });
    expect(problemsOf({ ...linkedin, OIDC_PKCE: 'off' })).toMatchObject([{ setting: 'OIDC_PKCE' }]);
  });

  it('freezes everything', () => {
    const settings = load(okta);
    for (const part of [settings, settings.provider, settings.provider.scopes, settings.session.secrets, settings.warnings])
      expect(Object.isFrozen(part)).toBe(true);
  });

  it('reports everything at once for a terminal, with where it stands and what may be the reason', () => {
    writeFileSync(join(directory, '.env'), 'OIDC_CLIENTID=0oa1\nOKTA_ORG_URL=https://dev-1-admin.okta.com');
    const env = {
      NODE_ENV: 'production',
      SESSION_SECRET: 'hunter2',
      DATABASE_URL: 'mysql://root:hunter2@db',
      PORT: 'x',
      PUBLIC_URL: 'http://a.example',
    };
    expect(() => load(env)).toThrow(ConfigurationError);
    try {
      load(env);
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      expect(error).toMatchObject({ code: 'configuration_invalid', exitCode: 78 });
      const text = formatConfigurationError(error);
      expect(text).toMatch(/^7 settings cannot be used:\n/);
      expect(text).toContain('  OKTA_ORG_URL (in .env) is the address of the Admin Console\n    ');
      expect(text).toContain('OIDC_CLIENTID in .env is not a setting and is ignored. Did you mean OIDC_CLIENT_ID?');
      for (const name of ['PORT', 'DATABASE_URL', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET', 'SESSION_SECRET', 'PUBLIC_URL'])
        expect(text).toContain(`  ${name} `);
      expect(text + error.message).not.toContain('hunter2');
    }
  });

  it('never throws anything but its own error, and never shows a secret', () => {
    const secret = 'hunter2';
    const secrets = ['OIDC_CLIENT_SECRET', 'SESSION_SECRET', 'METRICS_TOKEN', 'DATABASE_URL', 'SESSION_STORE_URL', 'OIDC_CLIENT_ID'];
    const hidden = fc.constantFrom(
      secret,
      `${secret}\n`,
      `{${secret}}`,
      `redis://:${secret}@a`,
      `postgres://u:${secret}#@db`,
      `,${secret},`,
      ` ${secret} `,
    );
    const plain = fc.oneof(
      fc.string(),
      fc.constantFrom('', 'production', 'on', 'off', '0', 'https://idp.example', '{x}', '*', 'none', 'default'),
    );
    const names = Object.keys(variables.shape);
    const env = fc
      .dictionary(fc.constantFrom(...names), plain)
      .chain((values) => fc.dictionary(fc.constantFrom(...secrets), hidden).map((more) => ({ ...values, ...more })));
    fc.assert(
      fc.property(env, (input) => {
        try {
          const { warnings } = load(input);
          expect(JSON.stringify(warnings)).not.toContain(secret);
        } catch (error) {
          if (!(error instanceof ConfigurationError)) throw error;
          expect(error.message + formatConfigurationError(error)).not.toContain(secret);
        }
      }),
    );
  });
});

describe('loadManagementToken', () => {
  it.each([
    [{}, undefined],
    [{ OKTA_API_TOKEN: '' }, undefined],
    [{ OKTA_API_TOKEN: '00abc' }, { scheme: 'SSWS', token: '00abc' }],
    [{ OKTA_API_TOKEN: ' SSWS 00abc ' }, { scheme: 'SSWS', token: '00abc' }],
    [
      { OKTA_API_OAUTH_TOKEN: 'eyJ', OKTA_API_TOKEN: '00abc' },
      { scheme: 'Bearer', token: 'eyJ' },
    ],
  ])('reads %j as %j', (env, token) => {
    expect(loadManagementToken({ env, files: false })).toEqual(token);
  });

  it('reads .env, and lets the environment win', () => {
    const directory = mkdtempSync(join(tmpdir(), 'token-'));
    writeFileSync(join(directory, '.env'), 'OKTA_API_TOKEN=00file\n');
    expect(loadManagementToken({ env: {}, directory })).toEqual({ scheme: 'SSWS', token: '00file' });
    expect(loadManagementToken({ env: { OKTA_API_TOKEN: '00env' }, directory })).toEqual({ scheme: 'SSWS', token: '00env' });
    rmSync(directory, { recursive: true });
  });
});
