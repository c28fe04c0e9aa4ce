import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EmbeddedOkta, startEmbeddedOkta } from '@fanlight/dev-okta';
import { setup } from './setup.js';

const secret = 'test-secret-0123456789';
let okta: EmbeddedOkta;
let folder: string;
let said: string;

beforeEach(async () => {
  said = '';
  folder = mkdtempSync(join(tmpdir(), 'setup-'));
  okta = await startEmbeddedOkta({
    port: 0,
    redirectUris: ['https://elsewhere.example/callback'],
    postLogoutRedirectUris: [],
    clientId: 'setup-test',
    clientSecret: secret,
  });
});
afterEach(async () => {
  rmSync(folder, { recursive: true });
  await okta.close();
});

const env = (): string => readFileSync(join(folder, '.env'), 'utf8');

let inHost = false;

async function run(...options: string[]): Promise<number> {
  const status = await setup(options, {
    directory: folder,
    inHost,
    questions: undefined,
    say: (text) => void (said += text),
    readStandardInput: () => Promise.resolve(`${secret}\n`),
  });
  expect(said).not.toContain(secret);
  return status;
}

const given = (): string[] => ['--org-url', okta.origin, '--client-id', 'setup-test', '--client-secret-stdin'];

describe('setup without anybody to ask', () => {
  it('finds the org server, tries the credentials, and writes a private .env', async () => {
    expect(await run(...given(), '--yes')).toBe(0);
    expect(env()).toBe(
      `PUBLIC_URL=http://localhost:8080\nOKTA_ORG_URL=${okta.origin}\nOIDC_CLIENT_ID=setup-test\nOIDC_CLIENT_SECRET=${secret}\nOKTA_AUTH_SERVER=org\n`,
    );
    expect(statSync(join(folder, '.env')).mode & 0o777).toBe(0o600);
    expect(said).toContain('Sign-in redirect URI        http://localhost:8080/authorization-code/callback');
    expect(said).toContain('Sign-out redirect URI       http://localhost:8080/');
  });

  it('takes the port at which the application of somebody else listens', async () => {
    inHost = true;
    expect(await run(...given(), '--yes')).toBe(0);
    expect(env()).toContain('PUBLIC_URL=http://localhost:3000\n');
    writeFileSync(join(folder, '.env'), 'PORT=4000\n');
    expect(await run(...given(), '--yes')).toBe(0);
    expect(env()).toContain('PUBLIC_URL=http://localhost:4000\n');
    inHost = false;
  });

  it('takes the server of an issuer that was pasted for the domain', async () => {
    expect(await run('--org-url', `${okta.origin}/oauth2/default`, '--client-id', 'setup-test', '--client-secret-stdin', '--yes')).toBe(0);
    expect(env()).toContain(`OKTA_ORG_URL=${okta.origin}\n`);
    expect(env()).toContain('OKTA_AUTH_SERVER=default\n');
  });

  it('writes for any other provider', async () => {
    expect(
      await run('--issuer', okta.origin, '--client-id', 'setup-test', '--client-secret-stdin', '--public-url', 'https://app.example/base'),
    ).toBe(0);
    expect(env()).toContain(`OIDC_ISSUER=${okta.origin}\n`);
    expect(env()).not.toContain('OKTA_');
    expect(said).toContain('https://app.example/base/authorization-code/callback');
  });

  it('makes a session secret where people come by https', async () => {
    await run(...given(), '--public-url', 'https://app.example');
    expect(env()).toMatch(/^SESSION_SECRET=[\w-]{43}$/m);
  });

  it.each([
    ['the secret is wrong', { clientSecretValid: false }, 'secret'],
    ['the client ID is unknown', { clientActive: false }, 'client ID'],
    ['nothing answers', { available: false }, 'provider'],
  ])('writes nothing when %s', async (_, switches, about) => {
    Object.assign(okta.switches, switches);
    expect(await run(...given(), '--yes')).toBe(1);
    expect(said).toContain(about);
    expect(existsSync(join(folder, '.env'))).toBe(false);
  });

  it('writes without asking the provider when it is told to', async () => {
    okta.switches.available = false;
    expect(await run(...given(), '--offline')).toBe(0);
    expect(env()).toContain('OKTA_AUTH_SERVER=org');
  });

  it('does not touch a .env that is there without --yes', async () => {
    writeFileSync(join(folder, '.env'), 'LOG_LEVEL=debug\n');
    expect(await run(...given())).toBe(64);
    expect(said).toContain('OIDC_CLIENT_SECRET (added)');
    expect(env()).toBe('LOG_LEVEL=debug\n');
  });

  it('keeps its other lines with --yes, and makes it private', async () => {
    writeFileSync(join(folder, '.env'), '# mine\nLOG_LEVEL=debug\nOIDC_CLIENT_ID=old\n');
    chmodSync(join(folder, '.env'), 0o644);
    expect(await run(...given(), '--yes')).toBe(0);
    expect(env()).toMatch(/^# mine\nLOG_LEVEL=debug\nOIDC_CLIENT_ID=setup-test\n/);
    expect(statSync(join(folder, '.env')).mode & 0o777).toBe(0o600);
  });

  it('imports what the samples and the command line of Okta left', async () => {
    writeFileSync(
      join(folder, '.okta.env'),
      `export OKTA_OAUTH2_ISSUER="${okta.origin}/oauth2/default"\nexport OKTA_OAUTH2_CLIENT_ID="setup-test"\nexport OKTA_OAUTH2_CLIENT_SECRET="${secret}"\n`,
    );
    expect(await run('--yes')).toBe(0);
    expect(said).toContain('Taking over the values of .okta.env');
    expect(env()).toContain('OKTA_AUTH_SERVER=default\n');
    expect(env()).toContain(`OIDC_CLIENT_SECRET=${secret}\n`);
  });

  it('sends the secret of one organisation to no other', async () => {
    writeFileSync(join(folder, '.env'), `OKTA_ORG_URL=https://a.okta.com\nOIDC_CLIENT_ID=setup-test\nOIDC_CLIENT_SECRET=${secret}\n`);
    expect(await run('--org-url', okta.origin, '--yes')).toBe(64);
    expect(said).toContain('Missing: --client-id, --client-secret-file, --client-secret-stdin or --client-key-file.');
  });

  it('names everything that is missing at once', async () => {
    expect(await run('--yes')).toBe(64);
    expect(said).toContain(
      'Missing: --org-url or --issuer, --client-id, --client-secret-file, --client-secret-stdin or --client-key-file.',
    );
  });

  it('reads the secret from a file', async () => {
    writeFileSync(join(folder, 'secret'), `${secret}\r\n`);
    expect(await run('--org-url', okta.origin, '--client-id', 'setup-test', '--client-secret-file', 'secret')).toBe(0);
    expect(env()).toContain(`OIDC_CLIENT_SECRET=${secret}\n`);
  });

  it.each([
    [['--nope']],
    [['--issuer', 'https://a', '--org-url', 'https://b']],
    [['--client-secret-file', 'no such file']],
    [['--org-url', 'https://x-admin.okta.com', '--client-id', 'a', '--client-secret-stdin']],
  ])('refuses %j', async (options) => {
    expect(await run(...options)).toBe(64);
    expect(existsSync(join(folder, '.env'))).toBe(false);
  });

  it('sets up a further connection beside the one that is there, and touches nothing of that', async () => {
    const before = 'OKTA_ORG_URL=https://ours.okta.com\nOIDC_CLIENT_ID=ours\nOIDC_CLIENT_SECRET=ours\nCONNECTIONS=other\n';
    writeFileSync(join(folder, '.env'), before);
    expect(await run(...given(), '--connection', 'acme-eu', '--yes')).toBe(0);
    expect(env()).toBe(
      `${before.replace('other', 'other,acme-eu')}PUBLIC_URL=http://localhost:8080\nCONNECTION_ACME_EU_OKTA_ORG_URL=${okta.origin}\n` +
        `CONNECTION_ACME_EU_OIDC_CLIENT_ID=setup-test\nCONNECTION_ACME_EU_OIDC_CLIENT_SECRET=${secret}\nCONNECTION_ACME_EU_OKTA_AUTH_SERVER=org\n`,
    );
    expect(said).toContain('npm run doctor -- --connection acme-eu');
    expect(await run(...given(), '--connection', 'acme-eu', '--yes')).toBe(0);
    expect(said).toContain('says so already');
    for (const id of ['Acme', 'default', 'a--b']) expect(await run(...given(), '--connection', id)).toBe(64);
  });
});
