import { Controller, Get, Module } from '@nestjs/common';
import type { EmbeddedOktaSwitches } from '../../packages/dev-okta/src/embedded-okta.js';
import { Groups } from '../../packages/signin/src/auth/access/decorators.js';
import { Browser } from '../support/browser.js';
import { signIn } from '../support/sign-in.js';
import { startPair, type RunningPair } from '../support/start-pair.js';

@Controller()
class ClubController {
  @Get('club')
  @Groups('Nobody is in it')
  club(): string {
    return 'club';
  }

  @Get('fault')
  fault(): never {
    throw new Error('a fault of the application');
  }
}

@Module({ controllers: [ClubController] })
class ClubModule {}

const production = { NODE_ENV: 'production', SESSION_SECRET: 'a-session-secret-of-the-button-spec-123456789', LOG_LEVEL: 'info' };

interface Case {
  readonly what: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly switches?: Partial<EmbeddedOktaSwitches>;
  readonly person?: string;
  readonly path?: string;
  /** What the links of the page say and where they lead. */
  readonly ways: readonly (readonly [text: string, path: string])[];
}

const start = ['Start page', '/'] as const;
const again = ['Try again', '/login?returnTo=%2Fprofile'] as const;

const cases: readonly Case[] = [
  { what: 'what the developer has to mend', env: production, switches: { clockSkew: 3600 }, ways: [start] },
  { what: 'the same in development', switches: { clockSkew: 3600 }, ways: [start] },
  { what: 'what the administrator may have mended', env: production, person: 'unassigned', ways: [again, start] },
  { what: 'what passes', env: production, switches: { available: false }, ways: [again, start] },
  { what: 'a missing group', env: production, path: '/club', ways: [['Sign in again', '/login?returnTo=%2Fclub'], start] },
  { what: 'a fault of the application', env: production, path: '/fault', ways: [['Try again', '/fault'], start] },
  { what: 'an address that does not exist', env: production, path: '/nowhere', ways: [start] },
];

describe('The buttons of an error page', () => {
  let pair: RunningPair;
  afterEach(() => pair.close());

  it.each(cases)('lead on where that can help: $what', async ({ env = {}, switches = {}, person = 'alice', path = '/profile', ways }) => {
    pair = await startPair(env, {}, [ClubModule]);
    const browser = new Browser();
    if (path !== '/profile') await signIn(browser, pair.url, 'alice@example.com', 'alice');
    Object.assign(pair.okta.switches, switches);
    const page = await signIn(browser, pair.url, `${person}@example.com`, person, path);
    expect(page.status).toBeGreaterThanOrEqual(400);
    // The other link to sign in stands in a notice that is hidden until the session ends.
    const main = page.links.filter(({ text, url }) => /start page|again|sign in/i.test(text) && url !== `${pair.url}/login`);
    expect(main.map(({ text, url }) => [text, url.slice(pair.url.length)])).toEqual(ways);
    expect(page.text.includes('Trying again does not help') && ways.length > 1 && env === production).toBe(false);
  });

  it('let the provider ask where the settings forbid it to, so that the person gets in', async () => {
    pair = await startPair({ OIDC_AUTHORIZE_PARAMS: 'prompt=none' });
    const browser = new Browser();
    const refused = await browser.get(`${pair.url}/profile`);
    const way = refused.links.find(({ text }) => text === 'Try again');
    expect(way?.url).toBe(`${pair.url}/login?returnTo=%2Fprofile&prompt=login`);
    const form = await browser.follow(refused, way?.url ?? '');
    const profile = await browser.submit(form, { username: 'alice@example.com', password: 'alice' });
    expect([profile.url, profile.text.includes('Alice Archer')]).toEqual([`${pair.url}/profile`, true]);

    pair.okta.switches.refusal = 'consent_required';
    const withoutConsent = await browser.get(`${pair.url}/login?returnTo=/profile`);
    expect(withoutConsent.links.map(({ url }) => url)).toContain(`${pair.url}/login?returnTo=%2Fprofile&prompt=consent`);
  });
});
