import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Provider, startProvider } from '../conformance/provider/start-provider.js';
import { checkAccessibility } from '../servers/accessibility.js';
import { type Browser, launchChromium } from '../servers/chromium.js';
import { Browser as Visitor } from '../support/browser.js';
import { type RunningOrganisations, startOrganisations } from '../support/start-organisations.js';
import { brokenWords, screens } from './screens.js';
import { enterPassword, welcomeVisitor } from './visitor.js';

const shots = join(import.meta.dirname, '../../artifacts/browser');
const long = 'An organisation with a name that does not fit on one line, Holdings Ltd';

describe('The page that asks for the organisation', () => {
  let chromium: Browser;
  let run: RunningOrganisations;
  let provider: Provider;

  beforeAll(async () => {
    await mkdir(shots, { recursive: true });
    chromium = await launchChromium();
    provider = await startProvider({ metadata: { prompt_values_supported: ['create'] } });
    const { clientId, clientSecret } = provider.client;
    const anybody = { OIDC_ISSUER: provider.issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret };
    run = await startOrganisations(
      { globex: { LABEL: 'Globex', DOMAINS: 'globex.example' }, anybody: { LABEL: 'Customers', ...anybody }, long: { LABEL: long } },
      { CONNECTION_DEFAULT_LABEL: 'Our own people', LOGIN_PARAMETERS: 'prompt', RATE_LIMIT: 'off' },
    );
    provider.client.redirectUris.push(`${run.url}/authorization-code/callback/anybody`);
    await new Visitor().get(`${run.url}/login?connection=anybody`);
  });
  afterAll(async () => {
    await chromium.close();
    await run.close();
    await provider.close();
  });

  it.each(screens)(
    'is accessible and fits on a $name screen, also where an address leads nowhere',
    async ({ name, viewport, colorScheme }) => {
      const { page, troubles, close } = await welcomeVisitor(chromium, { viewport, colorScheme });
      const look = async (state: string): Promise<void> => {
        await page.screenshot({ path: join(shots, `${state}-${name}.png`), fullPage: true });
        expect(await checkAccessibility(page)).toEqual([]);
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(viewport.width);
        expect(await page.evaluate(brokenWords)).toEqual([]);
      };
      await page.goto(`${run.url}/login`);
      await look('choose');
      expect(await page.getByRole('link', { name: 'Create an account at Customers' }).count()).toBe(1);
      await page.getByLabel('Your work e-mail address').fill('alice@nowhere.example');
      await page.keyboard.press('Enter');
      await page.getByText('No organisation signs in here').waitFor();
      expect(await page.title()).toMatch(/^Error: /);
      expect(await page.evaluate("[document.activeElement.name, document.activeElement.getAttribute('aria-invalid')]")).toEqual([
        'login_hint',
        'true',
      ]);
      await look('choose-unknown');
      await page.goto(run.url);
      await look('home-of-several');
      expect(troubles).toEqual([]);
      await close();
    },
  );

  it.each([true, false])('leads by button and by address to the page that was wanted, with scripts: %s', async (javaScriptEnabled) => {
    for (const way of ['button', 'address']) {
      const { page, troubles, close } = await welcomeVisitor(chromium, { javaScriptEnabled });
      await page.goto(`${run.url}/profile?a=1`);
      if (way === 'button') await page.getByRole('link', { name: 'Globex' }).click();
      else {
        await page.getByLabel('Your work e-mail address').fill('alice@globex.example');
        await page.getByRole('button', { name: 'Continue' }).click();
      }
      expect(page.url().startsWith(run.okta['globex']?.origin ?? '')).toBe(true);
      await enterPassword(page, 'alice@example.com', 'alice');
      await page.waitForURL(`${run.url}/profile?a=1`);
      await page.goto(`${run.url}/login`);
      expect(await page.locator('main section li a').first().innerText()).toMatch(/Globex\s+used last/);
      expect(troubles).toEqual([]);
      await close();
    }
  });
});
