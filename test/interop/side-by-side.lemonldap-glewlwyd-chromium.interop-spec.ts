import { checkAccessibility } from '../servers/accessibility.js';
import { type Browser, launchChromium, type Page } from '../servers/chromium.js';
import { enterPassword, welcomeVisitor, type Visitor } from '../browser/visitor.js';
import { freePort } from '../support/free-port.js';
import { type RunningOrganisations, startOrganisations } from '../support/start-organisations.js';
import { startGlewlwyd } from './glewlwyd/start.js';
import { enterPassword as enterAtGlewlwyd } from './glewlwyd/visit.js';
import { client, type InteropProvider } from './interop-provider.js';
import { startLemonldap } from './lemonldap-ng/start.js';
import { startOidcProvider } from './oidc-provider/start.js';

const atOkta = (page: Page): Promise<void> => enterPassword(page, 'alice@example.com', 'alice');

/** What a person does on the pages of each. */
const signIns: Readonly<
  Record<string, { readonly label: string; readonly person: string; readonly enter: (page: Page) => Promise<void> }>
> = {
  default: { label: 'Our own people', person: 'Alice Archer', enter: atOkta },
  globex: { label: 'Globex', person: 'Alice Archer', enter: atOkta },
  lemonldap: {
    label: 'LemonLDAP::NG',
    person: 'Doctor Who',
    async enter(page) {
      await page.locator('input[name=user]').fill('dwho');
      await page.locator('input[name=password]').fill('dwho');
      await page.locator('input[name=password]').press('Enter');
    },
  },
  glewlwyd: { label: 'Glewlwyd', person: 'Doctor Who', enter: enterAtGlewlwyd },
  'oidc-provider': {
    label: 'oidc-provider',
    person: 'Doctor Who',
    async enter(page) {
      await page.locator('input[name=login]').fill('dwho');
      await page.locator('input[name=password]').fill('any');
      await page.locator('button[type=submit]').click();
      await page.getByRole('button', { name: 'Continue' }).click();
    },
  },
};

describe('Two organisations and three other providers in one application, in a browser', () => {
  let chromium: Browser;
  let providers: Readonly<Record<string, InteropProvider>>;
  let run: RunningOrganisations;

  beforeAll(async () => {
    const port = String(await freePort());
    const url = `http://localhost:${port}`;
    const [lemonldap, glewlwyd, oidcProvider] = await Promise.all([
      startLemonldap('', url, 'front'),
      startGlewlwyd(url, 'back'),
      startOidcProvider(url),
    ]);
    providers = { lemonldap, glewlwyd, 'oidc-provider': oidcProvider };
    const others = Object.entries(providers).map(([id, { issuer }]) => {
      const texts = { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: client.id, OIDC_CLIENT_SECRET: client.secret };
      return [id, { LABEL: signIns[id]?.label ?? id, OIDC_SCOPES: 'openid profile email', ...texts }] as const;
    });
    run = await startOrganisations(
      { globex: { LABEL: 'Globex', DOMAINS: 'globex.example' }, ...Object.fromEntries(others) },
      { PORT: port, CONNECTION_DEFAULT_LABEL: 'Our own people', RATE_LIMIT: 'off' },
    );
    chromium = await launchChromium();
  }, 120_000);

  afterAll(async () => {
    await chromium?.close();
    await run?.close();
    await Promise.all(Object.values(providers ?? {}).map((provider) => provider.close()));
  });

  const statusOf = async ({ context }: Visitor): Promise<number> => (await context.request.get(`${run.url}/api/me`)).status();
  const ways = ({ page }: Visitor): Promise<string[]> => page.locator('main section li a').allInnerTexts();

  async function signIn(visitor: Visitor, id: string): Promise<void> {
    const { label = '', enter } = signIns[id] ?? {};
    await visitor.page.goto(`${run.url}/profile`);
    await visitor.page.getByRole('link', { name: label }).click();
    await enter?.(visitor.page);
    await visitor.page.waitForURL(`${run.url}/profile`);
  }

  it.each(Object.entries(signIns))('%s signs people in by its button, and is the first the next time', async (id, { label, person }) => {
    const visitor = await welcomeVisitor(chromium);
    await signIn(visitor, id);
    await visitor.page.getByText(person).first().waitFor();
    await visitor.page.goto(`${run.url}/login`);
    expect((await ways(visitor))[0]?.replace(/\s+/g, ' ')).toBe(`${label} used last`);
    expect(await checkAccessibility(visitor.page)).toEqual([]);
    await visitor.close();
  });

  it('lead people by their e-mail address, and lead nobody by one that none knows', async () => {
    const { page, close } = await welcomeVisitor(chromium);
    await page.goto(`${run.url}/profile`);
    await page.getByLabel('Your work e-mail address').fill('alice@nowhere.example');
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByText('No organisation signs in here').waitFor();
    expect(await checkAccessibility(page)).toEqual([]);
    await page.getByLabel('Your work e-mail address').fill('alice@globex.example');
    await page.getByRole('button', { name: 'Continue' }).click();
    expect(page.url().startsWith(run.okta['globex']?.origin ?? '')).toBe(true);
    await atOkta(page);
    await page.waitForURL(`${run.url}/profile`);
    await close();
  });

  it('end only the session of their own person when that one signs out there', async () => {
    const visitors = await Promise.all(
      Object.keys(signIns).map(async (id) => {
        const visitor = await welcomeVisitor(chromium);
        await signIn(visitor, id);
        return [id, visitor] as const;
      }),
    );
    const statuses = async (): Promise<object> =>
      Object.fromEntries(await Promise.all(visitors.map(async ([id, visitor]) => [id, await statusOf(visitor)] as const)));
    expect(await statuses()).toEqual({ default: 200, globex: 200, lemonldap: 200, glewlwyd: 200, 'oidc-provider': 200 });
    const there = new Map(visitors).get('oidc-provider')?.page;
    await there?.goto(`${providers['oidc-provider']?.issuer}/session/end`);
    await there?.getByRole('button', { name: /Yes/ }).click();
    await there
      ?.getByText(/signed out|success/i)
      .first()
      .waitFor();
    expect(await statuses()).toEqual({ default: 200, globex: 200, lemonldap: 200, glewlwyd: 200, 'oidc-provider': 401 });
    for (const [, visitor] of visitors) await visitor.close();
  });
});
