import { Controller, Get, Module } from '@nestjs/common';
import { StepUp } from '../../../packages/signin/src/auth/access/decorators.js';
import { Browser } from '../../support/browser.js';
import { postUniversalLogout, revocationRequest } from '../revocation-request.js';
import { closeAll, locationOf, type SideBySide, type SideBySideOptions, startSideBySide } from '../side-by-side.js';

afterEach(closeAll);

/** Both providers call their person the same. Returns the two browsers, the honest provider's first. */
async function startSignedIn(options: SideBySideOptions = {}): Promise<{ scenario: SideBySide; victim: Browser; attacker: Browser }> {
  const scenario = await startSideBySide(options);
  const victim = await scenario.signIn('default');
  const attacker = await scenario.signIn('hostile');
  return { scenario, victim, attacker };
}

/**
 * The hostile connection has the honest issuer's name, and a discovery document and keys of its own: whoever may set up a connection may do
 * that (OIDC_DISCOVERY_URL).
 */
const sameIssuer: SideBySideOptions = {
  lie: ({ issuer }) => ({ metadata: { issuer }, idToken: { claims: { iss: issuer } }, authorizationResponse: { iss: issuer } }),
  hostile: { responseIssuer: 'off' },
  env: (honest, hostile) => ({
    CONNECTION_HOSTILE_OIDC_ISSUER: honest.issuer,
    CONNECTION_HOSTILE_OIDC_DISCOVERY_URL: `${hostile.origin}/.well-known/openid-configuration`,
  }),
};

describe.each([
  ['two issuers', {}],
  ['one name of an issuer', sameIssuer],
] as const)('The same sub by two connections of %s', (_what, options: SideBySideOptions) => {
  it('is two people, with sessions of their own', async () => {
    const { scenario, victim, attacker } = await startSignedIn(options);
    const [first, second] = [await scenario.whoIs(victim), await scenario.whoIs(attacker)];
    expect([first, second]).toMatchObject([
      { subject: 'person-1', id: expect.any(String) as unknown },
      { subject: 'person-1', id: expect.any(String) as unknown },
    ]);
    expect(second?.['id']).not.toBe(first?.['id']);
    await attacker.post(await attacker.get(`${scenario.app.url}/profile`), '/profile/sessions/end-others', {});
    expect([await scenario.whoIs(victim), await scenario.whoIs(attacker)]).toEqual([first, second]);
  });

  it('signs out at the back channel only whom its own provider names', async () => {
    const { scenario, victim, attacker } = await startSignedIn(options);
    const { app, honest, hostile } = scenario;
    const post = async (token: string) =>
      (await fetch(`${app.url}/backchannel-logout`, { method: 'POST', body: new URLSearchParams({ logout_token: token }) })).status;
    const named = { sub: honest.person.sub, sid: honest.lastSid() };
    // By its own key in the name of the honest provider, for either client.
    for (const aud of [honest.client.clientId, hostile.client.clientId])
      await post(await hostile.logoutToken(named, { claims: { iss: honest.issuer, aud } }));
    for (const session of [named, { sub: honest.person.sub }, { sid: honest.lastSid() }]) await post(await hostile.logoutToken(session));
    expect(await scenario.whoIs(victim)).toBeDefined();
    const iss = options === sameIssuer ? honest.issuer : hostile.issuer;
    expect(await post(await hostile.logoutToken({ sub: hostile.person.sub }, { claims: { iss } }))).toBe(200);
    expect([await scenario.whoIs(victim), await scenario.whoIs(attacker)]).toEqual([expect.anything(), undefined]);
    expect(await post(await honest.logoutToken({ sub: honest.person.sub }))).toBe(200);
    expect(await scenario.whoIs(victim)).toBeUndefined();
  });

  it('is signed out everywhere only by its own provider', async () => {
    const { scenario, victim } = await startSignedIn(options);
    const { app, honest, hostile } = scenario;
    const asked = [
      { sub_id: { format: 'iss_sub', iss: honest.issuer, sub: honest.person.sub } },
      { sub_id: { format: 'iss_sub', iss: hostile.issuer, sub: honest.person.sub } },
      { sub_id: { format: 'email', email: String(honest.person.claims['email']) } },
    ];
    for (const body of asked)
      for (const iss of [honest.issuer, hostile.issuer])
        for (const sub of [honest.client.clientId, hostile.client.clientId])
          await postUniversalLogout(app.url, await revocationRequest({ app, provider: hostile }, { claims: { iss, sub } }), body);
    expect(await scenario.whoIs(victim)).toBeDefined();
    expect((await postUniversalLogout(app.url, await revocationRequest({ app, provider: honest }), asked[0])).status).toBe(204);
    expect(await scenario.whoIs(victim)).toBeUndefined();
  });
});

