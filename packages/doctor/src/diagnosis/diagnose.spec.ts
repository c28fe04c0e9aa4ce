import { diagnose } from './diagnose.js';
import type { Facts } from './diagnosis.js';

const facts: Facts = {
  issuer: 'https://example.okta.com/oauth2/default',
  orgUrl: 'https://example.okta.com',
  authServerId: 'default',
  clientId: '0oa1abc',
  redirectUri: 'https://app.example/authorization-code/callback',
  postLogoutRedirectUri: 'https://app.example/',
  scopes: ['openid', 'profile'],
  groupsClaim: 'groups',
};

describe('diagnose', () => {
  it("recognises Okta's text and fills in the values of the installation", () => {
    const description = 'Policy evaluation failed for this request, please check the policy configurations.';
    const diagnosis = diagnose({ where: 'callback', error: 'access_denied', description }, facts);
    expect(diagnosis).toMatchObject({ id: 'policy-missing', known: true, who: 'administrator', paste: [{ value: '0oa1abc' }] });
    expect(diagnosis.api?.path).toBe('/api/v1/authorizationServers/default/policies');
  });

  it('says that an unknown error is unknown', () => {
    const diagnosis = diagnose(
      { where: 'callback', error: 'access_denied', description: 'Login failed.', code: 'authorization_refused' },
      facts,
    );
    expect(diagnosis).toMatchObject({ id: 'unknown', known: false });
  });

  it('falls back to our own code where the provider said nothing', () => {
    expect(diagnose({ where: 'id_token', code: 'id_token_signature' }, facts).id).toBe('id-token-signature');
  });

  it('lets the words of the provider decide over our own code', () => {
    const symptom = { where: 'discovery', error: 'E0000015', status: 401, code: 'discovery_failed' } as const;
    expect(diagnose(symptom, facts).id).toBe('api-access-management-missing');
  });

  it('gives the steps for the kind of server in use', () => {
    const symptom = { where: 'id_token', code: 'groups_missing' } as const;
    expect(diagnose(symptom, facts).steps.join(' ')).toContain('Claims > Add Claim');
    expect(diagnose(symptom, { ...facts, authServerId: 'org' }).steps.join(' ')).toContain('Sign On > OpenID Connect ID Token');
  });

  it.each([
    ['https://example.okta.com/oauth2/default', 'default', 401, 'api-access-management-missing'],
    ['https://example.okta.com/oauth2/aus1', 'aus1', 404, 'server-not-found'],
    ['https://example.okta.com', 'org', 404, 'path-not-found'],
    ['https://dev-123456.okta.com/oauth2/default', 'default', 404, 'developer-org-gone'],
    ['https://example-admin.okta.com', 'org', 401, 'admin-host'],
    ['https://example-admin.okta.com/oauth2/default', 'default', 404, 'admin-host'],
    ['https://example.okta.com', 'org', 500, 'discovery-failed'],
  ])('discovery of %s (%s) that answers %d without a word is %4$s', (issuer, authServerId, status, id) => {
    const here = { ...facts, issuer, authServerId, orgUrl: new URL(issuer).origin };
    expect(diagnose({ where: 'discovery', status, code: 'discovery_failed' }, here).id).toBe(id);
  });

  it.each([
    ['access_denied', 'provider-answer-refused'],
    ['invalid_client', 'client-authentication-failed'],
    ['invalid_scope', 'scope-refused'],
    ['login_required', 'login-required'],
    ['server_error', 'provider-error'],
    ['temporarily_unavailable', 'provider-error'],
    ['unauthorized_client', 'grant-type-not-enabled'],
    ['invalid_grant', 'code-invalid'],
  ])('the error %s alone is %s at the token endpoint of any provider', (error, id) => {
    const elsewhere = { ...facts, issuer: 'https://idp.example', orgUrl: undefined, authServerId: undefined };
    expect(diagnose({ where: 'token', error, code: 'token_refused' }, elsewhere).id).toBe(id);
  });

  it('knows 429 wherever it comes from', () => {
    expect(diagnose({ where: 'userinfo', status: 429, code: 'provider_error' }, facts).id).toBe('provider-rate-limit');
  });
});
