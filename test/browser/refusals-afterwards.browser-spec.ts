import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Controller, Get, Module, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { EmbeddedOktaSwitches } from '../../packages/dev-okta/src/embedded-okta.js';
import { catalogue } from '../../packages/doctor/src/diagnosis/catalogue/catalogue.js';
import { AccessTokens } from '../../packages/signin/src/auth/tokens/access-tokens.js';
import { Sessions } from '../../packages/signin/src/session/sessions.js';
import { checkAccessibility } from '../servers/accessibility.js';
import { type Browser, launchChromium, type Page } from '../servers/chromium.js';
import { startPair, type RunningPair } from '../support/start-pair.js';
import { enterPassword, welcomeVisitor, type Visitor } from './visitor.js';

const shots = join(import.meta.dirname, '../../artifacts/refusals');

/** A page that calls another service in the person's name. */
@Controller('orders')
class OrdersController {
  constructor(private readonly tokens: AccessTokens) {}

  @Get() async orders(@Req() request: FastifyRequest): Promise<string> {
    return `${(await this.tokens.for(request)).length} characters`;
  }
}

@Module({ controllers: [OrdersController] })
class OrdersModule {}

interface Case {
  readonly switches: Partial<EmbeddedOktaSwitches>;
  /** Of the page that the person sees. */
  readonly id: string;
}

/** Whether the person is signed out by it, as by a refused grant, or not, as by a fault of this client. */
const atRefresh: readonly (Case & { readonly ends: boolean; readonly logged: RegExp })[] = [
  { switches: { refusal: 'invalid_refresh_token' }, id: 'session-ended', ends: true, logged: /refresh token is invalid or expired/ },
  {
    switches: { refusal: 'refresh_scopes_denied' },
    id: 'refresh-scope-widened',
    ends: false,
    logged: /not granted in the original authorize request/,
  },
  {
    switches: { refreshTokenGrant: false },
    id: 'grant-type-not-enabled',
    ends: false,
    logged: /not authorized to use the provided grant type/,
  },
  { switches: { clientSecretValid: false }, id: 'client-secret-invalid', ends: false, logged: /client secret supplied/ },
  { switches: { available: false }, id: 'provider-error', ends: false, logged: /answered 503/ },
];

const atSignOut: readonly Case[] = [
  { switches: { logoutUriRegistered: false }, id: 'logout-uri-not-registered' },
  { switches: { refusal: 'id_token_invalid' }, id: 'logout-hint-missing' },
  { switches: { refusal: 'id_token_does_not_match_session' }, id: 'logout-of-another-person' },
];

const named = <T extends Case>(cases: readonly T[]): (T & { readonly by: string })[] =>
  cases.map((given) => ({ ...given, by: JSON.stringify(given.switches) }));

describe('After sign-in', () => {
  let chromium: Browser;
  let pair: RunningPair;
  let healthy: EmbeddedOktaSwitches;
  let visitor: Visitor;
  let page: Page;

  beforeAll(async () => {
    await mkdir(shots, { recursive: true });
    chromium = await launchChromium();
    pair = await startPair({ OIDC_SCOPES: 'openid profile email offline_access', RATE_LIMIT: '10000' }, {}, [OrdersModule]);
    healthy = { ...pair.okta.switches };
  });
  beforeEach(async () => {
    visitor = await welcomeVisitor(chromium, { viewport: { width: 1280, height: 800 } });
    ({ page } = visitor);
    await page.goto(`${pair.url}/orders`);
    await enterPassword(page, 'alice@example.com', 'alice');
    await page.waitForURL(`${pair.url}/orders`);
  });
  afterEach(async () => {
    Object.assign(pair.okta.switches, healthy);
    await visitor.close();
  });
  afterAll(async () => {
    await chromium.close();
    await pair.close();
  });

  const look = async (shot: string): Promise<string> => {
    await page.screenshot({ path: join(shots, `${shot}.png`), fullPage: true });
    expect(await checkAccessibility(page)).toEqual([]);
    return (await page.locator('main').innerText()).replace(/\s+/g, ' ');
  };

  it.each(named(atRefresh))(
    '$by brings $id when tokens are renewed, and without it people go on',
    async ({ by, id, switches, ends, logged }) => {
      const sessions = pair.app.app.get(Sessions);
      // What an hour does to the access token.
      for (const { key } of await sessions.listLatest(1))
        await sessions.replaceTokens(key, (held) => Promise.resolve({ ...held, expiresAt: 1 }));
      Object.assign(pair.okta.switches, switches);
      await page.goto(`${pair.url}/orders`);
      const text = await look(`refresh-${id}-${by.replace(/\W+/g, '-')}`);
      expect(text).toContain(`Catalogue entry ${id} `);
      expect(text).toContain(catalogue.find((entry) => entry.id === id)?.title);
      expect(pair.app.log.some((line) => logged.test(line))).toBe(true);

      Object.assign(pair.okta.switches, healthy);
      const button = page.locator('main').getByRole('link', { name: ends ? 'Sign in' : /^(Sign in|Try) again$/, exact: true });
      if (await button.count()) await button.click();
      else await page.goto(`${pair.url}/orders`);
      // A provider that was down is asked again after its pause.
      await page.waitForURL(`${pair.url}/orders`);
      expect(await page.locator('body').innerText()).toMatch(/^\d+ characters$/);
    },
  );

  it.each(named(atSignOut))(
    '$by stops sign-out at the provider with the words of $id, and here the person is signed out',
    async ({ by, id, switches }) => {
      Object.assign(pair.okta.switches, switches);
      await page.goto(`${pair.url}/logout`);
      await page.locator('main').getByRole('button', { name: 'Sign out' }).click();
      await page.waitForURL(`${pair.okta.origin}/**`);
      const text = await look(`logout-${id}-${by.replace(/\W+/g, '-')}`);
      const known = catalogue.find((entry) => entry.id === id)?.texts ?? [];
      expect(known.some((words) => text.includes(words))).toBe(true);
      expect((await page.request.get(`${pair.url}/api/me`)).status()).toBe(401);

      Object.assign(pair.okta.switches, healthy);
      // The session of the provider goes on, as the page said.
      await page.goto(`${pair.url}/orders`);
      await page.waitForURL(`${pair.url}/orders`);
      await page.goto(`${pair.url}/logout`);
      await page.locator('main').getByRole('button', { name: 'Sign out' }).click();
      await page.waitForURL(`${pair.url}/`);
    },
  );

  it('the back button leads to a page of the provider that leads back to the application', async () => {
    await page.goBack();
    await page.waitForURL(`${pair.okta.origin}/**`);
    await page.reload();
    expect(await look('back-button')).toContain('This sign-in is over');
    await page.getByRole('link', { name: 'Go to the application' }).click();
    await page.waitForURL(`${pair.url}/`);
    expect(await page.locator('body').innerText()).toContain('Alice Archer');
  });
});