describe('The front channel', () => {
  const frame = { 'sec-fetch-dest': 'iframe' };

  it('of a hostile provider ends no session of the honest one, whose sid it names', async () => {
    const { scenario, victim } = await startSignedIn();
    const { app, honest, hostile } = scenario;
    const query = new URLSearchParams({ iss: hostile.issuer, sid: honest.lastSid() });
    expect((await victim.get(`${app.url}/frontchannel-logout?${query.toString()}`, frame)).status).toBe(200);
    expect(await scenario.whoIs(victim)).toBeDefined();
  });

  it('of a hostile provider ends no session of the honest one that has no sid, though its cookie comes along', async () => {
    const scenario = await startSideBySide();
    scenario.honest.lie = { idToken: { claims: { sid: undefined } } };
    const victim = await scenario.signIn('default');
    const address = (iss: string) => `${scenario.app.url}/frontchannel-logout?${new URLSearchParams({ iss }).toString()}`;
    await victim.get(address(scenario.hostile.issuer), frame);
    expect(await scenario.whoIs(victim)).toBeDefined();
    await victim.get(address(scenario.honest.issuer), frame);
    expect(await scenario.whoIs(victim)).toBeUndefined();
  });
});

describe('A bearer token', () => {
  const api = { API_AUDIENCE: 'api://app', API_TOKENS: 'jwt' };
  const now = () => Math.floor(Date.now() / 1000);
  const call = async ({ app }: SideBySide, token: string) => {
    const answer = await fetch(`${app.url}/api/me`, { headers: { authorization: `Bearer ${token}`, accept: 'application/json' } });
    return { status: answer.status, body: await answer.json() };
  };
  const claimsOf = (iss: string) => ({
    iss,
    sub: 'a-program',
    aud: 'api://app',
    iat: now(),
    exp: now() + 300,
    client_id: 'p',
    jti: 'j',
    scope: 'x',
  });

  it('is judged by the keys of the provider that it names, and says by which connection it comes', async () => {
    const scenario = await startSideBySide({ env: () => api });
    const { honest, hostile } = scenario;
    const header = { typ: 'at+jwt' };
    expect((await call(scenario, await hostile.jwt(header, claimsOf(honest.issuer)))).status).toBe(401);
    expect((await call(scenario, await honest.jwt(header, claimsOf(hostile.issuer)))).status).toBe(401);
    expect(await call(scenario, await honest.jwt(header, claimsOf(honest.issuer)))).toMatchObject({
      status: 200,
      body: { issuer: honest.issuer },
    });
    expect(await call(scenario, await hostile.jwt(header, claimsOf(hostile.issuer)))).toMatchObject({
      status: 200,
      body: { issuer: hostile.issuer },
    });
  });

  it('is shown to no other provider than the one that it names; one that names none is the default one’s', async () => {
    const scenario = await startSideBySide({ env: () => ({ ...api, API_TOKENS: 'introspection' }) });
    const { honest, hostile } = scenario;
    const tokens = [await honest.jwt({}, claimsOf(honest.issuer)), await hostile.jwt({}, claimsOf(hostile.issuer)), 'opaque'];
    for (const token of tokens) await call(scenario, token);
    const shown = [honest, hostile].map((provider) => provider.requestsTo('introspection').map(({ form }) => form.get('token')));
    expect(shown).toEqual([[tokens[0], tokens[2]], [tokens[1]]]);
  });
});

@Controller('vault')
class Vault {
  @StepUp({ acr: 'strong' })
  @Get()
  open(): string {
    return 'open';
  }
}

@Module({ controllers: [Vault] })
class VaultModule {}

it('A step-up goes to the provider of the session, and signs out to it', async () => {
  const { scenario, victim, attacker } = await startSignedIn({ modules: [VaultModule] });
  const { app, honest, hostile } = scenario;
  for (const [browser, provider] of [
    [victim, honest],
    [attacker, hostile],
  ] as const) {
    const login = await locationOf(browser, `${app.url}/vault`);
    expect(new URL(await locationOf(browser, new URL(login, app.url).href)).origin).toBe(provider.origin);
    expect((await browser.get(`${app.url}/vault`)).text).toContain('open');
    const page = await browser.get(`${app.url}/logout`);
    expect(page.headers['content-security-policy']).toContain(provider.origin);
    await browser.submit(
      page,
      {},
      page.forms.findIndex(({ action }) => action.endsWith('/logout')),
    );
    expect(provider.sessionsEnded).toHaveLength(1);
  }
});
