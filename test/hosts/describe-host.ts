import { setTimeout as sleep } from 'node:timers/promises';
import { type Browser, launchChromium, type Page } from '../servers/chromium.js';
import { type Visitor, welcomeVisitor } from '../browser/visitor.js';
import { everyRequest, exchange, type OwnRequest } from './exchange.js';
import { loggedSince } from './own-log.js';
import { linesAdded } from './prepare.mjs';
import { type HostStart, type RunningHost, startHost } from './running-host.js';

export interface Host extends HostStart {
  /** In front of its own routes, and of ours. */
  readonly prefixes?: { readonly own: string; readonly signIn: string };
  /** Where it wants our routes to be. */
  readonly paths?: { readonly login: string; readonly logout: string };
  /** Only for the host as it was, such as a database of its own. */
  readonly envWithout?: Readonly<Record<string, string>>;
  /** All of it is for programs: a person who is not signed in gets 401, and the address of the login. */
  readonly isApi?: boolean;
  /** To its own routes, besides those of every host. */
  readonly requests?: readonly OwnRequest[];
}

export interface SignedInHost {
  readonly host: RunningHost;
  /** The host as it was before sign-in came. */
  readonly before: RunningHost;
  /** The Cookie header of somebody's browser that is signed in: Alice is an administrator, Bob is nobody in particular. */
  cookieOf(person: 'alice' | 'bob'): Promise<string>;
}

const maxLines = 3;

