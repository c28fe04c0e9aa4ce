import { nextSteps } from './setup.js';

describe('what setup says at the end', () => {
  it('says for each address where in Okta it goes, and names none for which Okta has no place', () => {
    const text = nextSteps({ PUBLIC_URL: 'https://app.example/prefix', OKTA_ORG_URL: 'https://acme.okta.com' }, 'Wrote .env.');
    for (const [path, place] of [
      [
        '/authorization-code/callback',
        'Applications > Applications, your application, General > General Settings > Edit > Sign-in redirect URIs',
      ],
      ['/', 'Sign-out redirect URIs'],
      ['/login', 'Login initiated by: Either Okta or App'],
      ['/frontchannel-logout', 'Settings > Features > Front-channel Single Logout'],
      ['/universal-logout', 'https://developer.okta.com/docs/guides/oin-universal-logout-overview/'],
    ] as const)
      expect(text).toMatch(new RegExp(`  https://app\\.example/prefix${path}\\n      .*${place.replace(/[.?]/g, '\\$&')}`));
    expect(text).not.toContain('backchannel-logout');
  });

  it('names the back channel at another provider, and no menu of Okta', () => {
    const text = nextSteps({ PUBLIC_URL: 'http://localhost:8080', OIDC_ISSUER: 'https://idp.example' }, 'Wrote .env.');
    expect(text).toContain('http://localhost:8080/backchannel-logout\n');
    expect(text).not.toMatch(/Admin Console|okta/i);
  });
});
