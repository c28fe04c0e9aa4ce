import { ConfigurationError } from '../config/configuration-error.js';
import { loadSettings } from '../config/load-settings.js';
import { oidc, okta, type TextOptions, textsOf } from './sign-in-options.js';

const secret = 'q7W2e9R4t6Y1u8I3o5P0a7S2d9F4g6H1';
const settingsOf = (options: TextOptions, env: Record<string, string> = {}) =>
  loadSettings({ env, files: false, options: textsOf({ sessionSecret: secret, ...options }) });

describe('The options of the module', () => {
  it('say what variables say', () => {
    const provider = okta({
      orgUrl: 'https://acme.okta.com',
      authServer: 'default',
      clientId: 'c',
      clientSecret: 's',
      scopes: ['openid', 'groups'],
      dpop: true,
    });
    const settings = settingsOf({ provider, publicUrl: 'https://shop.example.com', variables: { SESSION_IDLE_TIMEOUT: '5m' } });
    expect(settings.provider).toMatchObject({ clientId: 'c', clientSecret: 's', scopes: ['openid', 'groups'], dpop: true });
    expect(settings.provider.server.issuer).toBe('https://acme.okta.com/oauth2/default');
    expect(settings.publicUrl.href).toBe('https://shop.example.com');
    expect(settings.session.idleTimeout).toBe(300);
  });

  it('win over the environment, and never join half of a provider with half of another', () => {
    const env = {
      OKTA_ORG_URL: 'https://other.okta.com',
      OIDC_CLIENT_ID: 'theirs',
      OIDC_CLIENT_SECRET: 'theirs',
      PUBLIC_URL: 'https://env.example.com',
    };
    expect(settingsOf({}, env).publicUrl.href).toBe('https://env.example.com');
    const provider = oidc({ issuer: 'https://id.example.com', clientId: 'ours', clientAuth: 'none' });
    const settings = settingsOf({ provider, publicUrl: 'https://code.example.com' }, env);
    expect(settings.publicUrl.href).toBe('https://code.example.com');
    expect(settings.provider).toMatchObject({ clientId: 'ours', clientSecret: undefined });
  });

  it('are refused all at once, each by the name that it was written as', () => {
    const wrong = {
      provider: okta({ orgUrl: 'acme', clientId: '${CLIENT_ID}', clientSecret: 's', scopes: ['profile'] }),
      publicUrl: 'shop',
    };
    const refused = ((): ConfigurationError => {
      try {
        settingsOf(wrong);
      } catch (error) {
        if (error instanceof ConfigurationError) return error;
      }
      throw new Error('They were not refused.');
    })();
    const names = refused.problems.map(({ origin }) => origin);
    for (const name of ['provider.orgUrl', 'provider.clientId', 'provider.scopes', 'publicUrl'])
      expect(names).toContain(`${name} in SignInModule.forRoot()`);
  });
});