/** What must hold in every host; `more` is what only this kind of host has. */
export function describeHost(
  title: string,
  plan: () => Promise<Host> | Host,
  more: (signedIn: SignedInHost) => void = () => undefined,
): void {
  describe(title, () => {
    let chromium: Browser;
    let plannedHost: Host;
    let host: RunningHost;
    let before: RunningHost;
    let visitor: Visitor;
    const cookies = new Map<string, string>();
    const own = (): string => host.url + (plannedHost.prefixes?.own ?? '');

    beforeAll(async () => {
      plannedHost = await plan();
      const { env = {}, envWithout = {} } = plannedHost;
      [chromium, host, before] = await Promise.all([
        launchChromium(),
        startHost(plannedHost),
        startHost({ ...plannedHost, without: true, env: { ...env, ...envWithout } }),
      ]);
    });

    afterAll(async () => {
      await chromium?.close();
      await host?.program.remove();
      await before?.program.remove();
    });

    beforeEach(async () => {
      visitor = await welcomeVisitor(chromium);
    });

    afterEach(async () => {
      await visitor.close();
    });

    const cookieOf = async (person: string): Promise<string> => {
      const known = cookies.get(person);
      if (known !== undefined) return known;
      const someone = await welcomeVisitor(chromium);
      await signIn(someone.page, `${own()}/account`, person);
      const found = (await someone.context.cookies(host.url)).map(({ name, value }) => `${name}=${value}`).join('; ');
      await someone.close();
      cookies.set(person, found);
      return found;
    };

    it('adds at most three lines', () => {
      const lines = linesAdded(plannedHost.name).map((line) => line.trim());
      process.stderr.write(`${plannedHost.name}: ${lines.length} lines added: ${lines.join(' ')}\n`);
      expect(lines.length).toBeGreaterThan(0);
      expect(lines.length).toBeLessThanOrEqual(maxLines);
    });

    it('answers a program that is not signed in with 401, and a person with the way to the provider', async () => {
      const path = `${plannedHost.prefixes?.own ?? ''}/account`;
      const api = await exchange(host.port, { path, headers: { accept: 'application/json' } });
      expect(api).toMatch(/^401 Unauthorized\n/);
      expect(api).toMatch(/^content-type: application\/problem\+json/im);
      expect(api).toContain('"code":"signed_out"');
      const page = await exchange(host.port, {
        path,
        headers: { accept: 'text/html', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' },
      });
      expect(page).toMatch(plannedHost.isApi === true ? /^401 Unauthorized\n/ : /^302 Found\n/);
      expect(page).toContain(`${plannedHost.prefixes?.signIn ?? ''}${plannedHost.paths?.login ?? '/login'}`);
      expect(await exchange(host.port, { path: `${path}/about` })).toContain('to anybody');
    });

    it('signs in, asks for a group and for a second step, and signs out', async () => {
      const { page } = visitor;
      await signIn(page, `${own()}/account`, 'bob');
      expect(await shown(page)).toContain('bob@example.com');
      const refused = await page.goto(`${own()}/account/admins`);
      expect(refused?.status()).toBe(403);
      await signIn(page, `${own()}/account/vault`, 'bob');
      expect(await shown(page)).toContain('urn:okta:loa:2fa:any');
      const address = `${host.url}${plannedHost.prefixes?.signIn ?? ''}${plannedHost.paths?.logout ?? '/logout'}`;
      // An API has no page with a button: sign-in has one that asks.
      if (plannedHost.isApi === true) await page.goto(address).then(() => page.getByRole('button', { name: 'Sign out' }).click());
      else await signOut(page, address);
      await page.waitForURL(`${host.url}/?state=*`);
      expect((await page.request.get(`${own()}/account`, { headers: { accept: 'application/json' } })).status()).toBe(401);
    });

    it('lets an administrator in', async () => {
      const cookie = await cookieOf('alice');
      const response = await fetch(`${own()}/account/admins`, { headers: { cookie, accept: 'application/json' } });
      expect([response.status, await response.text()]).toEqual([200, expect.stringContaining('alice@example.com')]);
    });

    it('answers and logs as it did without sign-in, to the byte', async () => {
      const cookie = await cookieOf('alice');
      const prefix = plannedHost.prefixes?.own ?? '';
      const everywhere = [...everyRequest, { path: '/cats/last-of-all' }].map((request) => ({ ...request, path: prefix + request.path }));
      const requests = [...(plannedHost.requests ?? []), ...everywhere].map((request) => ({
        ...request,
        headers: { ...request.headers, cookie },
      }));
      const [now, then] = [await ask(host, requests), await ask(before, requests)];
      expect(now.responses.map((response, at) => withoutNoStore(response, then.responses[at]))).toEqual(then.responses);
      expect(now.log).toEqual(then.log);
    });

    more({
      get host() {
        return host;
      },
      get before() {
        return before;
      },
      cookieOf,
    });

    it('ends as it did without sign-in', async () => {
      expect(await host.stop()).toBe(await before.stop());
    });
  });
}

async function ask(host: RunningHost, requests: readonly OwnRequest[]): Promise<{ responses: string[]; log: string[] }> {
  const from = host.program.output.length;
  const responses: string[] = [];
  for (const request of requests) {
    const { method = 'GET', path } = request;
    responses.push(`${method} ${path}\n${await exchange(host.port, request)}`);
  }
  // A line of the middleware, or of pino.
  const isDone = (): boolean => /last-of-all( 404|.*request completed)/.test(host.program.output.slice(from));
  for (let tries = 0; tries < 400 && !isDone(); tries += 1) await sleep(25);
  return { responses, log: loggedSince(host, from) };
}

/** The one header that a guarded route gets where it sets none of that name: what was made for one person is not kept anywhere. */
function withoutNoStore(response: string, before = ''): string {
  const header = '\ncache-control: no-store\n';
  return before.includes(header) ? response : response.replace(header, '\n');
}

/** Goes to a page that asks for sign-in or for more of it, and chooses a person of the embedded organisation. */
async function signIn(page: Page, url: string, person: string): Promise<void> {
  const response = await page.goto(url);
  // A program is told where the login is.
  if (response?.status() === 401) {
    const { login } = (await response.json()) as { login: string };
    const address = new URL(login);
    address.searchParams.set('returnTo', new URL(url).pathname);
    await page.goto(address.href);
  }
  await page.getByRole('button', { name: `${person}@example.com` }).click();
  await page.waitForURL(url);
}

async function shown(page: Page): Promise<string> {
  return page.locator('body').innerText();
}

/** As a button of the host's own page does. */
async function signOut(page: Page, action: string): Promise<void> {
  const post = `(() => { const form = document.createElement('form'); form.method = 'post'; form.action = ${JSON.stringify(action)};
    document.body.append(form); form.submit(); })()`;
  await page.evaluate(post);
}
