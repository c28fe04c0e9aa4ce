import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ProblemList } from '../configuration-error.js';
import { readTexts } from './merge-sources.js';

describe('readTexts', () => {
  let directory = '';
  beforeEach(() => (directory = mkdtempSync(join(tmpdir(), 'sources-'))));
  afterEach(() => rmSync(directory, { recursive: true }));

  function merge(files: Readonly<Record<string, string>>, env: Readonly<Record<string, string>> = {}) {
    for (const [file, text] of Object.entries(files)) writeFileSync(join(directory, file), text);
    const problems = new ProblemList();
    const { texts } = readTexts({ env, directory }, problems);
    return { texts: Object.fromEntries(texts), problems: problems.toError().problems, warnings: problems.warnings };
  }

  it('lets the environment win over .env, and .env over .okta.env', () => {
    const { texts } = merge({ '.okta.env': 'PORT=1\nHOST=okta\nLOG_LEVEL=okta', '.env': 'PORT=2\nHOST=env' }, { PORT: '3' });
    expect(texts).toEqual({ PORT: '3', HOST: 'env', LOG_LEVEL: 'okta' });
  });

  it('takes an empty value as unset, even over a weaker one', () => {
    expect(merge({ '.env': 'PORT=2\nHOST=' }, { PORT: '', LOG_LEVEL: ' ' }).texts).toEqual({});
  });

  it('trims what is no secret and keeps a secret to the letter', () => {
    expect(merge({}, { OIDC_CLIENT_ID: ' id ', OIDC_CLIENT_SECRET: ' s ' }).texts).toEqual({
      OIDC_CLIENT_ID: 'id',
      OIDC_CLIENT_SECRET: ' s ',
    });
  });

  it('reads a secret from the file that NAME_FILE names, without the line break at its end', () => {
    const { texts, problems } = merge({ secret: ' a b \r\n', '.env': 'OIDC_CLIENT_SECRET_FILE=secret' });
    expect({ texts, problems }).toEqual({ texts: { OIDC_CLIENT_SECRET: ' a b ' }, problems: [] });
  });

  it('lets NAME_FILE of a stronger source win over NAME of a weaker one, and the other way round', () => {
    const files = { secret: 'from file', '.env': 'SESSION_SECRET=from env\nDATABASE_URL_FILE=missing' };
    expect(merge(files, { SESSION_SECRET_FILE: join(directory, 'secret'), DATABASE_URL: 'sqlite:x' })).toMatchObject({
      texts: { SESSION_SECRET: 'from file', DATABASE_URL: 'sqlite:x' },
      problems: [],
    });
  });

  it('reports NAME beside NAME_FILE, a file that is missing and one that is empty', () => {
    const { problems } = merge({ empty: '\n' }, { METRICS_TOKEN: 'x', METRICS_TOKEN_FILE: 'empty', DATABASE_URL_FILE: 'missing' });
    expect(problems).toMatchObject([
      { setting: 'METRICS_TOKEN', problem: 'and METRICS_TOKEN_FILE are both set' },
      { setting: 'METRICS_TOKEN_FILE', problem: 'names an empty file' },
      { setting: 'DATABASE_URL_FILE', problem: expect.stringContaining('ENOENT') },
    ]);
  });

  it('reports a .env that cannot be read', () => {
    const problems = new ProblemList();
    writeFileSync(join(directory, 'file'), '');
    readTexts({ env: {}, directory: join(directory, 'file') }, problems);
    expect(problems.toError().problems.map(({ setting }) => setting)).toEqual(['.okta.env', '.env']);
  });

  const oktaFile = 'ORG_URL=https://dev-1.okta.com\nCLIENT_ID=0oa1\nCLIENT_SECRET=hunter2';

  it('sends no credentials of one provider to another that a stronger source names', () => {
    const { texts, warnings } = merge({ '.okta.env': oktaFile }, { OKTA_ORG_URL: 'http://localhost:8081', OKTA_AUTH_SERVER: 'default' });
    expect(texts).toEqual({ OKTA_ORG_URL: 'http://localhost:8081', OKTA_AUTH_SERVER: 'default' });
    expect(warnings.map(({ setting }) => setting)).toEqual(['CLIENT_ID', 'CLIENT_SECRET']);
    expect(JSON.stringify(warnings)).not.toContain('hunter2');
  });

  it('replaces an organisation by an issuer elsewhere, instead of calling it a conflict', () => {
    expect(merge({ '.okta.env': oktaFile }, { OIDC_ISSUER: 'https://idp.example' }).texts).toEqual({ OIDC_ISSUER: 'https://idp.example' });
  });

  it.each(['https://dev-1.okta.com/', 'dev-1.okta.com', 'HTTPS://DEV-1.okta.com'])(
    'keeps the credentials when %s names the same host',
    (orgUrl) => {
      const { texts, warnings } = merge({ '.okta.env': oktaFile, '.env': `OKTA_ORG_URL=${orgUrl}\nOKTA_AUTH_SERVER=default` });
      expect(texts).toEqual({ OKTA_ORG_URL: orgUrl, OKTA_AUTH_SERVER: 'default', OIDC_CLIENT_ID: '0oa1', OIDC_CLIENT_SECRET: 'hunter2' });
      expect(warnings).toEqual([]);
    },
  );

  it('keeps the credentials when the same host is named by its issuer', () => {
    const issuer = 'https://dev-1.okta.com/oauth2/default';
    expect(merge({ '.okta.env': oktaFile, '.env': `OIDC_ISSUER=${issuer}` }).texts).toEqual({
      OIDC_ISSUER: issuer,
      OIDC_CLIENT_ID: '0oa1',
      OIDC_CLIENT_SECRET: 'hunter2',
    });
  });

  it('warns of a secret that is cut at a comment, and not of a comment after a port', () => {
    const { warnings } = merge({ '.env': 'PORT=1 # one\nOIDC_CLIENT_SECRET=abc #def' });
    expect(warnings).toEqual([{ setting: 'OIDC_CLIENT_SECRET', message: expect.stringContaining('line 2 of .env') }]);
  });
});
