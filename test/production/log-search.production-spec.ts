import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { ClientRequest, type IncomingMessage } from 'node:http';
import { Browser } from '../support/browser.js';
import type { Page } from '../support/page.js';
import { signIn } from '../support/sign-in.js';
import { startPair, type RunningPair } from '../support/start-pair.js';

/** What must never be read in a log: names of parameters, members and fields whose values are secret or can be replayed. */
const secretNames = [
  'code',
  'state',
  'nonce',
  'code_challenge',
  'access_token',
  'refresh_token',
  'id_token',
  'client_secret',
  'id_token_hint',
  'csrf',
  'handle',
];
const metricsToken = 'the-scraper-shows-this-token';

/** Every secret that passed over HTTP in this process, in either direction. */
class SecretCollector {
  readonly found = new Set<string>();
  private readonly onRequest = (message: unknown): void =>
    this.readRequest((message as { request: IncomingMessage | ClientRequest }).request);

  start(): void {
    subscribe('http.server.request.start', this.onRequest);
    subscribe('http.client.request.start', this.onRequest);
  }

  stop(): void {
    unsubscribe('http.server.request.start', this.onRequest);
    unsubscribe('http.client.request.start', this.onRequest);
  }

  readPage({ trail, setCookies, url, forms }: Page): void {
    for (const address of [url, ...trail.flatMap((hop) => [hop.url, hop.location])]) this.readQuery(address);
    for (const line of setCookies) this.add(line.slice(line.indexOf('=') + 1).split(';')[0]);
    for (const { fields } of forms) for (const name of secretNames) this.add(fields[name]);
  }

  add(value: string | null | undefined): void {
    if (value !== null && value !== undefined && value.length >= 8) this.found.add(value);
  }

  private readRequest(request: IncomingMessage | ClientRequest): void {
    const [path, authorization, cookie] =
      request instanceof ClientRequest
        ? [request.path, request.getHeader('authorization'), request.getHeader('cookie')]
        : [request.url, request.headers.authorization, request.headers.cookie];
    this.readQuery(path ?? '');
    this.add(String(authorization ?? '').split(' ')[1]);
    for (const pair of String(cookie ?? '').split('; ')) this.add(pair.slice(pair.indexOf('=') + 1));
  }

  private readQuery(address: string): void {
    const query = new URL(address, 'http://localhost').searchParams;
    for (const name of secretNames) this.add(query.get(name));
  }
}

describe('The log at level trace', () => {
  const secrets = new SecretCollector();
  let pair: RunningPair;

  beforeAll(async () => {
    secrets.start();
    pair = await startPair({ OIDC_SCOPES: 'openid profile email offline_access', METRICS_TOKEN: metricsToken, LOG_LEVEL: 'trace' });
  });

  afterAll(async () => {
    secrets.stop();
    await pair.close();
  });

  const lines = (): string => pair.app.log.join('\n');

  it('holds no token, code, state, nonce, secret, password or cookie, whatever people do', async () => {
    const browser = new Browser();
    const visit = async (page: Promise<Page>): Promise<Page> => {
      const arrived = await page;
      secrets.readPage(arrived);
      return arrived;
    };
    const profile = await visit(signIn(browser, pair.url, 'alice@example.com', 'alice'));
    expect(profile.status).toBe(200);
    await visit(browser.get(`${pair.url}/authorization-code/callback?code=a-code-of-somebody-else&state=a-state-made-up`));
    await visit(browser.get(`${pair.url}/authorization-code/callback?error=access_denied&error_description=no&state=another-state`));
    await visit(browser.get(`${pair.url}/profile?access_token=a-token-in-the-wrong-place`));
    await visit(browser.post(profile, '/backchannel-logout', { logout_token: 'eyJhbGciOiJub25lIn0.e30.forged-signature' }));
    await visit(browser.get(`${pair.url}/api/me`, { authorization: 'Bearer a-bearer-that-nobody-issued', accept: 'application/json' }));
    await visit(browser.get(`${pair.url}/metrics`, { authorization: `Bearer ${metricsToken}` }));
    await visit(signIn(new Browser(), pair.url, 'alice@example.com', 'wrong-password-of-alice'));
    await visit(signIn(new Browser(), pair.url, 'unassigned@example.com', 'unassigned'));
    const out = profile.forms.findIndex(({ action }) => action.endsWith('/logout'));
    await visit(browser.submit(profile, {}, out));
    await visit(browser.get(`${pair.url}/profile`, {}, { redirect: 'manual' }));

    const given = [
      'a-code-of-somebody-else',
      'a-state-made-up',
      'a-token-in-the-wrong-place',
      'forged-signature',
      'wrong-password-of-alice',
    ];
    for (const secret of [...given, metricsToken, ...pair.app.settings.session.secrets]) secrets.add(secret);
    secrets.add(pair.app.settings.provider.clientSecret);
    expect(secrets.found.size).toBeGreaterThan(20);
    expect(pair.app.log.length).toBeGreaterThan(20);
    const log = lines();
    expect([...secrets.found].filter((secret) => log.includes(secret))).toEqual([]);
    // Every JWT begins so: the base64url form of {"alg or {"typ.
    expect(log).not.toMatch(/eyJ[A-Za-z0-9_-]{8}/);
  });

  it('names the trace that a proxy began, and gives each request a reference', async () => {
    await fetch(`${pair.url}/healthz`, { headers: { traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01' } });
    await fetch(`${pair.url}/healthz`, { headers: { traceparent: 'ff-<script>' } });
    const requests = pair.app.log.map((line) => JSON.parse(line) as Record<string, unknown>).filter(({ path }) => path === '/healthz');
    expect(requests.map(({ trace }) => trace)).toEqual(['4bf92f3577b34da6a3ce929d0e0e4736', undefined]);
    expect(new Set(requests.map(({ reference }) => reference)).size).toBe(2);
  });
});
