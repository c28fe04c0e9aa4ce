import { AuditTrail } from '../../packages/signin/src/audit/audit-trail.js';
import { AuthEvents } from '../../packages/signin/src/auth/auth-events.js';
import { ConnectionSource, type SourcedConnection } from '../../packages/signin/src/auth/connections/connection-source.js';
import { CONNECTION_SOURCES } from '../../packages/signin/src/auth/connections/relying-party.provider.js';
import { UserStore } from '../../packages/signin/src/users/user-store.js';
import { startProvider } from '../conformance/provider/start-provider.js';
import { Browser } from '../support/browser.js';
import { freePort } from '../support/free-port.js';
import { startApp, type RunningApp } from '../support/start-app.js';
import { startOkta, type RunningOkta } from '../support/start-okta.js';

const open: { close(): Promise<unknown> }[] = [];
// A test that fails must leave nothing behind that keeps the run from ending.
afterEach(() => Promise.all(open.splice(0).map((one) => one.close())));

/** Our own organisation, by Okta's org server, and a customer's, by a custom one. Both have an Alice with the same address. */
describe('Two organisations at Okta in one application', () => {
  let own: RunningOkta;
  let acme: RunningOkta;
  let app: RunningApp;
  const happened: string[] = [];

  beforeAll(async () => {
    const url = `http://localhost:${await freePort()}`;
    const channels = { universalLogoutUri: `${url}/universal-logout`, backchannelLogoutUri: `${url}/backchannel-logout` };
    own = await startOkta(url, channels);
    const redirectUris = [`${url}/authorization-code/callback/acme`];
    acme = await startOkta(url, { ...channels, redirectUris, clientId: 'client-at-acme', switches: { defaultPolicy: true } });
    app = await startApp({
      ...own.env,
      CONNECTIONS: 'acme',
      CONNECTION_ACME_OKTA_ORG_URL: acme.origin,
      CONNECTION_ACME_OKTA_AUTH_SERVER: 'default',
      CONNECTION_ACME_OIDC_CLIENT_ID: 'client-at-acme',
      CONNECTION_ACME_OIDC_CLIENT_SECRET: acme.env['OIDC_CLIENT_SECRET'] ?? '',
      CONNECTION_ACME_OIDC_SCOPES: 'openid profile email offline_access',
      CONNECTION_ACME_LABEL: 'Acme Inc.',
    });
    const events = app.app.get(AuthEvents);
    events.on('signed_in', ({ session }) => void happened.push(`signed_in ${session.connection}`));
    events.on('signed_out', ({ session }) => void happened.push(`signed_out ${session.connection}`));
    events.on('revoked', ({ session }) => void happened.push(`revoked ${session?.connection ?? ''}`));
    events.on('provider_request', ({ connection, step }) => void (step === 'token' && happened.push(`token ${connection}`)));
  });
  afterAll(() => Promise.all([app.close(), own.close(), acme.close()]));
  beforeEach(() => void (happened.length = 0));

  async function signIn(connection: string): Promise<Browser> {
    const browser = new Browser();
    const page = await browser.get(`${app.url}/login?connection=${connection}&returnTo=/profile`);
    const form = page.forms.findIndex(({ fields }) => 'password' in fields);
    expect((await browser.submit(page, { username: 'alice@example.com', password: 'alice' }, form)).url).toBe(`${app.url}/profile`);
    return browser;
  }
  const me = async (browser: Browser) => {
    const answer = await browser.get(`${app.url}/api/me`, { accept: 'application/json' });
    return answer.status === 200 ? (answer.json() as { id: string; issuer: string }) : answer.status;
  };

  it('are two Alices, each with her own profile, and the events, the log and the trail name their connection', async () => {
    const [desk, customer] = [await signIn('default'), await signIn('acme')];
    const [ours, theirs] = [await me(desk), await me(customer)];
    expect([ours, theirs]).toMatchObject([{ issuer: own.origin }, { issuer: `${acme.origin}/oauth2/default` }]);
    expect((ours as { id: string }).id).not.toBe((theirs as { id: string }).id);
    expect((await customer.get(`${app.url}/profile`)).text).toContain(
      `custom authorization server "default" at ${new URL(acme.origin).host}`,
    );
    expect((await customer.get(`${app.url}/`)).text).toContain(`custom authorization server "default" at ${new URL(acme.origin).host}`);
    expect(happened).toEqual(['token default', 'signed_in default', 'token acme', 'signed_in acme']);
    expect(await app.app.get(AuditTrail).latest((theirs as { id: string }).id)).toMatchObject([{ kind: 'signed_in', connection: 'acme' }]);
    const logged = app.log.map((line) => JSON.parse(line) as { context?: string; kind?: string; connection?: string });
    expect(logged.filter(({ context }) => context === 'Audit').map(({ connection }) => connection)).toEqual(['default', 'acme']);
  });

  it('end the sessions of their own Alice alone, by Universal Logout', async () => {
    const [desk, customer] = [await signIn('default'), await signIn('acme')];
    expect(await acme.clearSessions('alice@example.com')).toBe(204);
    expect([typeof (await me(desk)), await me(customer)]).toEqual(['object', 401]);
    expect(happened.filter((what) => what.startsWith('signed_out'))).toEqual(['signed_out acme', 'signed_out acme']);
    expect(await own.clearSessions('alice@example.com')).toBe(204);
    expect(await me(desk)).toBe(401);
  });

  it('each get their people back for the sign-out, and the refresh token of theirs to revoke', async () => {
    const customer = await signIn('acme');
    happened.length = 0;
    const page = await customer.get(`${app.url}/logout`);
    expect(page.text).toContain(new URL(acme.origin).host);
    const done = await customer.submit(
      page,
      {},
      page.forms.findIndex(({ action }) => action.endsWith('/logout')),
    );
    expect([new URL(done.url).origin, await me(customer)]).toEqual([app.url, 401]);
    expect(done.trail.map(({ url }) => new URL(url).origin)).toContain(acme.origin);
    expect(happened).toEqual(['signed_out acme', 'revoked acme']);
  });
});

