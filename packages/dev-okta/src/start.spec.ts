import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedOkta } from './start.js';
import { fetchAlone } from '../test/browser.js';
import { RelyingParty, startOrganisation } from '../test/relying-party.js';

describe('starting and ending', () => {
  const folders: string[] = [];

  afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

  it('keeps sessions, keys and switches over a restart', async () => {
    const directory = newFolder();
    const before = await startOrganisation({ directory });
    const app = await RelyingParty.discover(before.origin);
    const { id_token: hint = '' } = await app.tokens(await app.signIn('alice'));
    await fetchAlone(before.origin, {
      method: 'POST',
      body: new URLSearchParams({ defaultPolicy: 'on', requirePkce: 'on' }),
      redirect: 'manual',
    });
    await before.close();

    const after = await startOrganisation({ directory, port: Number(new URL(before.origin).port) });
    expect(after.switches).toMatchObject({ defaultPolicy: true, requirePkce: true });
    expect((await app.signIn('alice', { prompt: 'none' })).url.searchParams.has('code')).toBe(true);
    const logout = await app.browser.visit(`${after.origin}/oauth2/v1/logout?id_token_hint=${hint}`);
    expect(logout.text).toContain('You are signed out');
    await after.close();
  });

  it('lets the switches it is given win over kept ones', async () => {
    const directory = newFolder();
    const before = await startOrganisation({ directory });
    await fetchAlone(before.origin, { method: 'POST', body: new URLSearchParams({ requirePkce: 'on' }), redirect: 'manual' });
    await before.close();
    const after = await startOrganisation({ directory, switches: { requirePkce: false } });
    expect(after.switches.requirePkce).toBe(false);
    await after.close();
  });

  it('publishes a new key after a rotation, and nothing else', async () => {
    const okta = await startOrganisation();
    const keys = async () => ((await (await fetch(`${okta.origin}/oauth2/v1/keys`)).json()) as { keys: { kid: string }[] }).keys;
    const [first, ...others] = await keys();
    okta.rotateKeys();
    const rotated = await keys();
    expect(others).toEqual([]);
    expect(rotated).toHaveLength(1);
    expect(rotated[0]?.kid).not.toBe(first?.kid);
    const app = await RelyingParty.discover(okta.origin);
    await expect(app.tokens(await app.signIn('alice'))).resolves.toBeDefined();
    await okta.close();
  });

  it('rejects when the port is taken', async () => {
    const okta = await startOrganisation();
    await expect(startOrganisation({ port: Number(new URL(okta.origin).port) })).rejects.toMatchObject({ code: 'EADDRINUSE' });
    await okta.close();
  });

  it('says which file to delete when it cannot be read', async () => {
    const directory = newFolder();
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, 'embedded-okta.db'), 'rubbish'.repeat(1000));
    await expect(startOrganisation({ directory })).rejects.toMatchObject({
      code: 'EMBEDDED_OKTA_STORE',
      message: expect.stringContaining(`${join(directory, 'embedded-okta.db')} cannot be used`),
    });
  });

  it('cuts open connections when it ends', async () => {
    const okta = await startOrganisation();
    await fetch(`${okta.origin}/oauth2/v1/keys`);
    await okta.close();
    await expect(fetch(okta.origin)).rejects.toThrow();
  });

  it('does not wait for a request that never ends', async () => {
    const okta = await startOrganisation();
    const socket = connect(Number(new URL(okta.origin).port), '127.0.0.1');
    await once(socket, 'connect');
    socket.write('GET / HTTP/1.1\r\n');
    const cut = new Promise((resolve) => socket.on('error', resolve).on('close', resolve));
    await okta.close();
    await cut;
  });

  it('listens on localhost and names it unless told otherwise', async () => {
    const okta = await startEmbeddedOkta({
      port: 0,
      clientId: 'a',
      clientSecret: 'b',
      redirectUris: ['http://localhost/'],
      postLogoutRedirectUris: [],
    });
    expect(okta.origin).toMatch(/^http:\/\/localhost:\d+$/);
    expect((await fetch(`${okta.origin}/.well-known/openid-configuration`)).status).toBe(200);
    await okta.close();
  });

  it('prints nothing', async () => {
    const lines: unknown[] = [];
    const original = { ...console };
    for (const method of ['log', 'info', 'warn', 'error'] as const) console[method] = (...line) => lines.push(line);
    const okta = await startOrganisation();
    const app = await RelyingParty.discover(okta.origin);
    await app.tokens(await app.signIn('alice', { scope: 'openid offline_access' }));
    await app.browser.visit(`${okta.origin}/oauth2/v1/authorize?client_id=nobody`);
    await okta.close();
    Object.assign(console, original);
    expect(lines).toEqual([]);
  });

  function newFolder(): string {
    const folder = mkdtempSync(join(tmpdir(), 'embedded-okta-'));
    folders.push(folder);
    return join(folder, 'made', 'when-missing');
  }
});
