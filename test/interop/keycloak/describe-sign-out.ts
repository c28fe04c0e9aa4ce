import { Browser } from '../../support/browser.js';
import { sessionOf } from '../../support/held-session.js';
import { client } from '../interop-provider.js';
import type { Keycloak } from './keycloak.js';
import { signOutAtRealm } from './pages.js';
import { startVisit, warnings, type Visit, type VisitSetup } from './start.js';

/** What a sign-out there comes to here, where Keycloak's settings make it more or less than one. */
export function describeSignOut(running: () => Keycloak): void {
  describe('Keycloak, at a sign-out there,', () => {
    let visit: Visit;
    let browser: Browser;

    const start = async (setup: VisitSetup = {}): Promise<void> => {
      visit = await startVisit(running(), setup);
      browser = new Browser();
    };
    afterEach(() => visit.app.close());

    const administer = (method: string, path: string, what?: object): Promise<unknown> =>
      running().administer(method, `${visit.realm}${path}`, what);
    const firstId = async (path: string): Promise<string> => ((await administer('GET', path)) as { readonly id: string }[])[0]?.id ?? '';

    it('loads our frame without iss and sid where no session is required, and ends nothing, which page and log say', async () => {
      await start({ channel: 'front', client: { attributes: { 'frontchannel.logout.session.required': 'false' } } });
      await visit.open(browser);
      const page = await signOutAtRealm(browser, visit.issuer);
      const [, address = ''] = /<iframe[^>]*\ssrc="([^"]*frontchannel-logout[^"]*)"/.exec(page.body) ?? [];
      expect(address).toBe(`${visit.app.url}/frontchannel-logout`);
      const framed = await browser.follow(page, address, { 'sec-fetch-dest': 'iframe' });
      expect(framed.text).toContain('Nobody was signed out: the provider did not say which session ended.');
      expect(warnings(visit)).toContain('named neither iss nor sid');
      expect(await visit.statusOf(browser)).toBe(200);
    });

    it('signs its token by an algorithm that ID tokens do not have yet, and ends nothing until a sign-in has shown it', async () => {
      await start();
      const bystander = new Browser();
      await visit.open(browser);
      await visit.open(bystander);
      await administer('PUT', `/clients/${await firstId(`/clients?clientId=${client.id}`)}`, {
        attributes: { 'id.token.signed.response.alg': 'ES256' },
      });
      const endSession = async (who: Browser): Promise<unknown> =>
        administer('DELETE', `/sessions/${(await sessionOf(visit.app, who)).sid ?? ''}`);
      await endSession(browser);
      expect(await visit.statusOf(browser)).toBe(200);
      expect(warnings(visit)).toMatch(/logout token.*ES256/);
      await visit.open(new Browser());
      await endSession(bystander);
      expect(await visit.statusOf(bystander)).toBe(401);
    });
  });
}
