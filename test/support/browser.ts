import { CookieJar } from './cookie-jar.js';
import { type Answer, type Hop, Page } from './page.js';
import { originHeader, type Outgoing, type RequestHeaders, send, withoutBody } from './request.js';
import { type FetchSite, fetchSite, furthest } from './site.js';

export interface BrowserOptions {
  /** 'manual': shows a redirect instead of following it. */
  readonly redirect?: 'follow' | 'manual';
  /** Milliseconds since the epoch, for the expiry of cookies. */
  readonly now?: () => number;
  /** PEM of the authority that https answers are checked against. */
  readonly ca?: string;
}

export type NavigationOptions = Pick<BrowserOptions, 'redirect'>;

const mostRedirects = 20;

const pageLoad = {
  accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
  'accept-language': 'en',
  'upgrade-insecure-requests': '1',
  'sec-fetch-mode': 'navigate',
  'sec-fetch-dest': 'document',
  'sec-fetch-user': '?1',
};
const scriptFetch = { accept: '*/*', 'accept-language': 'en', 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty' };

/** A browser without scripts, in memory: cookies, redirects, forms, and the headers that say what kind of request it is. */
export class Browser {
  readonly cookies: CookieJar;

  constructor(private readonly options: BrowserOptions = {}) {
    this.cookies = new CookieJar(options.now ?? Date.now);
  }

  /** Loads a page whose address the person typed. `headers` come on top of a browser's own; undefined takes one away. */
  get(url: string, headers: RequestHeaders = {}, options: NavigationOptions = {}): Promise<Page> {
    return this.navigate(undefined, new URL(url), { method: 'GET', headers, body: undefined }, options);
  }

  /** Loads what `page` links to: an address, absolute or relative to the page. */
  follow(page: Page, url: string, headers: RequestHeaders = {}, options: NavigationOptions = {}): Promise<Page> {
    return this.navigate(page, new URL(url, page.url), { method: 'GET', headers, body: undefined }, options);
  }

  /** Fills in a form of `page` and sends it. Fields that the form does not have are sent too. */
  submit(page: Page, fields: Readonly<Record<string, string>> = {}, formIndex = 0, options: NavigationOptions = {}): Promise<Page> {
    const form = page.forms[formIndex];
    if (form === undefined)
      return Promise.reject(new Error(`${page.url} (${page.status}) has no form ${formIndex}: ${page.text.slice(0, 300)}`));
    const action = new URL(form.action || page.url, page.url);
    const content = new URLSearchParams({ ...form.fields, ...fields }).toString();
    if (form.method === 'POST') return this.post(page, action.href, content, options);
    action.search = content;
    return this.follow(page, action.href, {}, options);
  }

  /** Sends a form that `page` might hold; with a page of another site, a forged one. */
  post(page: Page, url: string, content: string | Readonly<Record<string, string>>, options: NavigationOptions = {}): Promise<Page> {
    const body = typeof content === 'string' ? content : new URLSearchParams(content).toString();
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    return this.navigate(page, new URL(url, page.url), { method: 'POST', headers, body }, options);
  }

  /** What a script of `page` fetches with cookies: not a page load. A redirect is shown, not followed. */
  async fetch(page: Page, url: string, request: Partial<Outgoing> = {}): Promise<Page> {
    const { method = 'GET', headers = {}, body } = request;
    const target = new URL(url, page.url);
    const outgoing = { method, headers: { ...scriptFetch, ...headers }, body };
    const answer = await this.exchange(page, target, outgoing, fetchSite(new URL(page.url), target), false);
    return new Page(target.href, answer, [], answer.headers['set-cookie'] ?? []);
  }

  private async navigate(page: Page | undefined, url: URL, request: Outgoing, options: NavigationOptions): Promise<Page> {
    const from = page && new URL(page.url);
    const trail: Hop[] = [];
    const setCookies: string[] = [];
    let target = url;
    let outgoing: Outgoing = { ...request, headers: { ...pageLoad, ...request.headers } };
    let site = fetchSite(from, target);
    for (;;) {
      const answer = await this.exchange(page, target, outgoing, site, true);
      setCookies.push(...(answer.headers['set-cookie'] ?? []));
      const { location } = answer.headers;
      const isFollowed = location !== undefined && [301, 302, 303, 307, 308].includes(answer.status);
      if (!isFollowed || (options.redirect ?? this.options.redirect) === 'manual') return new Page(target.href, answer, trail, setCookies);
      trail.push({ url: target.href, status: answer.status, location });
      if (trail.length > mostRedirects)
        throw new Error(`more than ${mostRedirects} redirects: ${trail.map((hop) => hop.url).join(' -> ')}`);
      target = new URL(location, target);
      site = furthest(site, fetchSite(from, target));
      if (answer.status < 307) outgoing = withoutBody(outgoing);
    }
  }

  private async exchange(page: Page | undefined, url: URL, request: Outgoing, site: FetchSite, loadsPage: boolean): Promise<Answer> {
    const from = page && new URL(page.url);
    const isSafe = request.method === 'GET' || request.method === 'HEAD';
    const own = {
      cookie: this.cookies.header(url, from, loadsPage && isSafe),
      'sec-fetch-site': site,
      origin: page === undefined || (isSafe && loadsPage) ? undefined : originHeader(page, url, loadsPage),
    };
    const answer = await send(url, { ...request, headers: { ...own, ...request.headers } }, this.options.ca);
    for (const line of answer.headers['set-cookie'] ?? []) this.cookies.keep(line, url);
    return answer;
  }
}
