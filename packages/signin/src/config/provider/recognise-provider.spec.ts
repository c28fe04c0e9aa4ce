import { ProblemList } from '../configuration-error.js';
import { readVariables, variables } from '../variables/variables.js';
import { checkPreset, presets, recogniseProvider, withPreset } from './recognise-provider.js';

const guid = '0f8fad5b-d9cb-469f-a165-70867728950e';

function textsFor(issuer: string, explicit: Readonly<Record<string, string>> = {}): Record<string, string> {
  const texts = withPreset(new Map(Object.entries({ OIDC_ISSUER: issuer, ...explicit })), recogniseProvider(issuer));
  texts.delete('OIDC_ISSUER');
  return Object.fromEntries(texts);
}

describe('recogniseProvider', () => {
  it.each([
    ['https://accounts.google.com', 'google'],
    ['https://appleid.apple.com', 'apple'],
    ['https://www.linkedin.com/oauth', 'linkedin'],
    ['https://access.line.me', 'line'],
    ['https://slack.com', 'slack'],
    ['https://gitlab.com', 'gitlab'],
    ['https://orcid.org', 'orcid'],
    ['https://secure.login.gov/', 'login.gov'],
    ['https://login.microsoftonline.com/common/v2.0', 'entra-multitenant'],
    ['https://login.microsoftonline.com/organizations/v2.0', 'entra-multitenant'],
    ['https://login.microsoftonline.com/organizations/', 'entra-multitenant-without-version'],
    ['https://login.microsoftonline.com/common', 'entra-multitenant-without-version'],
    ['https://login.microsoftonline.com/consumers/v2.0', 'entra-personal'],
    [`https://login.microsoftonline.com/${guid}/v2.0`, 'entra'],
    [`https://login.microsoftonline.com/${guid}`, 'entra-v1'],
    [`https://sts.windows.net/${guid}/`, 'entra-v1'],
    [`https://t.b2clogin.com/${guid}/v2.0/`, 'azure-b2c'],
    ['https://FS01.CORP.EXAMPLE/adfs', 'adfs'],
    ['https://t.eu.auth0.com/', 'auth0'],
    ['https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_POOL', 'cognito'],
    ['https://k.example/auth/realms/r', 'keycloak'],
    ['https://a.example/application/o/app/', 'authentik'],
    ['https://i.zitadel.cloud', 'zitadel'],
    [`https://auth.pingone.eu/${guid}/as`, 'pingone'],
    ['https://pf.example:9031', 'pingfederate'],
    ['https://s.onelogin.com/oidc/2', 'onelogin'],
    ['https://login.salesforce.com', 'salesforce'],
    ['https://acme.my.salesforce.com', 'salesforce'],
    ['https://acme.fusionauth.io', 'fusionauth'],
    ['https://idp.example', undefined],
    ['https://accounts.google.com.evil.example', undefined],
    ['https://evil.example/?https://accounts.google.com', undefined],
    [undefined, undefined],
  ])('recognises %s as %s', (issuer, id) => {
    expect(recogniseProvider(issuer)?.id).toBe(id);
  });

  it('has presets with unique ids, notes or a refusal, and defaults that are accepted as they stand', () => {
    expect(new Set(presets.map(({ id }) => id)).size).toBe(presets.length);
    for (const { id, notes, refusal, defaults = {}, required = {} } of presets) {
      expect({ id, says: notes.length > 0 || refusal !== undefined }).toEqual({ id, says: true });
      const problems = new ProblemList();
      readVariables(new Map(Object.entries(defaults).map(([name, text]) => [name, text.replace('{host}', 'idp.example')])), problems);
      expect({ id, problems: problems.toError().problems }).toEqual({ id, problems: [] });
      for (const name of Object.keys({ ...defaults, ...required })) expect(Object.keys(variables.shape)).toContain(name);
    }
  });
});

describe('withPreset', () => {
  it('lays the defaults of the provider below what is set explicitly', () => {
    expect(textsFor('https://www.linkedin.com/oauth', { OIDC_PKCE: 'on' })).toEqual({
      OIDC_CLIENT_AUTH: 'client_secret_post',
      OIDC_NONCE: 'off',
      OIDC_PKCE: 'on',
    });
    expect(textsFor('https://idp.example', { OIDC_PKCE: 'on' })).toEqual({ OIDC_PKCE: 'on' });
  });

  it("puts the issuer's host into the sign-out address", () => {
    expect(textsFor('https://t.eu.auth0.com/')['OIDC_END_SESSION_URL']).toBe('https://t.eu.auth0.com/v2/logout');
    expect(textsFor('https://pf.example:9031')['OIDC_END_SESSION_URL']).toBe('https://pf.example:9031/idp/startSLO.ping');
  });

  it('drops the parameter names that belong to a sign-out address which was replaced, and keeps those for one that it cannot know', () => {
    const url = 'https://idp.example/logout';
    expect(textsFor('https://t.eu.auth0.com/', { OIDC_END_SESSION_URL: url })).toEqual({ OIDC_END_SESSION_URL: url });
    expect(textsFor('https://cognito-idp.eu-west-1.amazonaws.com/p', { OIDC_END_SESSION_URL: url })).toMatchObject({
      OIDC_END_SESSION_RETURN_PARAM: 'logout_uri',
      OIDC_END_SESSION_CLIENT_ID_PARAM: 'client_id',
    });
  });

  it('leaves the way to authenticate open when a private key is set', () => {
    expect(textsFor('https://host.example/adfs', { OIDC_CLIENT_PRIVATE_KEY_FILE: 'key.pem' })['OIDC_CLIENT_AUTH']).toBeUndefined();
  });
});

describe('checkPreset', () => {
  function problemsFor(texts: Readonly<Record<string, string>>) {
    const problems = new ProblemList();
    checkPreset(new Map(Object.entries(texts)), recogniseProvider(texts['OIDC_ISSUER']), problems);
    return problems.toError().problems;
  }

  it.each([
    [`https://sts.windows.net/${guid}/`, 'https://login.microsoftonline.com/<tenant id>/v2.0'],
    ['https://login.microsoftonline.com/consumers/v2.0', '9188040d-6c67-4c5b-b112-36a304b66dad/v2.0'],
  ])('refuses %s and points to the issuer to use', (issuer, fix) => {
    expect(problemsFor({ OIDC_ISSUER: issuer })).toMatchObject([{ setting: 'OIDC_ISSUER', fix: expect.stringContaining(fix) }]);
  });

  it('asks which tenants may sign in where the issuer stands for all of them', () => {
    const issuer = 'https://login.microsoftonline.com/common/v2.0';
    expect(problemsFor({ OIDC_ISSUER: issuer })).toMatchObject([{ setting: 'OIDC_TENANTS' }]);
    expect(problemsFor({ OIDC_ISSUER: issuer, OIDC_TENANTS: '*' })).toEqual([]);
  });
});
