import { CommandLineError, help, readCommandLine } from './command-line.js';

describe('the command line of npm run okta', () => {
  it('registers the development client at the application on port 8080', () => {
    expect(readCommandLine([], {})).toEqual({
      port: 8081,
      clientId: 'okta-nest-signin-dev',
      clientSecret: 'development-only-secret',
      redirectUris: ['http://localhost:8080/authorization-code/callback'],
      postLogoutRedirectUris: ['http://localhost:8080/', 'http://localhost:8080'],
      backchannelLogoutUri: 'http://localhost:8080/backchannel-logout',
      frontchannelLogoutUri: 'http://localhost:8080/frontchannel-logout',
      universalLogoutUri: 'http://localhost:8080/universal-logout',
      push: false,
      switches: {},
    });
  });

  it('takes flags before the environment', () => {
    const environment = { EMBEDDED_OKTA_PORT: '9001', PUBLIC_URL: 'https://app.example/prefix/' };
    expect(readCommandLine([], environment)).toMatchObject({
      port: 9001,
      redirectUris: ['https://app.example/prefix/authorization-code/callback'],
    });
    const flags = [
      '--port',
      '9002',
      '--app',
      'http://localhost:1',
      '--data',
      'folder',
      '--set',
      'defaultPolicy=on',
      '--set',
      'clockSkew=-90',
    ];
    expect(readCommandLine(flags, environment)).toMatchObject({
      port: 9002,
      redirectUris: ['http://localhost:1/authorization-code/callback'],
      directory: 'folder',
      switches: { defaultPolicy: true, clockSkew: -90 },
    });
  });

  it('knows where people are pushed to, by the flag or the first token of the application', () => {
    const environment = { SCIM_TOKEN: 'newer, older', PUBLIC_URL: 'https://app.example' };
    expect(readCommandLine([], environment)).toMatchObject({
      scim: { baseUrl: 'https://app.example/scim/v2', token: 'newer' },
      push: false,
    });
    expect(readCommandLine(['--push', '--scim-token', 'x'], environment)).toMatchObject({ scim: { token: 'x' }, push: true });
  });

  it('returns nothing for help, which names every switch', () => {
    expect(readCommandLine(['--help'], {})).toBeUndefined();
    expect(help).toContain('defaultPolicy');
  });

  it.each([
    [['--port', 'x']],
    [['--port', '70000']],
    [['--app', 'x']],
    [['--set', 'nothing=on']],
    [['--set', 'clockSkew=soon']],
    [['--push']],
    [['--nonsense']],
  ])('refuses %j', (flags) => {
    expect(() => readCommandLine(flags, {})).toThrow(CommandLineError);
  });
});
