import { randomBytes } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import { closeScenarios, startScenario, type Scenario } from '../conformance/scenario.js';
import { another, stoppedLogin } from '../conformance/attacks/stopped-login.js';
import type { Page } from '../support/page.js';

afterEach(closeScenarios);

/** What proxies allow the headers of an answer (nginx: proxy_buffer_size), with the status line. */
const maxHeaderBytes = 4096;
/** What they allow one header of a request (nginx: large_client_header_buffers). */
const maxCookieBytes = 8000;

/** As a filter page makes them: the same few words over and over. */
const filter = (length: number): string =>
  `/profile?${Array.from({ length: 600 }, (_unused, index) => `column${String(index)}=${String((index * 7919) % 1000)}`).join('&')}`.slice(
    0,
    length,
  );
/** Nothing in it can be compressed. */
const noise = (length: number): string => `/profile?${randomBytes(length).toString('base64url')}`.slice(0, length);

function headerBytes({ headers }: Page): number {
  return Object.entries(headers)
    .flatMap(([name, value]) => [value].flat().map((one) => name.length + String(one).length + 4))
    .reduce((sum, bytes) => sum + bytes, 50);
}

/** Opens an address and goes along with redirects and, as a script would, with pages that go on by themselves. */
async function walk({ browser, app }: Pick<Scenario, 'browser' | 'app'>, path: string): Promise<{ page: Page; largest: number }> {
  let page = await browser.get(app.url + path, {}, { redirect: 'manual' });
  let largest = headerBytes(page);
  for (;;) {
    const next = page.headers.location ?? page.links.find(({ text }) => text.startsWith('Continue'))?.url;
    if (next === undefined) return { page, largest };
    page = await browser.follow(page, next, {}, { redirect: 'manual' });
    if (page.url.startsWith(app.url)) largest = Math.max(largest, headerBytes(page));
  }
}

describe('A deep link', () => {
  it.each([
    ['200 characters', filter(200)],
    ['900 characters', filter(900)],
    ['2,000 characters', filter(2000)],
    ['2,000 characters that cannot be compressed', noise(2000)],
    ['4,000 characters', filter(4000)],
    ['7,000 characters', filter(7000)],
    ['8,000 times the same', `/profile?${'x'.repeat(8000)}`],
    ['escapes and brackets', `/profile?a=1&c=%26%3D%23&e=a+b&f[]=1&g=${'%C3%A9'.repeat(300)}`],
  ])('of %s comes back to the letter, with small headers all the way', async (_what, path) => {
    const scenario = await startScenario();
    const { page, largest } = await walk(scenario, path);
    expect([page.status, page.url === scenario.app.url + path]).toEqual([200, true]);
    expect(largest).toBeLessThan(maxHeaderBytes);
  });

  it('that no cookie can hold is kept by the tab, and without scripts ends on the start page, with the reason', async () => {
    const scenario = await startScenario();
    const refused = await scenario.browser.get(scenario.app.url + noise(8000), {}, { redirect: 'manual' });
    expect([refused.status, refused.body.includes('data-continue="keep-address"')]).toEqual([401, true]);
    const { page, largest } = await walk(scenario, noise(8000));
    expect([page.status, page.url]).toEqual([200, `${scenario.app.url}/`]);
    expect(page.text).toContain('The address that you opened was too long to be remembered while you signed in. Open it again.');
    expect(page.body).toContain('data-seeks-address');
    expect(await scenario.isSignedIn()).toBe(true);
    expect(largest).toBeLessThan(maxHeaderBytes);
  });

  it.each(['//evil.test/', '/\\evil.test/', 'https://evil.test/', '/..//evil.test/'])(
    'that a stranger puts into the cookie leads nowhere: %s',
    async (target) => {
      const scenario = await startScenario();
      const { browser, app } = scenario;
      const started = await browser.get(app.url + filter(3000), {}, { redirect: 'manual' });
      const [name = '', id = ''] = /^([^=]*)=([^.]*)\./.exec(started.setCookies[0] ?? '')?.slice(1) ?? [];
      const planted = deflateRawSync(target + 'x'.repeat(1100)).toString('base64url');
      browser.cookies.keep(`${name}=${id}.${planted}; Path=/`, new URL(app.url));
      const { page } = await walk(scenario, started.headers.location ?? '');
      expect(new URL(page.url).origin).toBe(app.url);
      expect(await scenario.isSignedIn()).toBe(true);
    },
  );

  it('that unfolds to more than an address can be is not unfolded', async () => {
    const scenario = await startScenario();
    const { browser, app } = scenario;
    const started = await browser.get(app.url + filter(3000), {}, { redirect: 'manual' });
    const [name = '', id = ''] = /^([^=]*)=([^.]*)\./.exec(started.setCookies[0] ?? '')?.slice(1) ?? [];
    browser.cookies.keep(`${name}=${id}.${deflateRawSync('/'.padEnd(2_000_000, 'x')).toString('base64url')}; Path=/`, new URL(app.url));
    const { page } = await walk(scenario, started.headers.location ?? '');
    expect([page.status, page.url]).toEqual([200, `${app.url}/`]);
  });
});

describe('Ten tabs that are opened at once', () => {
  const tab = (index: number): string => `/profile?tab=${String(index)}&${'x'.repeat(200)}`;

  it('each come back to their own page, whichever is first', async () => {
    const scenario = await startScenario();
    const indices = Array.from({ length: 10 }, (_unused, index) => index);
    const callbacks = await Promise.all(
      indices.map((index) => stoppedLogin(scenario, `/login?returnTo=${encodeURIComponent(tab(index))}`)),
    );
    expect((scenario.browser.cookies.header(new URL(scenario.app.url), undefined, true) ?? '').length).toBeLessThan(maxCookieBytes);
    for (const index of [...indices].reverse()) {
      const page = await scenario.browser.get(callbacks[index] ?? '');
      expect([page.status, page.url]).toEqual([200, scenario.app.url + tab(index)]);
    }
  });

  it('leave no error to a tab whose login had to give way: its person is signed in and arrives at the start page', async () => {
    const scenario = await startScenario();
    const oldest = await stoppedLogin(scenario, '/login?returnTo=/profile?oldest');
    for (let count = 0; count < 12; count += 1) await stoppedLogin(scenario);
    expect((await another(scenario).browser.get(oldest)).status).toBe(400);
    await scenario.signIn();
    const late = await scenario.browser.get(oldest);
    expect([late.status, late.url]).toEqual([200, `${scenario.app.url}/`]);
    expect(late.text).toContain('You were signed in already');
  });
});
