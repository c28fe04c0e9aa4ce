import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigurationError } from '../../packages/signin/src/config/configuration-error.js';
import { loadSettings } from '../../packages/signin/src/config/load-settings.js';
import type { Settings } from '../../packages/signin/src/config/settings.js';

const root = join(import.meta.dirname, '../..');
const documents = ['README.md', ...readdirSync(join(root, 'docs')).map((name) => `docs/${name}`)].filter((name) => name.endsWith('.md'));

interface SettingBlock {
  readonly document: string;
  /** Which of the document's blocks, from 1. */
  readonly number: number;
  readonly file: '.env' | '.okta.env';
  readonly text: string;
  /** The settings that hold a placeholder, `<client id>`. */
  readonly toFill: readonly string[];
}

/** As a refusal writes the names of .okta.env. */
const translated: Readonly<Record<string, string>> = { CLIENT_ID: 'OIDC_CLIENT_ID', CLIENT_SECRET: 'OIDC_CLIENT_SECRET' };

const blocks = documents.flatMap(settingBlocks);

/** What each block is for, as the settings say it once it is filled in: the server, and the preset that was recognised. */
const meant: Readonly<Record<string, readonly (readonly [label: string, recognised?: string])[]>> = {
  'README.md': [['Okta org authorization server at integrator-1234567.okta.com']],
  'docs/from-okta-samples.md': [
    ['Okta org authorization server at integrator-1234567.okta.com'],
    ['Okta org authorization server at integrator-1234567.okta.com'],
    ['Okta custom authorization server "default" at integrator-1234567.okta.com'],
  ],
  'docs/from-express-openid-connect.md': [
    ['OpenID Connect provider https://login.acme.test/'],
    ['OpenID Connect provider https://login.acme.test/'],
  ],
  'docs/org-or-custom.md': [
    ['Okta org authorization server at integrator-1234567.okta.com'],
    ['Okta custom authorization server "default" at integrator-1234567.okta.com'],
  ],
  'docs/organisations.md': [['Okta org authorization server at integrator-1234567.okta.com']],
  'docs/google.md': [
    ['OpenID Connect provider https://accounts.google.com', 'google'],
    ['OpenID Connect provider https://accounts.google.com', 'google'],
  ],
  'docs/entra.md': [
    ['OpenID Connect provider https://login.microsoftonline.com/0f8fad5b-d9cb-469f-a165-70867728950e/v2.0', 'entra'],
    ['OpenID Connect provider https://login.microsoftonline.com/organizations/v2.0', 'entra-multitenant'],
  ],
  'docs/auth0.md': [['OpenID Connect provider https://acme.eu.auth0.com/', 'auth0'], ['OpenID Connect provider https://login.acme.test/']],
  'docs/keycloak.md': [
    ['OpenID Connect provider https://keycloak.acme.test/realms/staff', 'keycloak'],
    ['OpenID Connect provider http://localhost:8080/realms/staff', 'keycloak'],
  ],
  'docs/cognito.md': [['OpenID Connect provider https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Ab12Cd34E', 'cognito']],
};

/** What a reader puts in place of each placeholder. */
const filledIn: Readonly<Record<string, string>> = {
  'client id': '0oa1b2c3d4e5f6g7h8i9',
  'client secret': 'k3Jd9-sWq0aPz7_mN2xV',
  'tenant id': '0f8fad5b-d9cb-469f-a165-70867728950e',
  'your tenant': 'acme',
  'your domain': 'login.acme.test',
  'keycloak host': 'keycloak.acme.test',
  realm: 'staff',
  'user pool id': 'eu-west-1_Ab12Cd34E',
  'domain prefix': 'acme',
  'openssl rand -base64 32': 'q1bW7uWJt0nqZ9Vw3l0bqv8n5yq2o0h1dGmC6JkE2Xs=',
};

const credentials = 'OIDC_CLIENT_ID=0oa1\nOIDC_CLIENT_SECRET=k3Jd9sWq0aPz7';

/** What a page says of settings that do not do, in the words of the refusal or the warning. */
const said = [
  {
    document: 'docs/entra.md',
    text: `OIDC_ISSUER=https://sts.windows.net/0f8fad5b-d9cb-469f-a165-70867728950e/\n${credentials}`,
    words: "OIDC_ISSUER is an issuer of Entra's version 1",
  },
  {
    document: 'docs/entra.md',
    text: `OIDC_ISSUER=https://login.microsoftonline.com/organizations/v2.0\n${credentials}`,
    words: 'OIDC_TENANTS is missing',
  },
  {
    document: 'docs/from-express-openid-connect.md',
    text: 'ISSUER_BASE_URL=https://acme.eu.auth0.com\nBASE_URL=http://localhost:3000\nCLIENT_ID=0oa1\nSECRET=k3Jd9sWq0aPz7',
    words: 'CLIENT_ID in .env is not a setting and is ignored',
  },
];

