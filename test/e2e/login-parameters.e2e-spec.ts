import { closeAll, locationOf, startSideBySide } from '../conformance/side-by-side.js';
import { closeScenarios, type Scenario, type ScenarioOptions, startScenario } from '../conformance/scenario.js';

afterEach(closeScenarios);
afterEach(closeAll);

/** What a link to /login made the application ask the provider for. */
async function askedBy(query: string, env: Record<string, string> = {}, options: ScenarioOptions = {}): Promise<URLSearchParams> {
  const { location } = await follow(await startScenario({ ...options, env }), query);
  return new URL(location).searchParams;
}

async function follow({ app }: Scenario, query: string): Promise<{ status: number; location: string; body: string }> {
  const response = await fetch(`${app.url}/login?${query}`, { redirect: 'manual', headers: { accept: 'text/html' } });
  return { status: response.status, location: response.headers.get('location') ?? '', body: await response.text() };
}

const offersSignUp = { lie: { metadata: { prompt_values_supported: ['none', 'login', 'create'] } } };

describe('A link to /login', () => {
  it('passes on what LOGIN_PARAMETERS names, and nothing else', async () => {
    const query =
      'ui_locales=de+fr&organization=org_1&idp=0oa1&domain_hint=acme.com&state=x&redirect_uri=https://evil.test&client_id=y&scope=admin';
    const sent = await askedBy(query, { LOGIN_PARAMETERS: 'ui_locales,organization,idp' });
    expect(Object.fromEntries(sent)).toMatchObject({
      ui_locales: 'de fr',
      organization: 'org_1',
      idp: '0oa1',
      client_id: expect.not.stringMatching('^y$') as string,
    });
    expect(sent.has('domain_hint')).toBe(false);
    expect(sent.get('state')).not.toBe('x');
    expect(sent.get('redirect_uri')).not.toContain('evil');
    expect(sent.get('scope')).not.toContain('admin');
  });

  it('passes on nothing of the kind where LOGIN_PARAMETERS is not set', async () => {
    const sent = await askedBy('ui_locales=de&organization=org_1&prompt=none&screen_hint=signup');
    for (const name of ['ui_locales', 'organization', 'prompt', 'screen_hint']) expect(sent.has(name)).toBe(false);
  });

  it('loses against settings, which say it for everybody', async () => {
    const env = { LOGIN_PARAMETERS: 'organization,prompt', OIDC_AUTHORIZE_PARAMS: 'organization=org_1&prompt=login' };
    const sent = await askedBy('organization=org_2&prompt=none', env);
    expect([sent.getAll('organization'), sent.getAll('prompt')]).toEqual([['org_1'], ['login']]);
  });

  it.each([
    ['prompt', 'prompt=enroll_authenticator'],
    ['prompt', 'prompt=login+none'],
    ['ui_locales', 'ui_locales='],
    ['ui_locales', 'ui_locales=de%0D%0AX:1'],
    ['ui_locales', `ui_locales=${'d'.repeat(321)}`],
  ])('leaves out %s where it makes no sense: %s', async (name, query) => {
    expect((await askedBy(query, { LOGIN_PARAMETERS: 'prompt,ui_locales' })).has(name)).toBe(false);
  });

  it('only asks for stronger and more recent sign-ins, with or without LOGIN_PARAMETERS', async () => {
    const env = { LOGIN_PARAMETERS: 'acr_values,max_age,prompt', OIDC_AUTHORIZE_PARAMS: 'acr_values=strong&max_age=300' };
    const weaker = await askedBy('acr_values=weak&max_age=99999', env);
    expect([weaker.get('acr_values'), weaker.get('max_age')]).toEqual(['strong', '300']);
    expect((await askedBy('max_age=10&prompt=login', env)).get('max_age')).toBe('10');
  });

  it('keeps what it says on its way by a cookie, where the page that was wanted has a long address', async () => {
    const scenario = await startScenario({ env: { LOGIN_PARAMETERS: 'idp' } });
    const first = await follow(scenario, `idp=0oa1&returnTo=${encodeURIComponent(`/profile?x=${'y'.repeat(2000)}`)}`);
    expect(first.location).toMatch(/^\/login\?.*idp=0oa1/);
  });

  it.each(['ui_locales=<b>Call+0900', 'prompt=login&idp=Call+0900'])(
    'puts no words of its own on a page through the provider: %s',
    async (query) => {
      const scenario = await startScenario({ env: { LOGIN_PARAMETERS: 'ui_locales,idp' }, setup: { par: 'required' } });
      scenario.provider.lie = {
        faults: {
          par: {
            status: 400,
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify({ error: 'invalid_request', error_description: `Not supported: Call 0900` }),
          },
        },
      };
      const { status, body } = await follow(scenario, query);
      expect(status).toBe(403);
      expect(body).not.toContain('Call 0900');
    },
  );
});

