import fc from 'fast-check';
import { ConfigurationError, formatConfigurationError } from '../configuration-error.js';
import { authorizationServer, type AuthorizationServerChoice } from './authorization-server.js';

const okta = (orgUrl: string, authServer?: string): AuthorizationServerChoice => ({ okta: { orgUrl, authServer } });
const oidc = (issuer: string, discoveryUrl?: string): AuthorizationServerChoice => ({ issuer, discoveryUrl });
const wellKnown = '/.well-known/openid-configuration';

describe('authorizationServer', () => {
  it.each([
    // choice, kind, id, issuer
    [okta('https://dev-1.okta.com'), 'okta-org', 'org', 'https://dev-1.okta.com'],
    [okta('https://dev-1.okta.com/'), 'okta-org', 'org', 'https://dev-1.okta.com'],
    [okta('dev-1.okta.com'), 'okta-org', 'org', 'https://dev-1.okta.com'],
    [okta('dev-1.okta.com/', 'default'), 'okta-custom', 'default', 'https://dev-1.okta.com/oauth2/default'],
    [okta('HTTPS://Dev-1.Okta.com', 'org'), 'okta-org', 'org', 'https://dev-1.okta.com'],
    [okta('https://dev-1.okta.com', 'ORG'), 'okta-org', 'org', 'https://dev-1.okta.com'],
    [okta('https://dev-1.okta.com', 'Default'), 'okta-custom', 'default', 'https://dev-1.okta.com/oauth2/default'],
    [okta('https://dev-1.okta.com', 'aus1aB2_c-'), 'okta-custom', 'aus1aB2_c-', 'https://dev-1.okta.com/oauth2/aus1aB2_c-'],
    [okta('https://x.oktapreview.com'), 'okta-org', 'org', 'https://x.oktapreview.com'],
    [okta('https://x.okta-emea.com'), 'okta-org', 'org', 'https://x.okta-emea.com'],
    [okta('https://login.example.com/'), 'okta-org', 'org', 'https://login.example.com'],
    [okta('https://login-admin.example.com'), 'okta-org', 'org', 'https://login-admin.example.com'],
    [okta('https://login.example.com:8443', 'default'), 'okta-custom', 'default', 'https://login.example.com:8443/oauth2/default'],
    [okta('http://localhost:8081', 'custom'), 'okta-custom', 'custom', 'http://localhost:8081/oauth2/custom'],
    [okta('http://127.0.0.1:8081/'), 'okta-org', 'org', 'http://127.0.0.1:8081'],
    [okta('http://[::1]:8081'), 'okta-org', 'org', 'http://[::1]:8081'],
    [oidc('https://dev-1.okta.com'), 'okta-org', 'org', 'https://dev-1.okta.com'],
    [oidc('https://dev-1.okta.com/oauth2/default/'), 'okta-custom', 'default', 'https://dev-1.okta.com/oauth2/default'],
    [oidc('https://accounts.google.com'), 'oidc', 'https://accounts.google.com', 'https://accounts.google.com'],
    [oidc('https://notokta.com/oauth2/default/'), 'oidc', 'https://notokta.com/oauth2/default/', 'https://notokta.com/oauth2/default/'],
  ] as const)('reads %j as %s, %s at %s', (choice, kind, id, issuer) => {
    expect(authorizationServer(choice)).toMatchObject({ kind, id, issuer, discoveryUrl: issuer.replace(/\/$/, '') + wellKnown });
  });

  it.each([
    ['org', 'https://dev-1.okta.com/oauth2/v1'],
    ['default', 'https://dev-1.okta.com/oauth2/default/v1'],
    ['aus123', 'https://dev-1.okta.com/oauth2/aus123/v1'],
  ])("puts every endpoint of Okta's %s server below %s", (authServer, base) => {
    const server = authorizationServer(okta('https://dev-1.okta.com/', authServer));
    expect(server.orgUrl).toBe('https://dev-1.okta.com');
    expect(server.endpoints).toEqual({
      authorization: `${base}/authorize`,
      token: `${base}/token`,
      userinfo: `${base}/userinfo`,
      keys: `${base}/keys`,
      logout: `${base}/logout`,
      introspection: `${base}/introspect`,
      revocation: `${base}/revoke`,
      pushedAuthorization: `${base}/par`,
    });
  });

  it('knows no endpoint of other providers', () => {
    expect(authorizationServer(oidc('https://idp.example/'))).toMatchObject({ orgUrl: undefined, endpoints: undefined });
  });

  it.each([
    ['https://idp.example', 'https://idp.example'],
    ['https://idp.example/', 'https://idp.example'],
    ['HTTPS://Idp.Example/', 'HTTPS://Idp.Example'],
    ['https://FS01.CORP.EXAMPLE/adfs', 'https://FS01.CORP.EXAMPLE/adfs'],
    ['https://idp.example:443/Realms/%41/', 'https://idp.example:443/Realms/%41'],
    ['https://a.example/application/o/app/', 'https://a.example/application/o/app'],
    ['http://localhost:8082/realms/r', 'http://localhost:8082/realms/r'],
  ])('keeps the issuer %s to the letter and looks for discovery below %s', (issuer, base) => {
    expect(authorizationServer(oidc(issuer))).toMatchObject({ issuer, discoveryUrl: base + wellKnown });
  });

  it('takes discovery from where it is said to be, for issuers that are no addresses too', () => {
    const discoveryUrl = 'https://t.b2clogin.com/t.onmicrosoft.com/v2.0/.well-known/openid-configuration?p=b2c_1_signin';
    expect(authorizationServer(oidc('https://t.b2clogin.com/guid/v2.0/', discoveryUrl))).toMatchObject({ discoveryUrl });
    expect(authorizationServer(oidc('acme.example', 'https://fa.example/.well-known/openid-configuration')).issuer).toBe('acme.example');
    expect(authorizationServer(oidc('https://dev-1.okta.com', `https://dev-1.okta.com${wellKnown}?client_id=1`)).discoveryUrl).toMatch(
      /\?client_id=1$/,
    );
  });

  it('never throws anything but its own error, leaks no password, and never doubles a slash', () => {
    const part = fc.constantFrom(
      'https://',
      'http://',
      'HTTPS:',
      '//',
      '/',
      'dev-1.okta.com',
      'idp.example',
      'localhost:8081',
      '/oauth2/default',
    );
    const odd = fc.constantFrom(
      '-admin',
      '{yourOktaDomain}',
      'user:hunter2@',
      '?p=hunter2',
      '#hunter2',
      '/.well-known/x',
      ' ',
      '\\',
      '[',
      ':99999',
      '%',
    );
    const address = fc.oneof(
      fc.array(fc.oneof(part, odd), { maxLength: 6 }).map((parts) => parts.join('')),
      fc.string(),
      fc.webUrl(),
    );
    const choice = fc.oneof(
      fc.record({ okta: fc.record({ orgUrl: address, authServer: fc.option(fc.oneof(fc.string(), address), { nil: undefined }) }) }),
      fc.record({ issuer: address, discoveryUrl: fc.option(address, { nil: undefined }) }),
    );
    fc.assert(
      fc.property(choice, (input) => {
        try {
          const { discoveryUrl, issuer } = authorizationServer(input);
          expect(discoveryUrl.replace(/^https?:\/\//i, '').replace(/\?.*/s, '')).not.toContain('//');
          if ('issuer' in input && !/okta/i.test(input.issuer)) expect(issuer).toBe(input.issuer);
        } catch (error) {
          if (!(error instanceof ConfigurationError)) throw error;
          expect(error.problems.length).toBeGreaterThan(0);
          expect(error.message + formatConfigurationError(error)).not.toContain('hunter2');
        }
      }),
      { numRuns: 3000, examples: [[{ issuer: 'https://idp.example?p=hunter2/.well-known/x', discoveryUrl: undefined }]] },
    );
  });
});