describe('The settings in README.md and docs', () => {
  it('stand in the documents that this table knows', () => {
    const found = Object.groupBy(blocks, ({ document }) => document);
    expect(Object.fromEntries(Object.entries(found).map(([document, of]) => [document, of?.length]))).toEqual(
      Object.fromEntries(Object.entries(meant).map(([document, of]) => [document, of.length])),
    );
  });

  it.each(blocks)('$document, block $number: filled in, they name the provider that is meant, without a warning', (block) => {
    const { provider, warnings } = load(block, filled(block.text));
    const [label, recognised] = meant[block.document]?.[block.number - 1] ?? [];
    expect({ label: provider.server.label, recognised: provider.recognised?.id, warnings }).toEqual({ label, recognised, warnings: [] });
  });

  it.each(blocks)('$document, block $number: copied as they stand, they are refused by the names of what is to be filled in', (block) => {
    expect(block.toFill).not.toEqual([]);
    // A placeholder of another form might be taken for the value.
    expect(block.text).not.toMatch(/=.*(\.{3}|…|x{4}|\{)/i);
    const refused = problemsOf(block).map(({ setting }) => setting);
    // What follows from an unfilled address may be named besides.
    expect(refused).toEqual(expect.arrayContaining([...block.toFill]));
  });

  it.each(said)('$document says what is said here: $words', ({ document, text, words }) => {
    const block = { document, number: 0, file: '.env', text, toFill: [] } as const;
    expect(messagesOf(block)).toContain(words);
    expect(read(document).replace(/[`"]/g, '')).toContain(words);
  });

  it.each(documents)('%s names no setting that does not exist', (document) => {
    const known = new Set(readFileSync(join(root, '.env.example'), 'utf8').match(/(?<=^# ?|^)[A-Z][A-Z0-9_]+(?==)/gm));
    const theirs = new Set(['OKTA_OAUTH2_ISSUER', 'OKTA_OAUTH2_CLIENT_ID', 'OKTA_OAUTH2_CLIENT_SECRET']);
    const named = read(document).match(/\b(?:OIDC|OKTA|SESSION|EMBEDDED|API|OTEL)_[A-Z0-9_]*[A-Z0-9]\b(?!\*|_)/g) ?? [];
    expect(known.size).toBeGreaterThan(40);
    expect([...new Set(named)].filter((name) => !known.has(name.replace(/_FILE$/, '')) && !known.has(name) && !theirs.has(name))).toEqual(
      [],
    );
  });

  it.each(documents)('%s has no link to a file or a heading that does not exist', (document) => {
    const here = document.startsWith('docs/') ? 'docs' : '.';
    const links = [...read(document).matchAll(/\]\((?!https?:|mailto:)([^)#\s]*)(?:#([^)\s]+))?\)/g)];
    const broken = links.filter(([, path = '', heading]) => !leadsSomewhere(path === '' ? document : join(here, path), heading));
    expect(broken.map(([link]) => link)).toEqual([]);
  });
});

function read(document: string): string {
  return readFileSync(join(root, document), 'utf8');
}

/** Blocks of sh or ini with a line NAME=value. A first line `# .okta.env` says which file it is, which is otherwise `.env`. */
function settingBlocks(document: string): SettingBlock[] {
  const fenced = [...read(document).matchAll(/^( *)```(?:sh|ini)\n(.*?)^\1```$/gms)];
  const texts = fenced.map(([, indent = '', text = '']) => text.replace(new RegExp(`^${indent}`, 'gm'), ''));
  return texts
    .filter((text) => /^[A-Z][A-Z0-9_]*=/m.test(text))
    .map((text, index) => ({
      document,
      number: index + 1,
      file: text.startsWith('# .okta.env\n') ? '.okta.env' : '.env',
      text,
      toFill: [...text.matchAll(/^([A-Z0-9_]+)=.*<[^>]+>/gm)].map(([, name = '']) => translated[name] ?? name),
    }));
}

function filled(text: string): string {
  return text.replace(/(?<==.*)<([^>]+)>/g, (placeholder, what: string) => filledIn[what] ?? placeholder);
}

function load({ file }: SettingBlock, text: string): Settings {
  const directory = mkdtempSync(join(tmpdir(), 'docs-settings-'));
  try {
    writeFileSync(join(directory, file), text);
    return loadSettings({ env: {}, directory });
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function problemsOf(block: SettingBlock): ConfigurationError['problems'] {
  try {
    load(block, block.text);
    return [];
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
}

/** The refusals, or the warnings where there are none. */
function messagesOf(block: SettingBlock): string {
  const problems = problemsOf(block).map(({ setting, problem }) => `${setting} ${problem}`);
  if (problems.length > 0) return problems.join('\n');
  return load(block, block.text)
    .warnings.map(({ setting, message }) => `${setting} ${message}`)
    .join('\n');
}

function leadsSomewhere(path: string, heading: string | undefined): boolean {
  if (!existsSync(join(root, path))) return false;
  if (heading === undefined) return true;
  const text = read(path);
  const slugs = [...text.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) => slugOf(title));
  return slugs.includes(heading) || text.includes(`<a id="${heading}">`);
}

/** As GitHub makes the address of a heading. */
function slugOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s/g, '-');
}