describe('Making an account', () => {
  it('has a link on the start page where the provider says that it knows prompt=create', async () => {
    const scenario = await startScenario({ ...offersSignUp, env: { LOGIN_PARAMETERS: 'prompt' } });
    // Whoever signs in has the application read what the provider says of itself.
    await follow(scenario, '');
    const page = await scenario.browser.get(scenario.app.url);
    const link = page.links.find(({ text }) => text === 'Create an account');
    const { location } = await follow(scenario, new URL(link?.url ?? '').search.slice(1));
    expect(new URL(location).searchParams.get('prompt')).toBe('create');
  });

  it.each([
    ['LOGIN_PARAMETERS does not name prompt', {}, offersSignUp],
    ['the provider says nothing of it', { LOGIN_PARAMETERS: 'prompt' }, {}],
    [
      'the provider knows other prompts alone',
      { LOGIN_PARAMETERS: 'prompt' },
      { lie: { metadata: { prompt_values_supported: ['login'] } } },
    ],
  ])('has no link, and is not asked for, where %s', async (_what, env: Record<string, string>, options) => {
    const scenario = await startScenario({ ...options, env });
    expect(new URL((await follow(scenario, 'prompt=create')).location).searchParams.has('prompt')).toBe(false);
    expect((await scenario.browser.get(scenario.app.url)).text).not.toContain('Create an account');
  });

  it('has a link on the page that asks for the connection, by each that is known to offer it', async () => {
    const scenario = await startSideBySide({
      lie: () => offersSignUp.lie,
      env: () => ({ LOGIN_PARAMETERS: 'prompt', CONNECTION_HOSTILE_LABEL: 'Globex' }),
    });
    const { app, browser, hostile } = scenario;
    const asked = async () => {
      const page = await browser.get(`${app.url}/login?returnTo=/profile%3Fa%3D1&prompt=login`);
      return page.links.filter(({ text }) => text.startsWith('Create an account'));
    };
    // Nothing is asked of a provider for this page.
    expect([await asked(), hostile.requestsTo('discovery')]).toEqual([[], []]);
    for (const connection of ['default', 'hostile'] as const) await scenario.signIn(connection);
    const links = await asked();
    expect(links.map(({ text }) => text)).toEqual(['Create an account at Globex']);
    const address = new URL(links[0]?.url ?? '', app.url);
    expect(address.searchParams.get('returnTo')).toBe('/profile?a=1');
    const sent = new URL(await locationOf(browser, address.href));
    expect([sent.origin, sent.searchParams.get('prompt')]).toEqual([hostile.origin, 'create']);
  });

  it('has no link there by a connection whose LOGIN_PARAMETERS do not name prompt', async () => {
    const scenario = await startSideBySide({
      lie: () => offersSignUp.lie,
      env: () => ({ LOGIN_PARAMETERS: 'prompt', CONNECTION_HOSTILE_LOGIN_PARAMETERS: 'ui_locales' }),
    });
    await scenario.signIn('hostile');
    expect((await scenario.browser.get(`${scenario.app.url}/login`)).text).not.toContain('Create an account');
  });
});
