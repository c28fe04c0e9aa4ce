import { failureCode } from '../outcome.js';
import type { Lie } from '../provider/lie.js';
import { closeAll, locationOf, type SideBySide, startSideBySide } from '../side-by-side.js';

afterEach(closeAll);

/**
 * RFC 9700, section 4.4.1: the person starts the grant at the attacker's server (2), which "immediately redirects the browser to the
 * authorization endpoint of H-AS. In the authorization request, the attacker replaces the client ID of the client at A-AS with the client's
 * ID at H-AS" (3). Returns where the honest server then sends the browser (4).
 */
async function redirectedToHonest({ app, browser, honest }: SideBySide, changes: Readonly<Record<string, string>> = {}): Promise<string> {
  const asked = new URL(await locationOf(browser, `${app.url}/login?connection=hostile`));
  const forged = new URL(`${honest.origin}/authorize?${asked.searchParams.toString()}`);
  const own = { client_id: honest.client.clientId, redirect_uri: honest.client.redirectUris[0] ?? '' };
  for (const [name, value] of Object.entries({ ...own, ...changes })) forged.searchParams.set(name, value);
  return locationOf(browser, forged.href);
}

describe('A hostile connection beside an honest one', () => {
  it('signs people in, each at its own provider with its own client, while nobody attacks', async () => {
    const scenario = await startSideBySide();
    for (const connection of ['default', 'hostile'] as const) {
      const browser = await scenario.signIn(connection);
      expect(await scenario.whoIs(browser)).toMatchObject({
        issuer: (connection === 'default' ? scenario.honest : scenario.hostile).issuer,
      });
    }
    const clients = [scenario.honest, scenario.hostile].map((provider) =>
      provider.requestsTo('token').map(({ headers }) => headers['authorization']),
    );
    const basic = (id: string) => `Basic ${btoa(`${id}:conformance-secret-0123456789abcdef`)}`;
    expect(clients).toEqual([[basic('client-at-honest')], [basic('client-at-hostile')]]);
  });

  // "Since the client still assumes that the code was issued by A-AS, it will try to redeem the code at A-AS's token endpoint" (5). Okta and
  // many others do not name themselves in their answers: then the redirect URI has to tell (section 4.4.2.2).
  it.each(['advertised', 'sent', 'off'] as const)(
    'gets no code of the honest provider, whose answers name their issuer or not (%s)',
    async (responseIssuer) => {
      const scenario = await startSideBySide({ honest: { responseIssuer }, hostile: { responseIssuer: 'off' } });
      const page = await scenario.browser.get(await redirectedToHonest(scenario));
      expect([page.status, failureCode(scenario)]).toEqual([400, 'response_issuer_mismatch']);
      expect([scenario.hostile.requestsTo('token'), scenario.honest.requestsTo('token')]).toEqual([[], []]);
      expect(await scenario.whoIs()).toBeUndefined();
    },
  );

  it('has used up the login at which the attack was noticed', async () => {
    const scenario = await startSideBySide({ hostile: { responseIssuer: 'off' } });
    const callback = await redirectedToHonest(scenario);
    await scenario.browser.get(callback);
    const again = new URL(callback);
    again.pathname += '/hostile';
    again.searchParams.delete('iss');
    expect((await scenario.browser.get(again.href)).status).toBe(400);
    expect(scenario.hostile.requestsTo('token')).toEqual([]);
  });

  it('cannot have the honest provider send the code to its own redirect URI, which is not registered there', async () => {
    const scenario = await startSideBySide({ honest: { responseIssuer: 'off' } });
    const own = `${scenario.app.url}/authorization-code/callback/hostile`;
    await expect(redirectedToHonest(scenario, { redirect_uri: own })).rejects.toThrow('answered 400');
  });

  // The other direction: the attacker's answer finishes a login at the honest provider.
  it.each(['advertised', 'off'] as const)(
    'cannot finish a login that began at the honest provider, whose answers name their issuer or not (%s)',
    async (responseIssuer) => {
      const scenario = await startSideBySide({ honest: { responseIssuer } });
      const { app, browser, honest, hostile } = scenario;
      const asked = new URL(await locationOf(browser, `${app.url}/login?connection=default`));
      for (const path of ['', '/hostile']) {
        const answer = new URLSearchParams({ code: 'of-the-attacker', state: asked.searchParams.get('state') ?? '', iss: hostile.issuer });
        const page = await browser.get(`${app.url}/authorization-code/callback${path}?${answer.toString()}`);
        expect([path, page.status]).toEqual([path, 400]);
      }
      expect([honest.requestsTo('token'), hostile.requestsTo('token'), await scenario.whoIs()]).toEqual([[], [], undefined]);
    },
  );

  it('injects no stolen code of the honest provider into a login that the attacker began there', async () => {
    const scenario = await startSideBySide({ honest: { responseIssuer: 'off' } });
    const { app, browser, honest } = scenario;
    const stolen =
      new URL(await locationOf(browser, await locationOf(browser, `${app.url}/login?connection=default`))).searchParams.get('code') ?? '';
    const attacker = await scenario.signIn('hostile');
    const own = new URL(await locationOf(attacker, `${app.url}/login?connection=default`));
    const page = await attacker.get(`${app.url}/authorization-code/callback?code=${stolen}&state=${own.searchParams.get('state') ?? ''}`);
    expect([page.status, failureCode(scenario), honest.requestsTo('userinfo')]).toEqual([403, 'token_refused', []]);
    expect(await scenario.whoIs(attacker)).toMatchObject({ issuer: scenario.hostile.issuer });
  });

  it('knows no redirect URI of a connection that there is not', async () => {
    const { app, browser } = await startSideBySide();
    expect((await browser.get(`${app.url}/authorization-code/callback/nobody?code=a&state=b`)).status).toBe(404);
  });

  it('opens no signed answer for a login of the honest provider', async () => {
    const mode = { OIDC_RESPONSE_MODE: 'jwt', CONNECTION_HOSTILE_OIDC_RESPONSE_MODE: 'jwt' };
    const scenario = await startSideBySide({ env: () => mode });
    const { app, browser, honest, hostile } = scenario;
    const [atHonest, atHostile] = [
      new URL(await locationOf(browser, `${app.url}/login?connection=default`)).searchParams.get('state') ?? '',
      new URL(await locationOf(browser, `${app.url}/login?connection=hostile`)).searchParams.get('state') ?? '',
    ];
    const claims = {
      iss: honest.issuer,
      aud: honest.client.clientId,
      exp: Math.floor(Date.now() / 1000) + 300,
      code: 'c',
      state: atHonest,
    };
    for (const [path, iss, aud, code] of [
      ['', honest.issuer, honest.client.clientId, 'response_signature'],
      ['/hostile', hostile.issuer, hostile.client.clientId, 'response_issuer_mismatch'],
    ] as const) {
      const response = await hostile.jwt({}, { ...claims, iss, aud });
      const page = await browser.get(
        `${app.url}/authorization-code/callback${path}?${new URLSearchParams({ response, state: atHostile }).toString()}`,
      );
      expect([path, page.status, failureCode(scenario)]).toEqual([path, 400, code]);
    }
    expect([honest.requestsTo('token'), hostile.requestsTo('token')]).toEqual([[], []]);
  });
});

