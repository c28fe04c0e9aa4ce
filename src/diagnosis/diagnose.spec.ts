import { diagnose } from './diagnose.js';
import type { Facts } from './diagnosis.js';

export const facts: Facts = {
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
    const diagnosis = diagnose({ where: 'callback', error: 'access_denied', description: 'Login failed.', code: 'authorization_refused' }, facts);
    expect(diagnosis).toMatchObject({ id: 'unknown', known: false });
  });

  it('falls back to our own code where the provider said nothing', () => {
    expect(diagnose({ where: 'id_token', code: 'id_token_signature' }, facts).id).toBe('id-token-signature');
  });
});
