import { Controller, Get, Module } from '@nestjs/common';
import { StepUp } from '../../../packages/signin/src/auth/access/decorators.js';
import { Browser } from '../../support/browser.js';
import { refresh } from '../held-session.js';
import { client } from '../interop-provider.js';
import type { Keycloak } from './keycloak.js';
import { startVisit, type Visit, type VisitSetup } from './start.js';

@Controller('vault')
class VaultController {
  @StepUp({ acr: 'gold' }) @Get() page(): string {
    return 'strong enough';
  }

  @StepUp({ maxAge: 3600 }) @Get('recent') recent(): string {
    return 'recent enough';
  }
}

@Module({ controllers: [VaultController] })
class VaultModule {}

/** Stronger sign-ins, and a server that goes away. */
export function describeTroubles(running: () => Keycloak): void {
  describe('Keycloak', () => {
    let visit: Visit;
    let browser: Browser;

    const start = async (setup: VisitSetup = {}): Promise<void> => {
      visit = await startVisit(running(), setup);
      browser = new Browser();
    };
    afterEach(() => visit.app.close());

    const changeClient = async (changes: object): Promise<void> => {
      const path = `${visit.realm}/clients`;
      const [found] = (await running().administer('GET', `${path}?clientId=${client.id}`)) as { readonly id: string }[];
      await running().administer('PUT', `${path}/${found?.id ?? ''}`, changes);
    };

    it('asks again for a page that wants a higher level, and meets it', async () => {
      await start({ modules: [VaultModule] });
      await visit.open(browser);
      const asked = await browser.get(`${visit.app.url}/vault`);
      expect(asked.url).toContain(visit.issuer);
      expect((await visit.open(browser, '/vault')).text).toBe('strong enough');
      expect((await visit.open(browser, '/vault/recent')).text).toBe('recent enough');
    });

    it.each([
      ['the client is disabled', (): Promise<unknown> => changeClient({ enabled: false })],
      ['the client has another secret', (): Promise<unknown> => changeClient({ secret: 'another-secret-that-is-long-enough' })],
    ])('keeps people signed in when %s and their tokens cannot be renewed', async (_what, change) => {
      await start();
      await visit.open(browser);
      await change();
      await expect(refresh(visit.app, browser)).rejects.not.toMatchObject({ code: 'session_ended' });
      expect(await visit.statusOf(browser)).toBe(200);
    });

    it('goes away and comes back: sessions stay, and sign-in works as soon as it is there', async () => {
      await start();
      await visit.open(browser);
      await running().stop();
      const newcomer = new Browser();
      expect((await newcomer.get(`${visit.app.url}/profile`)).status).toBe(503);
      await expect(refresh(visit.app, browser)).rejects.toMatchObject({ code: 'provider_unreachable' });
      expect(await visit.statusOf(browser)).toBe(200);
      await running().start();
      expect((await visit.open(newcomer)).url).toBe(`${visit.app.url}/profile`);
      expect((await refresh(visit.app, browser)).after).toEqual(expect.any(String));
    }, 400_000);
  });
}
