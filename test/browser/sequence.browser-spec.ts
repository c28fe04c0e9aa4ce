import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { EmbeddedOktaSwitches } from '../../packages/dev-okta/src/embedded-okta.js';
import { checkAccessibility } from '../servers/accessibility.js';
import { type Browser, launchChromium, type Page } from '../servers/chromium.js';
import { Browser as InMemoryBrowser } from '../support/browser.js';
import { signIn } from '../support/sign-in.js';
import { startPair, type RunningPair } from '../support/start-pair.js';
import { screens } from './screens.js';
import { enterPassword, welcomeVisitor } from './visitor.js';

const shots = join(import.meta.dirname, '../../artifacts/browser');

interface Case {
  readonly name: string;
  readonly switches?: Partial<EmbeddedOktaSwitches>;
  readonly person?: string;
  /** How the steps begin, in their order, and what the last one says. */
  readonly steps: readonly string[];
  readonly end: string | RegExp;
}

const begun = [
  'Browser to application GET /login',
  'Application to provider POST',
  'Browser to provider GET',
  'Provider to browser The person signs in there',
  'Browser to application GET /auth',
];
const exchanged = [...begun, 'Application Checks the sign-in', "Application Checks the provider's answer", 'Application to provider POST'];

const cases: readonly Case[] = [
  {
    name: 'good',
    steps: [
      ...exchanged,
      'Application Checks the ID token',
      'Application to provider GET',
      'Application Checks userinfo',
      'Application to browser',
    ],
    end: /Starts the session, and goes on to \/profile/,
  },
  {
    name: 'person-refused',
    person: 'unassigned',
    steps: exchanged.slice(0, -1),
    end: /state holds: .* Stopped here the provider answered access_denied/,
  },
  {
    name: 'secret-refused',
    switches: { clientSecretValid: false },
    steps: begun.slice(0, 2),
    end: /Failed.* Response: 401 error invalid_client/,
  },
  {
    name: 'code-refused',
    switches: { refusal: 'invalid_authorization_code' },
    steps: exchanged,
    end: /Failed.* Response: 400 error invalid_grant/,
  },
  {
    name: 'clock-differs',
    switches: { clockSkew: 3600 },
    steps: [...exchanged, 'Application Checks the ID token'],
    end: /aud holds: .* Stopped here issued \d+ s in the future/,
  },
];

describe('The sequence of a sign-in', () => {
  let chromium: Browser;
  let pair: RunningPair;
  let healthy: EmbeddedOktaSwitches;

  beforeAll(async () => {
    await mkdir(shots, { recursive: true });
    chromium = await launchChromium();
    pair = await startPair({ NODE_ENV: 'development', RATE_LIMIT: '10000' });
    healthy = { ...pair.okta.switches };
    // The first one asks for the provider's keys as well.
    await signIn(new InMemoryBrowser(), pair.url, 'bob@example.com', 'bob');
  });
  afterAll(async () => {
    await chromium.close();
    await pair.close();
  });

  describe.each(cases)('of one that is $name', ({ name, switches = {}, person = 'alice', steps, end }) => {
    it.each(screens)('is drawn to where it ended, on a $name screen', async ({ name: screen, viewport, colorScheme }) => {
      const visitor = await welcomeVisitor(chromium, { viewport, colorScheme, javaScriptEnabled: false });
      const { page } = visitor;
      Object.assign(pair.okta.switches, switches);
      try {
        await arrive(page, pair, person);
        await page.screenshot({ path: join(shots, `sequence-${name}-${screen}.png`), fullPage: true });
        const drawn = await stepsOf(page);
        expect(drawn.map((text, index) => text.slice(0, steps[index]?.length))).toEqual(steps);
        expect(drawn.at(-1)).toEqual(typeof end === 'string' ? expect.stringContaining(end) : expect.stringMatching(end));
      } finally {
        Object.assign(pair.okta.switches, healthy);
        await visitor.close();
      }
    });
  });

  it.each(cases)('is accessible, fits on 360 pixels, and prints whole: $name', async ({ name, switches = {}, person = 'alice' }) => {
    const visitor = await welcomeVisitor(chromium, { viewport: { width: 360, height: 740 } });
    const { page } = visitor;
    Object.assign(pair.okta.switches, switches);
    try {
      await arrive(page, pair, person);
      expect(await checkAccessibility(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
      const onScreen = await stepsOf(page);
      await page.emulateMedia({ media: 'print' });
      expect(await stepsOf(page)).toEqual(onScreen);
      await page.setViewportSize({ width: 794, height: 1123 });
      await page.screenshot({ path: join(shots, `sequence-${name}-paper.png`), fullPage: true });
      expect(visitor.troubles).toEqual([]);
    } finally {
      Object.assign(pair.okta.switches, healthy);
      await visitor.close();
    }
  });
});

/** To the profile, by the provider's form where it is shown. */
async function arrive(page: Page, { url, okta }: RunningPair, person: string): Promise<void> {
  await page.goto(`${url}/profile`);
  if (new URL(page.url()).origin !== okta.origin) return;
  await enterPassword(page, `${person}@example.com`, person);
  await page.waitForURL(`${url}/**`);
}

/** The text of each step, as a screen reader has it. */
async function stepsOf(page: Page): Promise<string[]> {
  const texts = await page
    .getByRole('region', { name: /sign-in|signed in/i })
    .locator('ol > li')
    .allInnerTexts();
  return texts.map((text) => text.replace(/\s+/g, ' ').trim());
}
