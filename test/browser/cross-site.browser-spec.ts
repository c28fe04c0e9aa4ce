import { closeScenarios, startScenario } from '../conformance/scenario.js';
import { type Browser, launchChromium } from '../servers/chromium.js';
import { type Visitor, welcomeVisitor } from './visitor.js';

/** The provider is at 127.0.0.1 and the application at localhost: two sites for a browser, so that its rules for cookies and frames apply. */
describe('A provider on another site', () => {
  let chromium: Browser;
  let visitor: Visitor;

  beforeAll(async () => {
    chromium = await launchChromium();
  });
  afterAll(() => chromium.close());
  beforeEach(async () => {
    visitor = await welcomeVisitor(chromium);
  });
  afterEach(async () => {
    await visitor.close();
    await closeScenarios();
    // The provider has no icon; anything else is a trouble, and above all what a policy stopped.
    expect(visitor.troubles.filter((trouble) => !trouble.includes('/favicon.ico'))).toEqual([]);
  });

  it('signs a person in by form_post, though the post brings no cookie along', async () => {
    const { app, provider } = await startScenario({ env: { OIDC_RESPONSE_MODE: 'form_post' } });
    const { page } = visitor;
    await page.goto(`${app.url}/profile?from=here`);
    await page.waitForURL(`${app.url}/profile?from=here`);
    expect(provider.requestsTo('authorize')[0]?.query.get('response_mode')).toBe('form_post');
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Ada Lovelace');
  });

  it('ends the session of before when another person signs in by form_post', async () => {
    const { app, provider } = await startScenario({ env: { OIDC_RESPONSE_MODE: 'form_post' } });
    const { page, context } = visitor;
    await page.goto(`${app.url}/profile`);
    await page.waitForURL(`${app.url}/profile`);
    const before = await context.cookies(app.url);
    provider.person.sub = 'another-person';
    await page.goto(`${app.url}/login?returnTo=/profile`);
    await page.waitForURL(`${app.url}/profile`);
    const cookie = before.map(({ name, value }) => `${name}=${value}`).join('; ');
    expect((await fetch(`${app.url}/api/me`, { headers: { cookie } })).status).toBe(401);
  });

  it('signs a person out by a form, where the hint is too long for an address', async () => {
    const { app, provider } = await startScenario({ lie: { idToken: { claims: { filler: 'x'.repeat(14_000) } } } });
    const { page } = visitor;
    await page.goto(`${app.url}/profile`);
    await page.getByRole('button', { name: 'Sign out' }).first().click();
    await page.waitForURL(`${app.url}/**`);
    await page.getByRole('link', { name: 'Log in' }).waitFor();
    expect(provider.requestsTo('end_session').map(({ method }) => method)).toEqual(['POST']);
    expect(provider.sessionsEnded).toHaveLength(1);
  });

  it('signs a person out through a frame of its own sign-out page', async () => {
    const { app, provider } = await startScenario();
    provider.client.frontchannelLogoutUri = `${app.url}/frontchannel-logout`;
    const { page } = visitor;
    await page.goto(`${app.url}/profile`);
    await page.waitForURL(`${app.url}/profile`);
    await page.goto(`${provider.origin}/logout?sid=${provider.lastSid()}`);
    await page.frameLocator('iframe').getByText('Signed out.').waitFor();
    const answer = await page.goto(`${app.url}/api/me`);
    expect(answer?.status()).toBe(401);
  });
});