describe('A connection from a source of the host’s own', () => {
  it('that is disabled signs nobody in, not even who is on the way, while sessions go on', async () => {
    const [own, theirs] = await Promise.all([startProvider(), startProvider()]);
    open.push(own, theirs);
    const app = await startApp({
      OIDC_ISSUER: own.issuer,
      OIDC_CLIENT_ID: own.client.clientId,
      OIDC_CLIENT_SECRET: own.client.clientSecret,
    });
    open.push(app);
    const { issuer, client } = theirs;
    client.redirectUris.push(`${app.url}/authorization-code/callback/acme`);
    let enabled = true;
    const named = { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: client.clientId, OIDC_CLIENT_SECRET: client.clientSecret };
    const provider = { named: new Map(Object.entries(named).map(([name, value]) => [name, { value, writtenAs: name }] as const)) };
    const acme = (): SourcedConnection => ({ id: 'acme', provider, enabled });
    app.app.get<ConnectionSource[]>(CONNECTION_SOURCES, { strict: false }).unshift(
      Object.assign(Object.create(ConnectionSource.prototype) as ConnectionSource, {
        byId: (id: string) => Promise.resolve(id === 'acme' ? acme() : undefined),
        byDomain: () => Promise.resolve(undefined),
        byIssuer: (iss: string) => Promise.resolve(iss === issuer ? [acme()] : []),
        shown: () => Promise.resolve([acme()]),
      }),
    );
    const [inside, onTheWay] = [new Browser(), new Browser()];
    const login = `${app.url}/login?connection=acme`;
    await inside.get(login);
    const isSignedIn = async (browser: Browser) => (await browser.get(`${app.url}/api/me`, { accept: 'application/json' })).status === 200;
    expect(await isSignedIn(inside)).toBe(true);
    const started = await onTheWay.get(login, {}, { redirect: 'manual' });
    const callback = await onTheWay.get(started.headers.location ?? '', {}, { redirect: 'manual' });
    enabled = false;
    const codes = theirs.requestsTo('token').length;
    const refused = await onTheWay.get(callback.headers.location ?? '');
    expect([refused.status, refused.text.includes('Signing in this way is switched off')]).toEqual([403, true]);
    expect((await new Browser().get(login)).status).toBe(403);
    expect([theirs.requestsTo('token').length - codes, await isSignedIn(onTheWay), await isSignedIn(inside)]).toEqual([0, false, true]);
  });
});

it('A user store that keeps no connection makes nobody another organisation’s person', async () => {
  const [own, theirs] = await Promise.all([startProvider(), startProvider()]);
  open.push(own, theirs);
  const app = await startApp({
    OIDC_ISSUER: own.issuer,
    OIDC_CLIENT_ID: own.client.clientId,
    OIDC_CLIENT_SECRET: own.client.clientSecret,
    CONNECTIONS: 'acme',
    CONNECTION_ACME_OIDC_ISSUER: theirs.issuer,
    CONNECTION_ACME_OIDC_CLIENT_ID: theirs.client.clientId,
    CONNECTION_ACME_OIDC_CLIENT_SECRET: theirs.client.clientSecret,
  });
  open.push(app);
  own.client.redirectUris.push(`${app.url}/authorization-code/callback`);
  theirs.client.redirectUris.push(`${app.url}/authorization-code/callback/acme`);
  const users = app.app.get(UserStore);
  const record = users.recordSignIn.bind(users);
  users.recordSignIn = (person) => {
    return record({ ...person, connection: 'default' });
  };
  const statuses = ['default', 'acme'].map((id) => new Browser().get(`${app.url}/login?connection=${id}&returnTo=/profile`));
  expect((await Promise.all(statuses)).map(({ status }) => status)).toEqual([200, 500]);
});
