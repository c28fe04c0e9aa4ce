import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { SequenceStep } from '@fanlight/oidc';
import { catalogue } from '../../packages/doctor/src/diagnosis/catalogue/catalogue.js';
import { errorPage } from '../../packages/signin/src/errors/error-page.js';
import { PageViews } from '../../packages/signin/src/auth/page-views.js';
import { type Browser, launchChromium } from '../servers/chromium.js';
import { startPair, type RunningPair } from '../support/start-pair.js';
import { brokenWords, screens } from './screens.js';
import { welcomeVisitor } from './visitor.js';

const shots = join(import.meta.dirname, '../../artifacts/browser/errors');
const now = Date.UTC(2026, 10, 29, 18);
const steps: readonly SequenceStep[] = [{ from: 'browser', to: 'application', what: 'GET /login', at: now, failed: true }];

describe('The page of every entry of the catalogue', () => {
  let chromium: Browser;
  let pair: RunningPair;

  beforeAll(async () => {
    await mkdir(shots, { recursive: true });
    chromium = await launchChromium();
    pair = await startPair();
  });
  afterAll(async () => {
    await chromium.close();
    await pair.close();
  });

  it.each(screens)('fits and breaks no word on a $name screen', async ({ name: screen, viewport, colorScheme }) => {
    const views = pair.app.app.get(PageViews, { strict: false });
    const visitor = await welcomeVisitor(chromium, { viewport, colorScheme });
    const { page } = visitor;
    await page.goto(pair.url);
    const faults: unknown[] = [];
    for (const { id, title, summary, who, advice, steps: given, paste = {} } of catalogue) {
      const shown = errorPage({
        ...{ title, summary, who, advice, status: 403, reference: 'reference-1', providerWords: undefined, development: true, now },
        steps: given.map((step) => (typeof step === 'string' ? step : step.step)),
        paste: Object.entries(paste).map(([label, value]) => ({ label, value })),
        technical: [{ name: 'Catalogue entry', value: id }],
        sequence: steps,
        retry: undefined,
      });
      // Below an address of the application, so that its style sheets are found.
      await page.setContent(views.render('error', shown, { title, person: undefined, base: '' }), { waitUntil: 'load' });
      await page.screenshot({ path: join(shots, `${id}-${screen}.png`), fullPage: true });
      const wide = await page.evaluate('document.documentElement.scrollWidth');
      const broken = await page.evaluate(brokenWords);
      if (Number(wide) > viewport.width || String(broken) !== '') faults.push({ id, wide, broken });
    }
    expect(faults).toEqual([]);
    await visitor.close();
  });
});
