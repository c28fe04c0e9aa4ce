import { Browser } from '../support/browser.js';
import { signIn } from '../support/sign-in.js';
import { startPair, type RunningPair } from '../support/start-pair.js';

describe('People with odd claims', () => {
  let pair: RunningPair;

  beforeAll(async () => {
    pair = await startPair({ OIDC_SCOPES: 'openid profile email groups' });
  });

  afterAll(() => pair.close());

  async function enter(name: string): Promise<{ page: string; text: string; me: Record<string, unknown> }> {
    const browser = new Browser();
    const page = await signIn(browser, pair.url, `${name}@example.com`, name);
    expect(page.status).toBe(200);
    return { page: page.body, text: page.text, me: (await browser.get(`${pair.url}/api/me`)).json() as Record<string, unknown> };
  }

  it('shows HTML in a name as text', async () => {
    const { page, text } = await enter('html');
    expect(page).not.toContain('<script>alert');
    expect(page).not.toContain('<b>Hugo</b>');
    expect(text).toContain('<b>Hugo</b>');
  });

  it('takes 3,000 groups without a large cookie or a page of all of them', async () => {
    const { page, me } = await enter('manygroups');
    expect((me['groups'] as string[]).length).toBe(3000);
    expect(page.length).toBeLessThan(100_000);
  });

  it('shows a claim named __proto__ and lets it change nothing', async () => {
    const { text } = await enter('proto');
    expect(text).toContain('__proto__');
    expect(({} as Record<string, unknown>)['admin']).toBeUndefined();
  });

  it('lets in people without an address and people with the same address', async () => {
    await enter('noemail');
    const alice = await enter('alice');
    const same = await enter('sameemail');
    expect(same.me['id']).not.toBe(alice.me['id']);
  });

  it.each(['verified', 'unverified', 'unicode'])('lets in %s', async (name) => {
    await enter(name);
  });
});
