import { Controller, Get, Module } from '@nestjs/common';
import { AuthEvents } from '../../../packages/signin/src/auth/auth-events.js';
import { StepUp } from '../../../packages/signin/src/auth/access/decorators.js';
import { Browser } from '../../support/browser.js';
import { refresh } from '../../support/held-session.js';
import { client } from '../interop-provider.js';
import type { Keycloak } from './keycloak.js';
import { person } from './realm.js';
import { startVisit, warnings, type Visit, type VisitSetup } from './start.js';

@Controller('vault')
class VaultController {
  @StepUp({ acr: 'gold' }) @Get() page(): string {
    return 'strong enough';
  }

  @StepUp({ acr: 'platinum' }) @Get('deep') deep(): string {
    return 'never';
  }

  @StepUp({ maxAge: 3600 }) @Get('recent') recent(): string {
    return 'recent enough';
  }
}

@Module({ controllers: [VaultController] })
class VaultModule {}

/** Stronger sign-ins, refusals, and a server that goes away. */
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

    it('does not know the level that a page wants, which is told as that', async () => {
      await start({ modules: [VaultModule] });
      await visit.open(browser);
      const page = await visit.open(browser, '/vault/deep');
      expect(page.status).toBe(403);
      expect(page.text).toMatch(/needs a sign-in of the class platinum .* one of the class silver/);
      expect(warnings(visit)).toContain('"diagnosis":"sign-in-too-weak"');
      expect(await visit.statusOf(browser)).toBe(200);
    });

    it.each([
      ['the realm is disabled', (): Promise<unknown> => running().administer('PUT', visit.realm, { enabled: false })],
      ['the client is disabled', (): Promise<unknown> => changeClient({ enabled: false })],
      ['the client has another secret', (): Promise<unknown> => changeClient({ secret: 'another-secret-that-is-long-enough' })],
      ['the realm is removed', (): Promise<unknown> => running().administer('DELETE', visit.realm)],
    ])('keeps people signed in when %s and their tokens cannot be renewed', async (_what, change) => {
      await start();
      await visit.open(browser);
      await change();
      await expect(refresh(visit.app, browser)).rejects.not.toMatchObject({ code: 'session_ended' });
      expect(await visit.statusOf(browser)).toBe(200);
    });

    it.each([
      [
        'a wrong secret',
        'client-authentication-failed',
        (): Promise<void> => changeClient({ secret: 'another-secret-that-is-long-enough' }),
      ],
      ['a client that is disabled', 'client-authentication-failed', (): Promise<void> => changeClient({ enabled: false })],
      [
        'a realm that is disabled',
        'realm-unavailable',
        (): Promise<unknown> => running().administer('PUT', visit.realm, { enabled: false }),
      ],
    ])('refuses a sign-in for %s, and the log says %s', async (_what, diagnosis, change) => {
      await start();
      await visit.open(new Browser());
      await change();
      const counted: unknown[] = [];
      visit.app.app.get(AuthEvents).on('refused', ({ outcome, reason }) => void counted.push([outcome, reason]));
      const page = await visit.open(browser);
      expect(page.status).toBe(403);
      expect(warnings(visit)).toContain(`"diagnosis":"${diagnosis}"`);
      // An alarm, unlike somebody who cancels.
      expect(counted).toEqual([['failed', diagnosis]]);
      // Their words, and the way to their log; nothing of another product's.
      expect(page.text).not.toMatch(/does not know\. |Okta/);
    });

    it('refuses a scope that it does not have, and the log names it', async () => {
      await start({ env: { OIDC_SCOPES: 'openid profile no-such-scope' } });
      const page = await visit.open(browser);
      expect(warnings(visit)).toMatch(/"diagnosis":"scope-refused".*no-such-scope/);
      expect(page.text).not.toContain('Okta');
    });

    it('refuses offline_access to somebody without the role of that name, and the log names it', async () => {
      await start({ env: { OIDC_SCOPES: 'openid profile email offline_access' } });
      expect((await visit.open(browser)).status).toBe(403);
      expect(warnings(visit)).toMatch(/"diagnosis":"scope-refused".*Offline tokens not allowed/);
      // Its console gives this role to everybody.
      const [found] = (await running().administer('GET', `${visit.realm}/users?username=${person.username}`)) as { readonly id: string }[];
      const role = (await running().administer('GET', `${visit.realm}/roles/offline_access`)) as object;
      await running().administer('POST', `${visit.realm}/users/${found?.id ?? ''}/role-mappings/realm`, [role]);
      expect((await visit.open(new Browser())).url).toBe(`${visit.app.url}/profile`);
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
