import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, launchChromium } from '../servers/chromium.js';
import { freePort } from '../support/free-port.js';
import { startApp, type RunningApp } from '../support/start-app.js';
import { startPair, type RunningPair } from '../support/start-pair.js';
import { enterPassword, welcomeVisitor, type Visitor } from './visitor.js';

describe('After signing out', () => {
  let chromium: Browser;
  let folder: string;
  let pair: RunningPair;
  let second: RunningApp;
  let secondUrl: string;
  const visitors: Visitor[] = [];

  beforeAll(async () => {
    chromium = await launchChromium();
    folder = await mkdtemp(join(tmpdir(), 'okta-nest-signin-sign-out-'));
    const shared = { DATABASE_URL: `sqlite:${join(folder, 'app.db')}`, SESSION_SECRET: 'one secret that both instances have here' };
    const publicUrl = `http://localhost:${await freePort()}`;
    pair = await startPair(
      { ...shared, PUBLIC_URL: publicUrl, PORT: new URL(publicUrl).port },
      { universalLogoutUri: `${publicUrl}/universal-logout` },
    );
    second = await startApp({ ...pair.okta.env, ...shared, PUBLIC_URL: publicUrl, PORT: String(await freePort()) });
    secondUrl = `http://localhost:${second.settings.listen.port}`;
  });

  afterEach(async () => {
    for (const visitor of visitors.splice(0)) await visitor.close();
  });

  afterAll(async () => {
    await chromium.close();
    await second.close();
    await pair.close();
    await rm(folder, { recursive: true });
  });

  const alice = async (): Promise<Visitor> => {
    const visitor = await welcomeVisitor(chromium);
    visitors.push(visitor);
    await visitor.page.goto(`${pair.url}/profile`);
    await enterPassword(visitor.page, 'alice@example.com', 'alice');
    await visitor.page.waitForURL(`${pair.url}/profile`);
    return visitor;
  };
  const signOut = async ({ page }: Visitor): Promise<void> => {
    await page.goto(`${pair.url}/logout`);
    await page.getByRole('main').getByRole('button', { name: 'Sign out' }).click();
    await page.waitForURL(`${pair.url}/`);
  };
  const becomeActive = async ({ page }: Visitor): Promise<void> => {
    await page.evaluate("window.dispatchEvent(new Event('focus'))");
  };

  it('the back button shows nothing of the person', async () => {
    const visitor = await alice();
    await signOut(visitor);
    await visitor.page.goBack();
    expect(visitor.page.url()).toBe(`${pair.url}/logout`);
    expect(await visitor.page.getByText('Alice Archer').count()).toBe(0);
    await visitor.page.goBack();
    // The profile asks for a sign-in; the embedded provider's own page names everybody.
    await visitor.page.getByLabel('Password').waitFor();
    expect(new URL(visitor.page.url()).origin).toBe(pair.okta.origin);
  });

  it('an open tab says so kindly when the person comes back to it, on another instance too', async () => {
    const visitor = await alice();
    const here = await visitor.context.newPage();
    await here.goto(`${pair.url}/profile`);
    const there = await visitor.context.newPage();
    await there.goto(`${secondUrl}/profile`);
    await signOut(visitor);
    for (const page of [here, there]) {
      await becomeActive({ ...visitor, page });
      await page.getByRole('heading', { name: 'You have been signed out' }).waitFor();
      expect(await page.getByText('Alice Archer').count()).toBe(0);
      await page.close();
    }
  });

  it('in one browser, the other stays signed in', async () => {
    const [desk, phone] = [await alice(), await alice()];
    await signOut(desk);
    await becomeActive(phone);
    await phone.page.reload();
    expect(await phone.page.getByRole('heading', { level: 1 }).textContent()).toBe('Alice Archer');
  });

  it('by the administrator, every browser notices', async () => {
    const [desk, phone] = [await alice(), await alice()];
    expect(await pair.okta.clearSessions('alice@example.com')).toBe(204);
    for (const visitor of [desk, phone]) {
      await becomeActive(visitor);
      await visitor.page.getByRole('heading', { name: 'You have been signed out' }).waitFor();
      await visitor.page.getByRole('link', { name: 'Sign in again' }).click();
      await visitor.page.getByLabel('Password').waitFor();
    }
  });
});
