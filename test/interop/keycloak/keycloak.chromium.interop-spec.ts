import { welcomeVisitor, type Visitor } from '../../browser/visitor.js';
import { launchChromium, type Page } from '../../servers/chromium.js';
import { Keycloak } from './keycloak.js';
import { person } from './realm.js';
import { startVisit, type Visit, type VisitSetup } from './start.js';

/** Its pages have scripts, send forms by themselves and load our frame: only a real browser shows what comes of it. */
describe('Keycloak, in a browser', () => {
  let keycloak: Keycloak;
  let chromium: Awaited<ReturnType<typeof launchChromium>>;
  let visit: Visit;

  beforeAll(async () => {
    keycloak = await Keycloak.start();
    chromium = await launchChromium();
  }, 400_000);
  afterAll(async () => {
    await chromium?.close();
    await keycloak?.close();
  });
  afterEach(() => visit.app.close());

  const start = async (setup?: VisitSetup): Promise<Visitor> => {
    visit = await startVisit(keycloak, setup);
    return welcomeVisitor(chromium);
  };
  const statusOf = async ({ context }: Visitor): Promise<number> => (await context.request.get(`${visit.app.url}/api/me`)).status();

  it.each(['query', 'form_post'])('takes the password on its page and comes back by %s', async (mode) => {
    const visitor = await start({ env: { OIDC_RESPONSE_MODE: mode } });
    await signIn(visitor.page, visit.app.url);
    await visitor.page.getByText(person.name).first().waitFor();
    expect(await statusOf(visitor)).toBe(200);
  });

  it('says that a password is wrong, and comes back after the right one', async () => {
    const { page } = await start();
    await page.goto(`${visit.app.url}/profile`);
    await enter(page, 'a wrong password');
    await page.getByText('Invalid username or password').waitFor();
    await enter(page, person.password);
    await page.waitForURL(`${visit.app.url}/profile`);
  });

  it('signs out here and there, and asks for the password again', async () => {
    const visitor = await start();
    await signIn(visitor.page, visit.app.url);
    await visitor.page.getByRole('button', { name: 'Sign out' }).first().click();
    await visitor.page.waitForURL(`${visit.app.url}/`);
    expect(await statusOf(visitor)).toBe(401);
    await visitor.page.goto(`${visit.app.url}/profile`);
    await passwordOf(visitor.page).waitFor();
  });

  it('ends the session here through a frame when the person signs out there', async () => {
    const visitor = await start({ channel: 'front' });
    await signIn(visitor.page, visit.app.url);
    const there = await visitor.context.newPage();
    await there.goto(`${visit.issuer}/protocol/openid-connect/logout`);
    const framed = there.waitForResponse((response) => response.url().startsWith(`${visit.app.url}/frontchannel-logout`));
    await there.getByRole('button', { name: 'Logout' }).click();
    expect((await framed).status()).toBe(200);
    expect(await statusOf(visitor)).toBe(401);
    expect(visitor.troubles.filter((trouble) => /Content.Security.Policy|X-Frame-Options|frame/i.test(trouble))).toEqual([]);
  });
});

const passwordOf = (page: Page): ReturnType<Page['locator']> => page.getByLabel('Password', { exact: true });

async function signIn(page: Page, appUrl: string): Promise<void> {
  await page.goto(`${appUrl}/profile`);
  await enter(page, person.password);
  await page.waitForURL(`${appUrl}/profile`);
}

async function enter(page: Page, password: string): Promise<void> {
  await page.getByLabel('Username or email').fill(person.username);
  await passwordOf(page).fill(password);
  await page.getByRole('button', { name: 'Sign In' }).click();
}
