import { SpaModule } from '../../examples/spa/spa.module.js';
import { type Browser, launchChromium } from '../servers/chromium.js';
import { freePort } from '../support/free-port.js';
import { startPair, type RunningPair } from '../support/start-pair.js';
import { enterPassword, welcomeVisitor, type Visitor } from './visitor.js';

describe('A single-page application beside its API', () => {
  let chromium: Browser;
  let pair: RunningPair;
  let visitor: Visitor;

  beforeAll(async () => {
    chromium = await launchChromium();
    pair = await startPair({ OIDC_SCOPES: 'openid profile email groups' }, {}, [SpaModule]);
  });
  beforeEach(async () => {
    visitor = await welcomeVisitor(chromium);
  });
  afterEach(() => visitor.close());
  afterAll(async () => {
    await chromium.close();
    await pair.close();
  });

  const signIn = async (name: string): Promise<void> => {
    await visitor.page.goto(`${pair.url}/spa?from=here`);
    await enterPassword(visitor.page, `${name}@example.com`, name);
    await visitor.page.waitForURL(`${pair.url}/spa?from=here`);
  };
  const addNote = async (text: string): Promise<void> => {
    await visitor.page.getByLabel('A note').fill(text);
    await visitor.page.getByRole('button', { name: 'Add' }).click();
  };
  const notes = (): Promise<string[]> => visitor.page.getByRole('listitem').allTextContents();

  it('sends the person to sign in where the API answers 401, and is back where it was', async () => {
    await signIn('alice');
    await visitor.page.getByRole('heading', { name: 'Notes of Alice Archer' }).waitFor();
    // Nothing else failed, and the Content-Security-Policy stopped nothing.
    expect(visitor.troubles).toEqual([`401 ${pair.url}/api/me`]);
  });

  it('changes what belongs to the person, and shows it as text', async () => {
    await signIn('alice');
    await addNote('<b>milk</b>');
    await visitor.page.getByText('<b>milk</b>').waitFor();
    await visitor.page.reload();
    await visitor.page.getByRole('heading', { name: 'Notes of Alice Archer' }).waitFor();
    expect(await notes()).toEqual(['<b>milk</b>']);
    await visitor.page.getByRole('button', { name: 'Delete' }).click();
    await visitor.page.getByRole('listitem').waitFor({ state: 'detached' });
  });

  it('says which group is missing where the API answers 403', async () => {
    await signIn('bob');
    await visitor.page.getByRole('button', { name: 'Delete' }).click();
    await visitor.page.getByText('This is for the group Admins, and you are not in it.').waitFor();
    expect(visitor.troubles).toContain(`403 ${pair.url}/api/notes`);
  });

  it('signs out here and at the provider, with one press of a button', async () => {
    await signIn('bob');
    await visitor.page.getByRole('button', { name: 'Sign out' }).click();
    await visitor.page.waitForURL(`${pair.url}/`);
    await visitor.page.goto(`${pair.url}/spa`);
    await visitor.page.getByLabel('Password').waitFor();
    expect(new URL(visitor.page.url()).origin).toBe(pair.okta.origin);
  });

  it('sends the person to sign in again when the session has ended meanwhile', async () => {
    await signIn('bob');
    await visitor.page.getByRole('heading', { name: 'Notes of Bob Builder' }).waitFor();
    await visitor.context.clearCookies({ domain: 'localhost' });
    await addNote('lost');
    await visitor.page.getByLabel('Password').waitFor();
  });

  it('works below a path prefix, with the same files', async () => {
    const port = String(await freePort());
    const url = `http://localhost:${port}/below/here`;
    const prefixed = await startPair({ PORT: port, PUBLIC_URL: url, OIDC_SCOPES: 'openid profile email groups' }, {}, [SpaModule]);
    await visitor.page.goto(`${url}/spa`);
    await enterPassword(visitor.page, 'alice@example.com', 'alice');
    await visitor.page.waitForURL(`${url}/spa`);
    await addNote('milk');
    await visitor.page.getByRole('listitem').waitFor();
    await visitor.page.getByRole('button', { name: 'Sign out' }).click();
    await visitor.page.waitForURL(`${url}/`);
    expect(visitor.troubles).toEqual([`401 ${url}/api/me`]);
    await prefixed.close();
  });

  it('is not helped by its cookie alone: an unsafe request from another site is refused', async () => {
    await signIn('bob');
    await visitor.page.getByRole('heading', { name: 'Notes of Bob Builder' }).waitFor();
    const cookie = (await visitor.context.cookies(pair.url)).map(({ name, value }) => `${name}=${value}`).join('; ');
    const post = async (headers: Record<string, string>): Promise<number> => {
      const body = JSON.stringify({ text: 'forged' });
      return (
        await fetch(`${pair.url}/api/notes`, { method: 'POST', headers: { cookie, 'content-type': 'application/json', ...headers }, body })
      ).status;
    };
    expect(await post({ 'sec-fetch-site': 'cross-site' })).toBe(403);
    expect(await post({ 'sec-fetch-site': 'same-site' })).toBe(403);
    expect(await post({ origin: 'https://evil.example' })).toBe(403);
    expect(await post({ 'sec-fetch-site': 'same-origin' })).toBe(201);
  });
});
