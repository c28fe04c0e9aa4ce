import { overlay } from './setup-values.js';

const files = { OKTA_ORG_URL: 'https://a.okta.com', OIDC_CLIENT_ID: 'a', OIDC_CLIENT_SECRET: 's', PUBLIC_URL: 'https://app.example' };

describe('overlay', () => {
  it('lets what is given win', () => {
    expect(overlay(files, { OIDC_CLIENT_ID: 'b' })).toEqual({ ...files, OIDC_CLIENT_ID: 'b' });
  });

  it('keeps no secret for another provider', () => {
    expect(overlay(files, { OIDC_ISSUER: 'https://idp.example' })).toEqual({
      OIDC_ISSUER: 'https://idp.example',
      PUBLIC_URL: 'https://app.example',
    });
  });

  it('takes an address with a slash for the same provider', () => {
    expect(overlay(files, { OKTA_ORG_URL: 'https://a.okta.com/' }).OIDC_CLIENT_SECRET).toBe('s');
  });
});
