import { freePort } from '../../support/free-port.js';
import { describeDoctor, examine } from '../describe-doctor.js';
import { client, type InteropProvider } from '../interop-provider.js';
import { version } from './distribution.mjs';
import type { Keycloak } from './keycloak.js';
import { startRealm } from './start.js';

/** What the doctor says at a realm, with our settings broken or the realm's. */
export function describeDoctorFindings(running: () => Keycloak): void {
  const administer = ({ issuer }: InteropProvider, method: string, path: string, what?: object): Promise<unknown> =>
    running().administer(method, `/${issuer.split('/').at(-1)}${path}`, what);
  const changeClient = async (provider: InteropProvider, changes: object): Promise<void> => {
    const [found] = (await administer(provider, 'GET', '/clients?clientId=rpclient')) as { readonly id: string }[];
    await administer(provider, 'PUT', `/clients/${found?.id ?? ''}`, changes);
  };

  describeDoctor(
    { name: 'Keycloak', version },
    (appUrl, channel) => startRealm(running(), appUrl, channel),
    {
      nothing: 'fine',
      'a wrong secret': 'client-authentication-failed',
      'a client ID that is not registered': 'client-authentication-failed',
      'a redirect URI that is not registered': 'redirect-uri-not-registered',
      'a scope that it does not have': 'scope-refused',
      'a key where a secret is registered': 'client-authentication-failed',
      'no PKCE': 'pkce-required',
      'an issuer that is not there': 'discovery-failed',
      'another signature of ID tokens': 'id-token-algorithm',
      'signed authorization responses': 'fine',
      'an address where nobody listens': 'provider-unreachable',
    },
    {
      'the realm disabled': { breakIt: (provider) => administer(provider, 'PUT', '', { enabled: false }), finds: 'realm-unavailable' },
      'the realm removed': { breakIt: (provider) => administer(provider, 'DELETE', ''), finds: 'realm-unavailable' },
      'the client disabled': { breakIt: (provider) => changeClient(provider, { enabled: false }), finds: 'client-authentication-failed' },
      'the code flow off': {
        breakIt: (provider) => changeClient(provider, { standardFlowEnabled: false }),
        finds: 'response-type-unsupported',
      },
      'tokens bound by DPoP': {
        breakIt: (provider) => changeClient(provider, { attributes: { 'dpop.bound.access.tokens': 'true' } }),
        finds: 'dpop-required',
      },
    },
  );

  describe('the doctor, at Keycloak with', () => {
    it.each([
      ['a + as post logout redirect URI', '+'],
      ['another post logout redirect URI', 'http://localhost:1/'],
    ])('%s: signs in, and warns of the error page after signing out', async (_what, registered) => {
      const port = String(await freePort());
      const provider = await startRealm(running(), `http://localhost:${port}`, 'front');
      await changeClient(provider, { attributes: { 'post.logout.redirect.uris': registered } });
      const checks = await examine({
        NODE_ENV: 'test',
        PORT: port,
        PUBLIC_URL: `http://localhost:${port}`,
        OIDC_ISSUER: provider.issuer,
        OIDC_CLIENT_ID: client.id,
        OIDC_CLIENT_SECRET: client.secret,
      });
      const check = (id: string): unknown => checks.find((one) => one.id === id);
      expect(checks.filter(({ status }) => status === 'failed')).toEqual([]);
      expect(check('sign-out')).toMatchObject({
        status: 'warning',
        diagnosis: 'logout-uri-not-registered',
        providerWords: expect.stringContaining('Invalid redirect uri') as string,
        details: [expect.stringContaining('frontchannel_logout_session_required')],
      });
      // Which switch it is, and what nobody can see from outside.
      expect(JSON.stringify(check('settings'))).toMatch(/Offline sessions outlive every sign-out.*The \+ there ends in/);
    });
  });
}
