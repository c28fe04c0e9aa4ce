import { Browser } from '../support/browser.js';
import { freePort } from '../support/free-port.js';
import { signIn } from '../support/sign-in.js';
import { startPair, type RunningPair } from '../support/start-pair.js';
import { requestAsAttacker } from './forged-request.js';
import type { ProxyServer, Site, StartProxy } from './proxy.js';

const layouts = [
  ['at the root', undefined],
  ['below a path that is handed on', { path: '/app', isStripped: false }],
  ['below a path that is taken away', { path: '/app', isStripped: true }],
] as const;

/** What holds behind every proxy. `name`: for people. */
export function describeBehindProxy(name: string, startProxy: StartProxy): void {
  describe.each(layouts)(`Behind ${name} with TLS, %s`, (_layout, prefix: Site['prefix']) => {
    let pair: RunningPair;
    let proxy: ProxyServer;
    const path = prefix?.path ?? '';

    beforeAll(async () => {
      const [publicPort, port] = [await freePort(), await freePort()];
      const PUBLIC_URL = `https://localhost:${publicPort}${path}`;
      pair = await startPair({ PORT: String(port), HOST: '127.0.0.1', PUBLIC_URL, TRUST_PROXY: 'loopback', RATE_LIMIT: '40' });
      proxy = await startProxy(new Map([[publicPort, { instances: [port], ...(prefix && { prefix }) }]]));
    });

    afterAll(async () => {
      await proxy?.remove();
      await pair?.close();
    });

    const visitor = (): Browser => new Browser({ ca: proxy.ca });

    it('signs in and out with every address, cookie and redirect at the public address', async () => {
      const browser = visitor();
      const profile = await signIn(browser, pair.url, 'alice@example.com', 'alice', '/profile?tab=1');
      expect([profile.status, profile.url]).toEqual([200, `${pair.url}/profile?tab=1`]);
      const own = [...profile.body.matchAll(/(?:href|src|action)="(\/[^"]*)"/g)].map(([, address = '']) => address);
      expect(own.length).toBeGreaterThan(0);
      expect(own.filter((address) => !address.startsWith(`${path}/`))).toEqual([]);
      const ours = profile.setCookies.filter((line) => line.startsWith('__'));
      expect(ours.length).toBeGreaterThan(0);
      for (const cookie of ours) {
        expect(cookie).toMatch(/^__Host-/);
        expect(cookie).toMatch(/; Path=\/(;|$)/);
        expect(cookie).toMatch(/; Secure/);
        expect(cookie).toMatch(/; HttpOnly/);
        expect(cookie).toMatch(/; SameSite=Lax/);
      }
      const out = profile.forms.findIndex(({ action }) => action.endsWith('/logout'));
      expect(out).toBeGreaterThanOrEqual(0);
      await browser.submit(profile, {}, out);
      expect((await browser.get(`${pair.url}/profile`, {}, { redirect: 'manual' })).status).not.toBe(200);
    });

    it('builds no address from Host or a forwarded header', async () => {
      const attacked = await requestAsAttacker(`${pair.url}/login`, proxy.ca);
      // The request was pushed to the provider, which knows the public callback alone and would have refused another.
      expect(attacked.status).toBe(302);
      expect(attacked.headers.location?.startsWith(`${pair.okta.origin}/oauth2/v1/authorize?request_uri=`)).toBe(true);
      for (const cookie of attacked.headers['set-cookie'] ?? []) {
        expect(cookie).toContain('; Secure');
        expect(cookie).not.toMatch(/Domain=/i);
      }
      const page = await requestAsAttacker(`${pair.url}/`, proxy.ca);
      expect(page.status).toBe(200);
      expect(page.body + JSON.stringify(page.headers)).not.toContain('evil');
    });

    it('sends strict-transport-security with every answer, errors included', async () => {
      for (const address of ['/', '/healthz', '/nowhere']) {
        expect((await visitor().get(`${pair.url}${address}`)).headers['strict-transport-security']).toMatch(/^max-age=31536000/);
      }
    });

    it.each(['/metrics', '/readyz', '/%6detrics', '/metrics?x=1', '/./readyz'])('keeps %s for the inside', async (address) => {
      const { status, text } = await visitor().get(`${pair.url}${address}`);
      expect([403, 404]).toContain(status);
      expect(text).not.toMatch(/process_resident_memory_bytes|"?ready/);
    });

    it('counts by the address that the proxy saw, whatever the client claims', async () => {
      const statuses = new Set<number>();
      for (let count = 0; count < 45; count += 1) {
        const claimed = { 'x-forwarded-for': `192.0.2.${count}` };
        statuses.add((await visitor().get(`${pair.url}/login`, claimed, { redirect: 'manual' })).status);
      }
      expect(statuses).toContain(429);
    });
  });
}
