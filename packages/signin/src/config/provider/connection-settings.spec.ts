import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { okta, oidc, textsOf } from '../../options/sign-in-options.js';
import { ConfigurationError, formatConfigurationError } from '../configuration-error.js';
import { loadSettings } from '../load-settings.js';
import type { SettingsSource } from '../sources/merge-sources.js';

const own = { OKTA_ORG_URL: 'https://own.okta.com', OIDC_CLIENT_ID: '0oa1', OIDC_CLIENT_SECRET: 's1' };
const acme = {
  CONNECTIONS: 'acme',
  CONNECTION_ACME_OKTA_ORG_URL: 'https://acme.okta.com',
  CONNECTION_ACME_OIDC_CLIENT_ID: '0oa2',
  CONNECTION_ACME_OIDC_CLIENT_SECRET: 's2',
};

describe('Connections in the settings', () => {
  let directory = '';
  beforeEach(() => (directory = mkdtempSync(join(tmpdir(), 'connections-'))));
  afterEach(() => rmSync(directory, { recursive: true }));

  const load = (env: Readonly<Record<string, string>>, more: SettingsSource = {}) => loadSettings({ env, directory, ...more });
  function refusal(env: Readonly<Record<string, string>>, more: SettingsSource = {}): string {
    try {
      load(env, more);
      return 'starts';
    } catch (error) {
      if (error instanceof ConfigurationError) return formatConfigurationError(error);
      throw error;
    }
  }

  it('are the default one alone, where none is named', () => {
    const { connections, provider } = load(own);
    expect(connections).toEqual([expect.objectContaining({ id: 'default', label: 'own.okta.com', domains: [], hidden: false })]);
    expect(connections[0]?.provider).toBe(provider);
  });

  it('take everything that a single provider has, with their own names in front', () => {
    const { connections, provider } = load({
      ...own,
      ...acme,
      CONNECTIONS: 'acme, globex-eu',
      CONNECTION_DEFAULT_LABEL: 'Our own people',
      CONNECTION_ACME_OKTA_AUTH_SERVER: 'default',
      CONNECTION_ACME_OIDC_SCOPES: 'openid groups',
      CONNECTION_ACME_OIDC_DPOP: 'on',
      CONNECTION_ACME_LABEL: 'Acme Inc.',
      CONNECTION_ACME_DOMAINS: 'Acme.com, @bücher.example',
      CONNECTION_ACME_HIDDEN: 'on',
      CONNECTION_ACME_ALLOWED_GROUPS: 'Staff',
      CONNECTION_GLOBEX_EU_OIDC_ISSUER: 'https://accounts.google.com',
      CONNECTION_GLOBEX_EU_OIDC_CLIENT_ID: 'c3',
      CONNECTION_GLOBEX_EU_OIDC_CLIENT_SECRET: 's3',
    });
    expect(connections).toMatchObject([
      { id: 'default', label: 'Our own people' },
      {
        id: 'acme',
        label: 'Acme Inc.',
        domains: ['acme.com', 'xn--bcher-kva.example'],
        hidden: true,
        entry: { groups: ['Staff'] },
        provider: { clientId: '0oa2', clientSecret: 's2', scopes: ['openid', 'groups'], dpop: true },
      },
      { id: 'globex-eu', label: 'globex-eu', hidden: false, entry: { groups: [] }, provider: { recognised: { id: 'google' } } },
    ]);
    expect(connections[1]?.provider.server.issuer).toBe('https://acme.okta.com/oauth2/default');
    expect(provider).toMatchObject({ clientId: '0oa1', dpop: false });
  });

  it('have roles of their own alone: a customer who calls a group Admins makes nobody an administrator', () => {
    const env = { ...own, ...acme, OIDC_SCOPES: 'openid groups', ROLES: 'admin=Admins', ALLOWED_EMAIL_DOMAINS: 'own.example' };
    expect(load(env).connections.map(({ entry }) => [entry.roles.map(({ role }) => role), entry.emailDomains])).toEqual([
      [['admin'], ['own.example']],
      [[], ['own.example']],
    ]);
  });

  it('come from code too, with what the environment says of them, such as a secret in a file', () => {
    writeFileSync(join(directory, 'secret'), 'of-globex\n');
    const { connections } = load(
      { ...own, CONNECTION_GLOBEX_OIDC_CLIENT_SECRET_FILE: 'secret' },
      {
        options: textsOf({
          connections: {
            acme: {
              provider: okta({ orgUrl: 'https://acme.okta.com', clientId: 'c', clientSecret: 's', scopes: ['openid', 'email'] }),
              label: 'Acme',
              domains: ['acme.com', 'acme.de'],
              hidden: true,
              variables: { OIDC_CLOCK_TOLERANCE: '5' },
            },
            globex: { provider: oidc({ issuer: 'https://globex.example', clientId: 'g' }) },
          },
        }),
      },
    );
    expect(connections.slice(1)).toMatchObject([
      {
        id: 'acme',
        label: 'Acme',
        domains: ['acme.com', 'acme.de'],
        hidden: true,
        provider: { clockTolerance: 5, scopes: ['openid', 'email'] },
      },
      { id: 'globex', label: 'globex', provider: { clientSecret: 'of-globex' } },
    ]);
  });

  it.each([
    ['an id with other characters', { CONNECTIONS: 'acme,Globex' }, 'CONNECTIONS holds "Globex", which cannot be the id of a connection'],
    ['an id with an underscore', { CONNECTIONS: 'acme_eu' }, 'CONNECTIONS holds "acme_eu", which cannot be the id'],
    ['an id twice', { CONNECTIONS: 'acme,acme' }, 'CONNECTIONS holds acme twice'],
    ['the default one a second time', { CONNECTIONS: 'default,acme' }, 'CONNECTIONS holds default, which is the provider of the settings'],
    [
      'a variable of a connection that is not named',
      { CONNECTION_GLOBEX_EU_OIDC_CLIENT_ID: 'c' },
      'CONNECTION_GLOBEX_EU_OIDC_CLIENT_ID is of a connection that CONNECTIONS does not name\n    Add its id there: CONNECTIONS=acme,globex-eu',
    ],
    [
      'a provider of the default one under its name',
      { CONNECTION_DEFAULT_OIDC_CLIENT_ID: 'c' },
      'CONNECTION_DEFAULT_OIDC_CLIENT_ID is of the connection that has its settings without a name in front\n    Write OIDC_CLIENT_ID instead.',
    ],
    [
      'one domain of two',
      { CONNECTION_DEFAULT_DOMAINS: 'acme.com', CONNECTION_ACME_DOMAINS: 'acme.de,ACME.com' },
      'CONNECTION_ACME_DOMAINS holds acme.com, which CONNECTION_DEFAULT_DOMAINS holds already',
    ],
    ['something else than domains', { CONNECTION_ACME_DOMAINS: 'acme' }, 'CONNECTION_ACME_DOMAINS holds something other than domains'],
    ['no client id', { CONNECTION_ACME_OIDC_CLIENT_ID: '' }, 'CONNECTION_ACME_OIDC_CLIENT_ID is missing'],
    ['no client secret', { CONNECTION_ACME_OIDC_CLIENT_SECRET: '' }, 'CONNECTION_ACME_OIDC_CLIENT_SECRET is missing'],
    [
      'no provider',
      { CONNECTION_ACME_OKTA_ORG_URL: '' },
      'CONNECTION_ACME_OKTA_ORG_URL is missing\n    Name the provider by CONNECTION_ACME_OKTA_ORG_URL=',
    ],
    [
      'two providers',
      { CONNECTION_ACME_OIDC_ISSUER: 'https://a.example' },
      'CONNECTION_ACME_OKTA_ORG_URL and CONNECTION_ACME_OIDC_ISSUER are both set',
    ],
    [
      'scopes without openid',
      { CONNECTION_ACME_OIDC_SCOPES: 'email' },
      'CONNECTION_ACME_OIDC_SCOPES does not hold openid\n    Add it: CONNECTION_ACME_OIDC_SCOPES=openid profile email',
    ],
    [
      'neither PKCE nor nonce',
      { CONNECTION_ACME_OIDC_PKCE: 'off', CONNECTION_ACME_OIDC_NONCE: 'off' },
      'CONNECTION_ACME_OIDC_PKCE and CONNECTION_ACME_OIDC_NONCE are both off',
    ],
    [
      'a key file that is not there',
      { CONNECTION_ACME_OIDC_CLIENT_PRIVATE_KEY_FILE: 'nowhere.pem' },
      'CONNECTION_ACME_OIDC_CLIENT_PRIVATE_KEY_FILE names a file that cannot be read (ENOENT)',
    ],
  ])('are refused with %s, by the variable', (_what, env, problem) => {
    const text = refusal({ ...own, ...acme, ...env });
    expect(text).toContain(problem);
    expect(text).toMatch(/^One setting/);
  });

  it('are refused with every problem of every connection at once', () => {
    const text = refusal({ ...own, ...acme, CONNECTIONS: 'acme,globex', CONNECTION_ACME_OIDC_CLIENT_ID: '' });
    expect(text.split('\n').filter((line) => /^ {2}\S/.test(line))).toEqual([
      '  CONNECTION_ACME_OIDC_CLIENT_ID is missing',
      '  CONNECTION_GLOBEX_OKTA_ORG_URL is missing',
      '  CONNECTION_GLOBEX_OIDC_CLIENT_ID is missing',
      '  CONNECTION_GLOBEX_OIDC_CLIENT_SECRET is missing',
    ]);
  });

  it('name a misspelt variable, and leave alone what begins like theirs and is another program’s', () => {
    const { warnings } = load({
      ...own,
      ...acme,
      CONNECTION_ACME_OIDC_SCOPE: 'x',
      CONNECTION_STRING: 'Server=db',
      CONNECTION_POOL_SIZE: '5',
    });
    expect(warnings).toEqual([
      {
        setting: 'CONNECTION_ACME_OIDC_SCOPE',
        message: 'is not a setting of a connection and is ignored. Did you mean CONNECTION_ACME_OIDC_SCOPES?',
      },
    ]);
  });

  it('belong to the id of which the rest is a setting, where one id begins as another', () => {
    const other = { OKTA_ORG_URL: 'https://eu.okta.com', OIDC_CLIENT_ID: 'eu', OIDC_CLIENT_SECRET: 's' };
    const eu = Object.fromEntries(Object.entries(other).map(([name, value]) => [`CONNECTION_ACME_EU_${name}`, value]));
    const { connections } = load({ ...own, ...acme, ...eu, CONNECTIONS: 'acme,acme-eu' });
    expect(connections.map(({ id, provider }) => [id, provider.clientId])).toEqual([
      ['default', '0oa1'],
      ['acme', '0oa2'],
      ['acme-eu', 'eu'],
    ]);
  });

  it('never send the client of one host to another, where the environment names another provider than .env', () => {
    writeFileSync(
      join(directory, '.env'),
      Object.entries(acme)
        .map(([name, value]) => `${name}=${value}`)
        .join('\n'),
    );
    const text = refusal({ ...own, CONNECTION_ACME_OKTA_ORG_URL: 'https://other.okta.com' });
    expect(text).toContain('CONNECTION_ACME_OIDC_CLIENT_ID is missing');
  });

  it('warn of a secret that a # cuts in a file', () => {
    writeFileSync(join(directory, '.env'), 'CONNECTION_ACME_OIDC_CLIENT_SECRET=abc #def');
    expect(load({ ...own, ...acme }).warnings).toMatchObject([{ setting: 'CONNECTION_ACME_OIDC_CLIENT_SECRET' }]);
  });
});