// RFC 9700, section 4.4.1, "OpenID Connect": "the attacker misuses features of the OpenID Connect Discovery mechanism or replays access tokens
// or ID Tokens". Section 4.4.2: it "might declare an uncompromised authorization server's authorization endpoint URL as 'their' authorization
// server URL, but declare a token endpoint under their own control".
describe('A hostile discovery document', () => {
  it.each(['client-at-hostile', 'client-at-honest'])(
    'that names the authorization endpoint of the honest provider gets no code, also where the attacker calls our client %s',
    async (clientId) => {
      const lie = (honest: { readonly origin: string }): Lie => ({ metadata: { authorization_endpoint: `${honest.origin}/authorize` } });
      const { app, browser, hostile } = await startSideBySide({
        honest: { responseIssuer: 'off' },
        hostile: { client: { clientId } },
        lie,
      });
      const page = await browser.get(`${app.url}/login?connection=hostile`);
      expect([new URL(page.url).origin, page.status]).not.toEqual([app.url, 200]);
      expect([page.status, hostile.requestsTo('token')]).toEqual([400, []]);
    },
  );

  it('that names the token endpoint of the honest provider has our client there redeem nothing', async () => {
    const lie = (honest: { readonly origin: string }): Lie => ({ metadata: { token_endpoint: `${honest.origin}/token` } });
    const scenario = await startSideBySide({ lie });
    await scenario.signIn('hostile', scenario.browser);
    const sent = scenario.honest.requestsTo('token').map(({ headers }) => atob((headers['authorization'] ?? '').slice('Basic '.length)));
    expect(sent.map((credentials) => credentials.split(':')[0])).toEqual(['client-at-hostile']);
    expect(await scenario.whoIs()).toBeUndefined();
  });

  it('that names the keys of the honest provider passes no ID token of its off as its own', async () => {
    const scenario = await startSideBySide({ lie: (honest) => ({ metadata: { jwks_uri: `${honest.origin}/jwks` } }) });
    const { honest, hostile } = scenario;
    const now = Math.floor(Date.now() / 1000);
    const replayed = { iss: honest.issuer, aud: honest.client.clientId, sub: honest.person.sub, iat: now, exp: now + 300 };
    for (const claims of [replayed, { ...replayed, aud: hostile.client.clientId }]) {
      hostile.lie = { ...hostile.lie, idToken: { raw: { value: await honest.jwt({}, claims) } } };
      await scenario.signIn('hostile', scenario.browser);
      expect([failureCode(scenario), await scenario.whoIs()]).toEqual(['id_token_issuer', undefined]);
    }
  });

  it('that calls itself the honest provider is not used', async () => {
    const scenario = await startSideBySide({ lie: ({ issuer }) => ({ metadata: { issuer } }) });
    const page = await scenario.browser.get(`${scenario.app.url}/login?connection=hostile`);
    expect([page.status >= 400, failureCode(scenario), scenario.hostile.requestsTo('authorize')]).toEqual([true, 'issuer_mismatch', []]);
  });
});

describe('A login that a third party starts', () => {
  it('goes to the connection of its issuer, and to none where the connection beside it is of another', async () => {
    const { app, browser, honest, hostile } = await startSideBySide();
    const login = (query: object) =>
      `${app.url}/login?${new URLSearchParams(JSON.parse(JSON.stringify(query)) as Record<string, string>).toString()}`;
    for (const { issuer, origin } of [honest, hostile])
      expect(await locationOf(browser, login({ iss: issuer }))).toContain(`${origin}/authorize?`);
    for (const query of [{ iss: honest.issuer, connection: 'hostile' }, { iss: 'https://attacker.test' }, { connection: 'nobody' }])
      expect((await browser.get(login(query))).status).toBe(400);
  });
});
