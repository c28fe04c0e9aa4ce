import { Logger } from '@nestjs/common';
import { RelyingParty } from '@fanlight/oidc';
import { clientOptionsOf } from '../../config/client-options.js';
import { loadSettings } from '../../config/load-settings.js';
import { oidc, okta } from '../../options/sign-in-options.js';
import { ConnectionSource, type SourcedConnection } from './connection-source.js';
import { Connections } from './connections.js';

const env = {
  NODE_ENV: 'test',
  SESSION_SECRET: 'kZ8vQ2mT5xW9bN3cR7yL1pF6hJ4gD0sA',
  OKTA_ORG_URL: 'https://own.okta.com',
  OKTA_AUTH_SERVER: 'default',
  OIDC_CLIENT_ID: 'own',
  OIDC_CLIENT_SECRET: 's',
  CONNECTIONS: 'acme',
  CONNECTION_ACME_OKTA_ORG_URL: 'https://acme.okta.com',
  CONNECTION_ACME_OIDC_CLIENT_ID: 'acme',
  CONNECTION_ACME_OIDC_CLIENT_SECRET: 's',
  CONNECTION_ACME_DOMAINS: 'acme.com',
  CONNECTION_ACME_HIDDEN: 'on',
};

/** A host's own: a list. */
class ListSource extends ConnectionSource {
  asked: string[] = [];

  constructor(readonly list: SourcedConnection[]) {
    super();
  }

  override byId(id: string) {
    this.asked.push(id);
    return Promise.resolve(this.list.find((one) => one.id === id));
  }

  override byDomain(domain: string) {
    return Promise.resolve(this.list.find(({ domains }) => domains?.includes(domain)));
  }

  override byIssuer(issuer: string) {
    return Promise.resolve(this.list.filter(({ provider }) => provider.named.get('OIDC_ISSUER')?.value === issuer));
  }

  override shown() {
    return Promise.resolve(this.list.filter(({ hidden }) => hidden !== true));
  }

  override isEmpty() {
    return Promise.resolve(this.list.length === 0);
  }
}

const sourced = (id: string, clientSecret = 's', more: Partial<SourcedConnection> = {}): SourcedConnection => ({
  id,
  provider: oidc({ issuer: `https://${id}.example`, clientId: `client-of-${id}`, clientSecret }),
  domains: [`${id}.com`],
  ...more,
});

function make(list?: SourcedConnection[], settings: Readonly<Record<string, string>> = env) {
  const source = list && new ListSource(list);
  const loaded = loadSettings({ env: settings, files: false });
  let parties = 0;
  const party = (connection: string, provider: ConstructorParameters<typeof Object>[0]) => {
    parties += 1;
    return new RelyingParty(clientOptionsOf({ provider: provider as typeof loaded.provider, publicUrl: loaded.publicUrl, connection }));
  };
  return { connections: new Connections(loaded, party, source && [source]), source, made: () => parties };
}

