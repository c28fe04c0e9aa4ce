import { hash } from 'node:crypto';
import type { Database } from '../database/database.js';
import { openDatabase } from '../database/open-database.js';
import { KeyRing } from '../session/key-ring.js';
import { ConnectionTable, type ConnectionKeys } from './connection-table.js';

const oldSecret = 'an old secret of thirty-two characters';
const newSecret = 'a newer secret of thirty-two characters';
const texts = new Map([
  ['OKTA_ORG_URL', 'https://acme.okta.com'],
  ['OIDC_CLIENT_ID', '0oa1'],
  ['OIDC_CLIENT_SECRET', 'hunter2 of acme'],
  ['OIDC_CLIENT_PRIVATE_KEY_FILE', '-----BEGIN PRIVATE KEY----- of acme'],
]);
const keys: ConnectionKeys = {
  label: 'Acme',
  issuer: 'https://acme.okta.com/oauth2/default',
  organisation: 'https://acme.okta.com',
  hidden: false,
  domains: ['acme.com', 'acme.de'],
};

describe('The connections in the database', () => {
  let database: Database;
  let table: ConnectionTable;
  const tableFor = (...secrets: string[]): ConnectionTable => new ConnectionTable(database, new KeyRing(secrets));

  beforeEach(async () => {
    database = await openDatabase({ kind: 'sqlite', file: ':memory:' });
    table = tableFor(oldSecret);
  });
  afterEach(() => database.close());

  it('are found by id, domain and issuer, with every text as it was', async () => {
    await table.save('acme', texts, keys);
    expect(await table.byId('acme')).toEqual({ id: 'acme', isEnabled: true, version: 1, texts });
    expect((await table.byDomain('acme.de'))?.id).toBe('acme');
    for (const issuer of ['https://acme.okta.com/oauth2/default', 'https://acme.okta.com/oauth2/default/', 'https://acme.okta.com'])
      expect((await table.byIssuer(issuer)).map(({ id }) => id)).toEqual(['acme']);
    expect([await table.byId('x'), await table.byId('\0'), await table.byDomain('x'), await table.byDomain('\0')]).toEqual(Array(4));
    expect([await table.byIssuer('x'), await table.byIssuer('\0')]).toEqual([[], []]);
  });

  it("are found by each token of their directory, which is kept as a hash and in the seal, and is no other one's", async () => {
    const hashed = (token: string): string => hash('sha256', token, 'base64url');
    await table.save('acme', new Map([...texts, ['SCIM_TOKEN', 'a-new-token, an-old-token']]), keys);
    for (const token of ['a-new-token', 'an-old-token']) expect((await table.byScimToken(hashed(token)))?.id).toBe('acme');
    const rows = await database.kysely.selectFrom('signin_connections').selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain('token');
    const other = table.save('globex', new Map([...texts, ['SCIM_TOKEN', 'an-old-token']]), { ...keys, domains: [] });
    await expect(other).rejects.toMatchObject({ code: 'connection_token_taken' });
    expect(await table.byId('globex')).toBeUndefined();
    await table.save('acme', new Map([...texts, ['SCIM_TOKEN', 'a-new-token']]), keys, await table.byId('acme'));
    expect([await table.byScimToken(hashed('an-old-token')), (await table.byScimToken(hashed('a-new-token')))?.id]).toEqual([
      undefined,
      'acme',
    ]);
    await table.remove('acme');
    expect(await table.byScimToken(hashed('a-new-token'))).toBeUndefined();
  });

  it('hold no secret and no key in the open', async () => {
    await table.save('acme', texts, keys);
    const rows = JSON.stringify(await database.kysely.selectFrom('signin_connections').selectAll().execute());
    expect(rows).toContain('0oa1');
    for (const secret of ['hunter2', 'PRIVATE KEY']) expect(rows).not.toContain(secret);
  });

  it('open for nobody who moves the secrets to another connection or another address', async () => {
    await table.save('acme', texts, keys);
    await table.save('evil', new Map([['OKTA_ORG_URL', 'https://evil.example']]), { ...keys, domains: [] });
    const acme = await database.kysely.selectFrom('signin_connections').selectAll().where('id', '=', 'acme').executeTakeFirstOrThrow();
    await database.kysely.updateTable('signin_connections').set({ sealed: acme.sealed }).where('id', '=', 'evil').execute();
    await expect(table.byId('evil')).rejects.toMatchObject({ code: 'connection_unreadable' });
    const settings = acme.settings.replace('acme.okta.com', 'evil.example');
    await database.kysely.updateTable('signin_connections').set({ settings }).where('id', '=', 'acme').execute();
    await expect(table.byId('acme')).rejects.toMatchObject({ code: 'connection_unreadable' });
  });

  it('are sealed anew with the newest secret, so that the old one can go', async () => {
    await table.save('acme', texts, keys);
    await expect(tableFor(newSecret).byId('acme')).rejects.toMatchObject({ code: 'connection_unreadable' });
    expect(await tableFor(newSecret).reseal()).toBe(0);
    expect(await tableFor(newSecret, oldSecret).reseal()).toBe(1);
    expect(await tableFor(newSecret, oldSecret).reseal()).toBe(0);
    expect((await tableFor(newSecret).byId('acme'))?.texts).toEqual(texts);
  });

  it('take no id and no domain twice, and leave nothing behind of what was refused', async () => {
    await table.save('acme', texts, keys);
    await expect(table.save('acme', texts, keys)).rejects.toMatchObject({ code: 'connection_exists' });
    const taken = table.save('globex', texts, { ...keys, domains: ['globex.com', 'acme.com'] });
    await expect(taken).rejects.toMatchObject({
      code: 'connection_domain_taken',
      message: expect.stringContaining('connection acme') as unknown,
    });
    expect((await table.list()).map(({ id, domains }) => [id, domains])).toEqual([['acme', ['acme.com', 'acme.de']]]);
  });

  it('are changed from what was read, never from what somebody else has changed since', async () => {
    await table.save('acme', texts, keys);
    const read = await table.byId('acme');
    await table.save('acme', new Map([...texts, ['OIDC_CLIENT_SECRET', 'hunter3']]), { ...keys, domains: ['acme.org'] }, read);
    expect(await table.byId('acme')).toMatchObject({ version: 2, texts: new Map([...texts, ['OIDC_CLIENT_SECRET', 'hunter3']]) });
    expect([(await table.byDomain('acme.com'))?.id, (await table.byDomain('acme.org'))?.id]).toEqual([undefined, 'acme']);
    await expect(table.save('acme', texts, keys, read)).rejects.toMatchObject({ code: 'connection_changed' });
  });

  it('are shown by label where they are enabled and not hidden, without one that cannot be read', async () => {
    expect(await table.isEmpty()).toBe(true);
    for (const [id, hidden] of [
      ['b', false],
      ['a', false],
      ['c', true],
      ['d', false],
    ] as const)
      await table.save(id, texts, { ...keys, label: `Label ${id}`, hidden, domains: [] });
    await table.enable('d', false);
    const ids = async (limit: number): Promise<string[]> => (await table.shown(limit)).map(({ id }) => id);
    expect([await ids(10), await ids(1), await table.isEmpty()]).toEqual([['a', 'b'], ['a'], false]);
    expect([await table.byId('d'), await table.enable('x', true)]).toMatchObject([{ isEnabled: false }, false]);
    await database.kysely.updateTable('signin_connections').set({ sealed: 'x.y' }).where('id', '=', 'a').execute();
    expect(await ids(10)).toEqual(['b']);
    expect((await table.byIssuer(keys.issuer)).map(({ id }) => id)).toEqual(['b', 'c', 'd']);
  });

  it('leave with their domains', async () => {
    await table.save('acme', texts, keys);
    expect([await table.remove('acme'), await table.remove('acme')]).toEqual([true, false]);
    expect([await table.byId('acme'), await table.byDomain('acme.com'), await table.list()]).toEqual([undefined, undefined, []]);
  });
});
