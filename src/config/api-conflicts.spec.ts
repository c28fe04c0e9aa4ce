import { ConfigurationError } from './configuration-error.js';
import { loadSettings } from './load-settings.js';

const okta = { OKTA_ORG_URL: 'https://dev-1.okta.com', OIDC_CLIENT_ID: 'a', OIDC_CLIENT_SECRET: 'b', API_AUDIENCE: 'api://default' };
const load = (env: Record<string, string | undefined>): unknown => loadSettings({ env: { NODE_ENV: 'test', ...env }, files: false }).api;

describe('API_AUDIENCE', () => {
  it("is refused with Okta's org server, whose tokens only Okta may judge", () => {
    expect(() => load(okta)).toThrow(ConfigurationError);
    expect(() => load(okta)).toThrow(/API_AUDIENCE.*org server/s);
  });

  it.each([{ OKTA_AUTH_SERVER: 'default' }, { API_TOKENS: 'introspection' }])('goes with %j', (more) => {
    expect(load({ ...okta, ...more })).toMatchObject({ audience: 'api://default' });
  });

  it('warns of the client id, which ID tokens have as audience too', () => {
    const warnings = (audience: string) =>
      loadSettings({
        env: { NODE_ENV: 'test', ...okta, OKTA_AUTH_SERVER: 'default', API_AUDIENCE: audience },
        files: false,
      }).warnings.filter(({ setting }) => setting === 'API_AUDIENCE');
    expect(warnings('api://default')).toEqual([]);
    expect(warnings('a')).toEqual([{ setting: 'API_AUDIENCE', message: expect.stringMatching(/is the client id.*at\+jwt/) as unknown }]);
  });
});
