import { parseEnvFile } from './env-file.js';
import { translateOktaNames } from './setting-sources.js';

function translate(text: string, isOktaFile = true): Record<string, string> {
  const named = translateOktaNames(parseEnvFile(text).values, isOktaFile);
  return Object.fromEntries([...named].map(([name, { value }]) => [name, value]));
}

describe('translateOktaNames', () => {
  it("reads the file of Okta's samples", () => {
    expect(translate('ORG_URL=https://dev-1.okta.com/\nCLIENT_ID=0oa1\nCLIENT_SECRET=s#1')).toEqual({
      OKTA_ORG_URL: 'https://dev-1.okta.com/',
      OIDC_CLIENT_ID: '0oa1',
      OIDC_CLIENT_SECRET: 's#1',
    });
  });

  it("reads the file that Okta's CLI writes", () => {
    const file = [
      'export OKTA_OAUTH2_ISSUER="https://dev-1.okta.com/oauth2/default"',
      'export OKTA_OAUTH2_CLIENT_ID="0oa1"',
      'export OKTA_OAUTH2_CLIENT_SECRET="s1"',
    ].join('\n');
    const expected = {
      OKTA_ORG_URL: 'https://dev-1.okta.com',
      OKTA_AUTH_SERVER: 'default',
      OIDC_CLIENT_ID: '0oa1',
      OIDC_CLIENT_SECRET: 's1',
    };
    expect(translate(file)).toEqual(expected);
    expect(translate(file, false)).toEqual(expected);
  });

  it.each([
    ['https://dev-1.okta.com', 'https://dev-1.okta.com', 'org'],
    ['https://dev-1.okta.com/oauth2/aus1/', 'https://dev-1.okta.com', 'aus1'],
    ['https://login.example.com/oauth2/default', 'https://login.example.com', 'default'],
    ['https://dev-1.okta.com/oauth2/default/v1', 'https://dev-1.okta.com/oauth2/default/v1', 'org'],
  ])('splits the issuer %s', (issuer, orgUrl, authServer) => {
    expect(translate(`ISSUER=${issuer}`)).toEqual({ OKTA_ORG_URL: orgUrl, OKTA_AUTH_SERVER: authServer });
  });

  it('keeps both when a sample names organisation and issuer', () => {
    expect(translate('ORG_URL=https://dev-1.okta.com\nISSUER=https://dev-1.okta.com/oauth2/default')).toEqual({
      OKTA_ORG_URL: 'https://dev-1.okta.com',
      OKTA_AUTH_SERVER: 'default',
    });
  });

  it('prefers our own names, and ignores empty values of theirs', () => {
    const file = 'CLIENT_ID=theirs\nOIDC_CLIENT_ID=ours\nOKTA_OAUTH2_CLIENT_SECRET=\nCLIENT_SECRET=s1\nOKTA_OAUTH2_ISSUER=';
    expect(translate(file)).toEqual({ OIDC_CLIENT_ID: 'ours', OIDC_CLIENT_SECRET: 's1' });
  });

  it('leaves the short names alone outside .okta.env', () => {
    expect(translate('CLIENT_ID=x\nISSUER=y', false)).toEqual({ CLIENT_ID: 'x', ISSUER: 'y' });
  });
});
