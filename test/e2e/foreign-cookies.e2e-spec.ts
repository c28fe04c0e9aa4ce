import { Browser } from '../support/browser.js';
import { signIn } from '../support/sign-in.js';
import { startPair, type RunningPair } from '../support/start-pair.js';

describe('Cookies', () => {
  let pair: RunningPair;
  let session: string;

  beforeAll(async () => {
    pair = await startPair();
    const browser = new Browser();
    await signIn(browser, pair.url, 'alice@example.com', 'alice');
    session =
      (browser.cookies.header(new URL(pair.url), undefined, true) ?? '')
        .split('; ')
        .find((cookie) => cookie.startsWith('signin_') && cookie.includes('_session=')) ?? '';
  });

  afterAll(() => pair.close());

  const me = (cookie: string): Promise<Response> => fetch(`${pair.url}/api/me`, { headers: { cookie } });

  it.each([
    ['bad escapes', 'ga=%E2%9; x=100%; '],
    ['quotes, commas and equals signs', 'a="b,c"; d=e=f; '],
    ['nothing but separators', '=; ;;;'],
    ['two hundred others', Array.from({ length: 200 }, (_unused, index) => `other${index}=${index}; `).join('')],
    ['one whose name ends like ours', 'x_signin_session=zzz; '],
  ])('finds its own among %s', async (_what, others) => {
    expect((await me(others + session)).status).toBe(200);
    expect((await me(`${session}; ${others}`)).status).toBe(200);
  });

  it.each([
    ['a bad escape', '%GG'],
    ['nothing', ''],
    ['eight kilobytes', 'x'.repeat(8_000)],
    ['an id that no session has', 'A'.repeat(43)],
    ['a truncated id', 'cut'],
  ])('takes a session cookie of %s for signed out and clears it', async (_what, value) => {
    const answer = await me(`${session.split('=')[0]}=${value}`);
    expect(answer.status).toBe(401);
    expect(answer.headers.get('set-cookie')).toMatch(/_session=;.*Max-Age=0/);
  });

  it('keeps every cookie below 4096 bytes and the callback headers below 4 kB', async () => {
    const page = await signIn(new Browser(), pair.url, 'bob@example.com', 'bob', `/profile?long=${'x'.repeat(1_900)}`);
    expect(page.status).toBe(200);
    for (const cookie of page.setCookies) expect(cookie.length).toBeLessThan(4096);
  });

  it('marks its cookies HttpOnly and SameSite=Lax, and Secure with __Host- names over https', async () => {
    const start = await new Browser().get(`${pair.url}/login`, {}, { redirect: 'manual' });
    expect(start.setCookies[0]).toMatch(/HttpOnly/i);
    expect(start.setCookies[0]).toMatch(/SameSite=Lax/i);
    const secure = await startPair({ PUBLIC_URL: 'https://signin.example' });
    const behindProxy = await fetch(`http://localhost:${secure.app.settings.listen.port}/login`, {
      headers: { accept: 'text/html' },
      redirect: 'manual',
    });
    expect(behindProxy.headers.get('set-cookie')).toMatch(/^__Host-signin_login_.*Path=\/;.*Secure/i);
    await secure.close();
  });
});
