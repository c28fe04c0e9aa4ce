import { startProvider, type Provider } from '../conformance/provider/start-provider.js';
import { postUniversalLogout, revocationRequest } from '../conformance/revocation-request.js';
import { register, settingsFor } from '../conformance/scenario.js';
import { type Browser, launchChromium, type Page } from '../servers/chromium.js';
import { freePort } from '../support/free-port.js';
import { startApp, type RunningApp } from '../support/start-app.js';
import { type Visitor, welcomeVisitor } from './visitor.js';

/** A browser that is signed in, with a tab on each instance. */
interface Device {
  readonly visitor: Visitor;
  readonly tabs: readonly Page[];
  /** Of its session at the provider. */
  readonly sid: string;
}

/** What every way in which the provider ends sessions must hold to, where two instances share a database. */
export function describeTwoInstances(store: string, open: () => Promise<{ readonly url: string; remove(): Promise<void> }>): void {
  describe(`Two instances on ${store}`, () => {
    let database: Awaited<ReturnType<typeof open>>;
    let chromium: Browser;
    let provider: Provider;
    let instances: readonly [RunningApp, RunningApp];
    /** The address of each, by port: people know the first alone. */
    let urls: readonly [string, string];
    const devices: Device[] = [];

    beforeAll(async () => {
      database = await open();
      chromium = await launchChromium();
      provider = await startProvider();
      const ports = [String(await freePort()), String(await freePort())] as const;
      urls = [`http://localhost:${ports[0]}`, `http://localhost:${ports[1]}`];
      register(provider, urls[0]);
      const shared = {
        ...settingsFor(provider),
        PUBLIC_URL: urls[0],
        DATABASE_URL: database.url,
        SESSION_SECRET: 'one secret that both instances have here',
      };
      instances = [await startApp({ ...shared, PORT: ports[0] }), await startApp({ ...shared, PORT: ports[1] })];
    }, 120_000);

    afterEach(async () => {
      for (const { visitor } of devices.splice(0)) await visitor.close();
    });

    afterAll(async () => {
      await chromium?.close();
      for (const instance of instances ?? []) await instance.close();
      await provider?.close();
      await database?.remove();
    });

    const device = async (): Promise<Device> => {
      const visitor = await welcomeVisitor(chromium);
      await visitor.page.goto(`${urls[0]}/profile`);
      await visitor.page.waitForURL(`${urls[0]}/profile`);
      const sid = provider.lastSid();
      const there = await visitor.context.newPage();
      await there.goto(`${urls[1]}/profile`);
      const made = { visitor, tabs: [visitor.page, there], sid };
      devices.push(made);
      await expectSignedIn(made);
      return made;
    };

    /** As a script in that tab asks its own instance. */
    const ask = (tab: Page): Promise<unknown> =>
      tab.evaluate("fetch('/api/me').then((r) => ({ status: r.status, type: r.headers.get('content-type').split(';')[0] }))");

    const expectSignedIn = async ({ tabs }: Device): Promise<void> => {
      for (const tab of tabs) expect(await ask(tab)).toEqual({ status: 200, type: 'application/json' });
    };

    const expectSignedOut = async ({ tabs, visitor }: Device): Promise<void> => {
      // The very next request of each tab, on each instance.
      for (const tab of tabs) expect(await ask(tab)).toEqual({ status: 401, type: 'application/problem+json' });
      for (const url of urls) {
        const page = await visitor.context.request.get(`${url}/profile`, { maxRedirects: 0, headers: { accept: 'text/html' } });
        expect(page.status()).toBe(302);
        expect(page.headers()['location']).toMatch(/\/login\?returnTo=/);
      }
      for (const tab of tabs) {
        await tab.evaluate("window.dispatchEvent(new Event('focus'))");
        await tab.getByRole('heading', { name: 'You have been signed out' }).waitFor();
        expect(await tab.getByText('Ada Lovelace').count()).toBe(0);
      }
    };

    const postLogoutToken = async (instance: number, about: { sub?: string; sid?: string }): Promise<number> => {
      const logout_token = await provider.logoutToken(about);
      return (await fetch(`${urls[instance]}/backchannel-logout`, { method: 'POST', body: new URLSearchParams({ logout_token }) })).status;
    };

    it.each([0, 1])('end one session by a back-channel logout at instance %i, and no other', async (instance) => {
      const [desk, phone] = [await device(), await device()];
      expect(await postLogoutToken(instance, { sid: desk.sid })).toBe(200);
      await expectSignedOut(desk);
      await expectSignedIn(phone);
    });

    it('end every session of the person by a back-channel logout that names no session', async () => {
      const [desk, phone] = [await device(), await device()];
      expect(await postLogoutToken(1, { sub: provider.person.sub })).toBe(200);
      await expectSignedOut(desk);
      await expectSignedOut(phone);
    });

    it('obey one of several posts of a logout token, wherever they arrive', async () => {
      const desk = await device();
      const body = new URLSearchParams({ logout_token: await provider.logoutToken({ sub: provider.person.sub }) });
      const post = async (url: string): Promise<number> => (await fetch(`${url}/backchannel-logout`, { method: 'POST', body })).status;
      const statuses = await Promise.all([...urls, ...urls].map(post));
      expect(statuses.sort()).toEqual([200, 400, 400, 400]);
      await expectSignedOut(desk);
    });

    it.each([0, 1])("end one session through a frame of the provider's sign-out page, at instance %i", async (instance) => {
      const [desk, phone] = [await device(), await device()];
      provider.client.frontchannelLogoutUri = `${urls[instance]}/frontchannel-logout`;
      const leaving = await desk.visitor.context.newPage();
      await leaving.goto(`${provider.origin}/logout?sid=${desk.sid}`);
      await leaving.frameLocator('iframe').getByText('Signed out.').waitFor();
      provider.client.frontchannelLogoutUri = undefined;
      await expectSignedOut(desk);
      await expectSignedIn(phone);
    });

    it('end every session of the person by a universal logout', async () => {
      const [desk, phone] = [await device(), await device()];
      const sub_id = { format: 'iss_sub', iss: provider.issuer, sub: provider.person.sub };
      const token = await revocationRequest({ app: instances[0], provider });
      expect((await postUniversalLogout(urls[1] ?? '', token, { sub_id })).status).toBe(204);
      await expectSignedOut(desk);
      await expectSignedOut(phone);
    });
  });
}