describe('Connections', () => {
  const logged: string[] = [];
  beforeEach(() => {
    logged.length = 0;
    const keep = (line: string): void => void logged.push(line);
    Logger.overrideLogger({ warn: keep, log: keep, error: keep });
  });
  afterEach(() => {
    Logger.overrideLogger(false);
  });

  it('are found by id, by the domain of an e-mail address and by issuer: those of the settings first', async () => {
    const { connections, source } = make([
      sourced('globex'),
      sourced('acme'),
      sourced('default'),
      sourced('other', 's', { domains: ['acme.com'] }),
    ]);
    const ids = async (found: Promise<readonly { readonly id: string }[]>) => (await found).map(({ id }) => id);
    expect((await connections.find('globex'))?.provider.clientId).toBe('client-of-globex');
    expect([(await connections.find('acme'))?.provider.clientId, (await connections.find('default'))?.provider.clientId]).toEqual([
      'acme',
      'own',
    ]);
    expect(await connections.find('nobody')).toBeUndefined();
    expect([(await connections.byDomain('acme.com'))?.id, (await connections.byDomain('globex.com'))?.id]).toEqual(['acme', 'globex']);
    expect(await connections.byDomain('nobody.com')).toBeUndefined();
    expect(await ids(connections.byIssuer('https://globex.example'))).toEqual(['globex']);
    expect(await ids(connections.byIssuer('https://own.okta.com/oauth2/default'))).toEqual(['default']);
    expect(await ids(connections.byIssuer('https://own.okta.com'))).toEqual([]);
    expect(await ids(connections.bySigner('https://own.okta.com'))).toEqual(['default']);
    expect(await ids(connections.shown())).toEqual(['default', 'globex', 'other']);
    // What no id can be, nobody is asked about.
    await connections.find("x' or 1=1");
    expect(source?.asked).toEqual(['globex', 'nobody']);
  });

  it('give each key for encrypted tokens once, and ten at most to a token of anybody', () => {
    const loaded = loadSettings({ env, files: false });
    const withKey = (_: unknown, n: number) => {
      const [first] = loaded.connections;
      if (first === undefined) throw new Error('No connection');
      return { ...first, id: `c${n}`, provider: { ...first.provider, idTokenDecryptionKey: n === 0 ? undefined : `key ${n >> 1}` } };
    };
    const keysOf = (count: number) =>
      new Connections({ ...loaded, connections: Array.from({ length: count }, withKey) }, () => Object.assign({}) as RelyingParty)
        .decrypting()
        .map(({ provider }) => provider.idTokenDecryptionKey);
    expect(keysOf(6)).toEqual(['key 0', 'key 1', 'key 2']);
    expect(keysOf(100)).toHaveLength(10);
  });

  it('cost nothing until one is used: no client of a provider is made, and nobody is asked', async () => {
    const { connections, made } = make([sourced('globex')]);
    await connections.find('globex');
    await connections.byDomain('acme.com');
    await connections.shown();
    expect(made()).toBe(0);
    const [first, again] = [await connections.find('globex'), await connections.find('globex')];
    expect([first?.relyingParty === again?.relyingParty, made()]).toEqual([true, 1]);
  });

  it('keep the clients of a hundred providers, the ones used last, and always the default one’s', async () => {
    const { connections, made } = make(Array.from({ length: 150 }, (_, index) => sourced(`c${index}`)));
    const use = async (id: string) => (await connections.find(id))?.relyingParty;
    const own = await use('default');
    for (let index = 0; index < 100; index += 1) await use(`c${index}`);
    await use('c0');
    for (let index = 100; index < 150; index += 1) await use(`c${index}`);
    expect(made()).toBe(151);
    await use('c0');
    expect([made(), (await use('default')) === own]).toEqual([151, true]);
    await use('c1');
    expect(made()).toBe(152);
  });

  it('are another one as soon as a source has changed the secret, and the same one otherwise', async () => {
    const { connections, source } = make([sourced('globex', 'old')]);
    const before = await connections.find('globex');
    source?.list.splice(0, 1, sourced('globex', 'old'));
    expect((await connections.find('globex')) === before).toBe(true);
    source?.list.splice(0, 1, sourced('globex', 'new', { enabled: false }));
    const after = await connections.find('globex');
    expect([before?.provider.clientSecret, after?.provider.clientSecret, after?.isEnabled]).toEqual(['old', 'new', false]);
    expect(after?.relyingParty === before?.relyingParty).toBe(false);
    source?.list.splice(0);
    expect([await connections.find('globex'), await connections.mayBe('globex'), await connections.mayBe('acme')]).toEqual([
      undefined,
      false,
      true,
    ]);
  });

  it('that cannot be used are refused with every problem by its place, and keep nobody from the others', async () => {
    const bad: SourcedConnection = { id: 'bad', provider: okta({ orgUrl: 'https://acme-admin.okta.com', clientId: 'c' }) };
    const { connections } = make([bad, sourced('globex')]);
    await expect(connections.find('bad')).rejects.toMatchObject({ code: 'connection_unusable', status: 500 });
    const error = await connections.find('bad').catch((thrown: unknown) => String(thrown));
    expect(error).toContain('connections.bad.provider.orgUrl is the address of the Admin Console');
    expect(error).toContain('connections.bad.OIDC_CLIENT_SECRET is missing');
    expect((await connections.shown()).map(({ id }) => id)).toEqual(['default', 'globex']);
    expect(logged.join('\n')).toContain('connections.bad.provider.orgUrl');
    // Sessions of one that is set up wrongly at the moment go on.
    expect(await connections.mayBe('bad')).toBe(true);
  });

  it('are no choice where there is one alone, whatever source there might be', async () => {
    const single = Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('CONNECTION')));
    const { connections, source } = make([], single);
    expect([(await connections.only())?.id, connections.named('default')]).toEqual(['default', undefined]);
    source?.list.push(sourced('globex'));
    expect([await connections.only(), connections.named('default')]).toEqual([undefined, 'default']);
    expect((await make(undefined, single).connections.only())?.id).toBe('default');
    expect(await make().connections.only()).toBeUndefined();
  });

  it('belong to a session only while they are at its issuer', async () => {
    const { connections } = make([sourced('globex')]);
    const session = { connection: 'globex', issuer: 'https://globex.example' };
    expect((await connections.ofSession(session))?.id).toBe('globex');
    expect(await connections.ofSession({ ...session, issuer: 'https://former.example' })).toBeUndefined();
    expect(await connections.ofSession({ ...session, connection: 'nobody' })).toBeUndefined();
  });
});
