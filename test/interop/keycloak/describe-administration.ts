import { Controller, Get, Module } from '@nestjs/common';
import { Groups } from '../../../packages/signin/src/auth/access/decorators.js';
import { Browser } from '../../support/browser.js';
import { refresh, sessionOf } from '../../support/held-session.js';
import type { Keycloak } from './keycloak.js';
import { enterPassword } from './pages.js';
import { person } from './realm.js';
import { startVisit, type Visit, type VisitSetup } from './start.js';

@Controller('travellers')
class TravellersController {
  @Groups(person.group) @Get() page(): string {
    return 'travellers only';
  }
}

@Module({ controllers: [TravellersController] })
class TravellersModule {}

/** What an administrator does at the provider, and what comes of it here. */
export function describeAdministration(running: () => Keycloak): void {
  describe('Keycloak, when its administrator', () => {
    let visit: Visit;
    let browser: Browser;

    const start = async (setup: VisitSetup = {}): Promise<void> => {
      visit = await startVisit(running(), setup);
      browser = new Browser();
    };
    afterEach(() => visit.app.close());

    const administer = (method: string, path: string, what?: object): Promise<unknown> =>
      running().administer(method, `${visit.realm}${path}`, what);
    const firstId = async (path: string): Promise<string> => {
      const [found] = (await administer('GET', path)) as { readonly id: string }[];
      return found?.id ?? '';
    };
    const clientPath = async (): Promise<string> => `/clients/${await firstId('/clients?clientId=rpclient')}`;
    const personPath = async (): Promise<string> => `/users/${await firstId(`/users?username=${person.username}`)}`;

    it('takes somebody out of a group, lets them in until the next sign-in and then no more', async () => {
      await start({ modules: [TravellersModule] });
      expect((await visit.open(browser, '/travellers')).text).toBe('travellers only');
      await administer('DELETE', `${await personPath()}/groups/${await firstId('/groups')}`);
      expect((await visit.open(new Browser(), '/travellers')).status).toBe(403);
    });

    it('ends a session, ends it here and no other', async () => {
      await start();
      const bystander = new Browser();
      await visit.open(browser);
      await visit.open(bystander);
      const { sid } = await sessionOf(visit.app, browser);
      await administer('DELETE', `/sessions/${sid ?? ''}`);
      expect([await visit.statusOf(browser), await visit.statusOf(bystander)]).toEqual([401, 200]);
    });

    it('ends all sessions of a person, ends them here', async () => {
      await start();
      const other = new Browser();
      await visit.open(browser);
      await visit.open(other);
      await administer('POST', `${await personPath()}/logout`);
      expect([await visit.statusOf(browser), await visit.statusOf(other)]).toEqual([401, 401]);
    });

    it('ends a session and has no way to tell, ends it here at the next refresh', async () => {
      await start({ client: { attributes: { 'backchannel.logout.url': '' } } });
      await visit.open(browser);
      await administer('DELETE', `/sessions/${(await sessionOf(visit.app, browser)).sid ?? ''}`);
      await expect(refresh(visit.app, browser)).rejects.toMatchObject({ code: 'session_ended' });
      expect(await visit.statusOf(browser)).toBe(401);
    });

    it('disables a person, ends their session here at the next refresh', async () => {
      await start();
      await visit.open(browser);
      await administer('PUT', await personPath(), { enabled: false });
      await expect(refresh(visit.app, browser)).rejects.toMatchObject({ code: 'session_ended' });
      expect(await visit.statusOf(browser)).toBe(401);
    });

    it('has refresh tokens used once, renews twice', async () => {
      await start({ realm: { revokeRefreshToken: true, refreshTokenMaxReuse: 0 } });
      await visit.open(browser);
      const first = await refresh(visit.app, browser);
      const second = await refresh(visit.app, browser);
      expect(new Set([first.before, first.after, second.after]).size).toBe(3);
      expect(await visit.statusOf(browser)).toBe(200);
    });

    it('has refresh tokens used once, keeps the session when two tabs renew at once', async () => {
      await start({ realm: { revokeRefreshToken: true, refreshTokenMaxReuse: 0 } });
      await visit.open(browser);
      const renewed = await Promise.all([refresh(visit.app, browser), refresh(visit.app, browser)]);
      expect(renewed.every(({ after }) => typeof after === 'string')).toBe(true);
      expect((await refresh(visit.app, browser)).after).not.toBe(renewed[0]?.after);
      expect(await visit.statusOf(browser)).toBe(200);
    });

    it('takes new keys while somebody is at the sign-in page, signs them in and renews', async () => {
      await start();
      // So that the application knows the old key.
      await visit.open(new Browser());
      const page = await browser.get(`${visit.app.url}/profile`);
      await administer('POST', '/components', {
        name: 'newer',
        providerId: 'rsa-generated',
        providerType: 'org.keycloak.keys.KeyProvider',
        config: { priority: ['1000'] },
      });
      const profile = await enterPassword(browser, page);
      expect([profile.url, profile.status]).toEqual([`${visit.app.url}/profile`, 200]);
      expect((await refresh(visit.app, browser)).after).toEqual(expect.any(String));
    });

    it('changes the signature of ID tokens between two sign-ins, signs in', async () => {
      await start();
      await visit.open(new Browser());
      await administer('PUT', await clientPath(), { attributes: { 'id.token.signed.response.alg': 'ES256' } });
      expect((await visit.open(browser)).text).toContain(person.name);
    });

    it('has ID tokens signed by PS256 and userinfo by ES256, signs in', async () => {
      await start({ client: { attributes: { 'id.token.signed.response.alg': 'PS256', 'user.info.response.signature.alg': 'ES256' } } });
      expect((await visit.open(browser)).text).toContain(person.name);
    });
  });
}
