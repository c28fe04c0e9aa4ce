import { ConfigurationError, type SettingProblem } from '../configuration-error.js';
import { authorizationServer, type AuthorizationServerChoice } from './authorization-server.js';

function problemsOf(choice: AuthorizationServerChoice): readonly SettingProblem[] {
  try {
    authorizationServer(choice);
    return [];
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
}

describe('authorizationServer refuses', () => {
  it.each([
    // OKTA_ORG_URL, part of the problem, part of the fix
    ['https://dev-1.okta.com/oauth2/default', 'more than the domain', 'OKTA_ORG_URL=https://dev-1.okta.com and OKTA_AUTH_SERVER=default'],
    ['https://dev-1.okta.com/oauth2/default/v1/authorize', 'more than the domain', 'OKTA_AUTH_SERVER=default'],
    ['https://dev-1.okta.com/oauth2/v1/authorize', 'more than the domain', 'OKTA_AUTH_SERVER=org'],
    [
      'https://dev-1.okta.com/.well-known/openid-configuration',
      'more than the domain',
      'OKTA_ORG_URL=https://dev-1.okta.com and OKTA_AUTH_SERVER=org',
    ],
    ['https://dev-1.okta.com?x', 'more than the domain', 'OKTA_ORG_URL=https://dev-1.okta.com'],
    ['https://dev-1-admin.okta.com', 'Admin Console', 'OKTA_ORG_URL=https://dev-1.okta.com'],
    ['dev-1-admin.okta.com', 'Admin Console', 'OKTA_ORG_URL=https://dev-1.okta.com'],
    ['https://x-admin.oktapreview.com/', 'Admin Console', 'OKTA_ORG_URL=https://x.oktapreview.com'],
    ['https://x-admin.okta-emea.com/admin/dashboard', 'Admin Console', 'OKTA_ORG_URL=https://x.okta-emea.com'],
    ['{yourOktaDomain}', 'placeholder', 'OKTA_ORG_URL=https://'],
    ['https://{yourOktaDomain}', 'placeholder', 'OKTA_ORG_URL=https://'],
    ['https://${yourOktaDomain}/oauth2/default', 'placeholder', 'OKTA_ORG_URL=https://'],
    ['https://<your-okta-domain>', 'placeholder', 'OKTA_ORG_URL=https://'],
    ['https://your-okta-domain.okta.com', 'placeholder', 'OKTA_ORG_URL=https://'],
    ['https://yourOktaDomain', 'placeholder', 'OKTA_ORG_URL=https://'],
    ['https://dev-xxxx.okta.com', 'placeholder', 'OKTA_ORG_URL=https://'],
    ['dev-XXXXXX.okta.com', 'placeholder', 'OKTA_ORG_URL=https://'],
    ['https://dev-######.okta.com', 'placeholder', 'OKTA_ORG_URL=https://'],
    ['https://subdomain.okta.com', 'placeholder', 'OKTA_ORG_URL=https://'],
    ['${CLI_OKTA_ORG_URL}', 'placeholder', 'OKTA_ORG_URL=https://'],
    ['http://dev-1.okta.com', 'http://', 'OKTA_ORG_URL=https://dev-1.okta.com'],
    ['http://localhost.example.com', 'http://', 'https://localhost.example.com'],
    ['http://127.0.0.2', 'http://', 'https://127.0.0.2'],
    ['https://https//', 'scheme twice', 'https:// once'],
    ['https://https://dev-1.okta.com', 'scheme twice', 'https:// once'],
    ['localhost:8081', 'does not begin with https://', 'https://'],
    ['ftp://dev-1.okta.com', 'does not begin with https://', 'https://'],
    ['https:/dev-1.okta.com', 'does not begin with https://', 'https://'],
    ['https://', 'is not a web address', 'https://'],
    ['https://dev-1.okta.com:99999', 'is not a web address', 'https://'],
    ['https://user:secret@dev-1.okta.com', 'user name or password', '@'],
    ['https://dev-1.okta.com//', 'doubled slash', 'single slashes'],
    ['https://dev-1.okta.com\\oauth2', 'backslash', '/'],
    ['https://dev-1 .okta.com', 'space', 'without it'],
    ['https://dev-1.okta.com.', 'dot', 'https://dev-1.okta.com'],
    ['"https://dev-1.okta.com"', 'begins with a quote', 'without quotes'],
    ["'dev-1.okta.com'", 'begins with a quote', 'without quotes'],
    ['https://okta.com', "Okta's own site", 'your organisation'],
    ['developer.okta.com', "Okta's own site", 'your organisation'],
    ['', 'does not begin with https://', 'https://'],
  ])('OKTA_ORG_URL=%s', (orgUrl, problem, fix) => {
    const expected = { setting: 'OKTA_ORG_URL', problem: expect.stringContaining(problem), fix: expect.stringContaining(fix) };
    expect(problemsOf({ okta: { orgUrl } })).toEqual([expect.objectContaining(expected)]);
  });

  it.each([
    ['https://dev-1.okta.com/oauth2/aus1', 'OKTA_AUTH_SERVER=aus1'],
    ['/oauth2/default', 'OKTA_AUTH_SERVER=default'],
    ['api://default', 'default for …/oauth2/default'],
    ['{authorizationServerId}', 'OKTA_AUTH_SERVER=org'],
    ['v1', 'not its id'],
    ['My API server', 'not its id'],
    ['aus1/../org', 'not its id'],
    ['aus1?x', 'not its id'],
    ['añs', 'not its id'],
    ['%61us', 'not its id'],
    ['a'.repeat(101), 'not its id'],
    ['', 'not its id'],
  ])('OKTA_AUTH_SERVER=%s', (authServer, fix) => {
    const expected = { setting: 'OKTA_AUTH_SERVER', fix: expect.stringContaining(fix) };
    expect(problemsOf({ okta: { orgUrl: 'https://dev-1.okta.com', authServer } })).toEqual([expect.objectContaining(expected)]);
  });

  it.each([
    ['https://idp.example/.well-known/openid-configuration', 'discovery document', 'OIDC_ISSUER=https://idp.example'],
    ['https://idp.example/r/.well-known/oauth-authorization-server', 'discovery document', 'OIDC_ISSUER=https://idp.example/r'],
    ['http://idp.example', 'http://', 'OIDC_ISSUER=https://'],
    ['idp.example', 'does not begin with https://', 'OIDC_ISSUER=https://'],
    ['"https://idp.example"', 'begins with a quote', 'OIDC_ISSUER=https://'],
    ['“https://idp.example”', 'begins with a quote', 'OIDC_ISSUER=https://'],
    ['https://idp.example/?tenant=1', '? or #', 'OIDC_DISCOVERY_URL'],
    ['https://idp.example//realms/r', 'doubled slash', 'single slashes'],
    ['https://idp.example/r//', 'doubled slash', 'single slashes'],
    ['https://https//', 'scheme twice', 'https:// once'],
    ['https://{tenant}.idp.example', 'placeholder', 'OIDC_ISSUER=https://'],
    ['https://login.microsoftonline.com/{tenantid}/v2.0', 'placeholder', 'OIDC_ISSUER=https://'],
    ['https://dev-1-admin.okta.com/oauth2/default', 'Admin Console', 'OKTA_ORG_URL=https://dev-1.okta.com'],
    ['https://dev-1.okta.com/oauth2/default/v1', 'more than the domain', 'OKTA_AUTH_SERVER=default'],
  ])('OIDC_ISSUER=%s', (issuer, problem, fix) => {
    const expected = { setting: 'OIDC_ISSUER', problem: expect.stringContaining(problem), fix: expect.stringContaining(fix) };
    expect(problemsOf({ issuer })).toEqual([expect.objectContaining(expected)]);
  });

  it('an issuer that is free text unless discovery has its own address, which must be https', () => {
    expect(problemsOf({ issuer: 'acme', discoveryUrl: 'https://idp.example//x' })).toMatchObject([{ setting: 'OIDC_DISCOVERY_URL' }]);
    expect(problemsOf({ issuer: 'acme', discoveryUrl: 'http://idp.example/x' })).toMatchObject([{ setting: 'OIDC_DISCOVERY_URL' }]);
    expect(problemsOf({ issuer: 'http://idp.example', discoveryUrl: 'https://idp.example/x' })).toMatchObject([{ setting: 'OIDC_ISSUER' }]);
  });

  it('everything that is wrong at once', () => {
    expect(problemsOf({ okta: { orgUrl: 'http://x', authServer: '?' } }).map(({ setting }) => setting)).toEqual([
      'OKTA_ORG_URL',
      'OKTA_AUTH_SERVER',
    ]);
  });
});
