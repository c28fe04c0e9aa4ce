import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConnectionSource } from '../../../packages/signin/src/auth/connections/connection-source.js';
import { CONNECTION_SOURCES } from '../../../packages/signin/src/auth/connections/relying-party.provider.js';
import type { JwtLie } from '../provider/lie.js';
import { closeAll, type SideBySide, startSideBySide } from '../side-by-side.js';

const folder = mkdtempSync(join(tmpdir(), 'decryption-keys-'));
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(closeAll);

/** A key of the application, and what has a provider encrypt to it. */
function keyPair(name: string) {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const file = join(folder, `${name}.pem`);
  writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }));
  const key = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  return { file, encryptTo: { key, alg: 'RSA-OAEP-256', enc: 'A256CBC-HS512' } };
}
const [own, further] = [keyPair('own'), keyPair('further')];

async function send({ app }: SideBySide, token: string, query = ''): Promise<number> {
  const body = new URLSearchParams({ logout_token: token });
  return (await fetch(`${app.url}/backchannel-logout${query}`, { method: 'POST', body })).status;
}

/** Both sign in the person-1 of their own; the second is signed in by the connection `hostile`. */
async function startEncrypted(hostile: typeof further = further) {
  const scenario = await startSideBySide({
    lie: () => ({ idToken: { encryptTo: hostile.encryptTo } }),
    env: () => ({ OIDC_ID_TOKEN_DECRYPTION_KEY_FILE: own.file, CONNECTION_HOSTILE_OIDC_ID_TOKEN_DECRYPTION_KEY_FILE: hostile.file }),
  });
  scenario.honest.lie = { idToken: { encryptTo: own.encryptTo } };
  const browsers = [await scenario.signIn('default'), await scenario.signIn('hostile')] as const;
  const areSignedIn = async () => [(await scenario.whoIs(browsers[0])) !== undefined, (await scenario.whoIs(browsers[1])) !== undefined];
  expect(await areSignedIn()).toEqual([true, true]);
  return { ...scenario, scenario, areSignedIn };
}

/** Back-Channel Logout 1.0, section 2.4: a logout token may be encrypted in the same way as ID tokens. */
describe('An encrypted logout token of a further connection', () => {
  it.each([
    ['by a key of its own', further],
    ['by the key of all', own],
  ])('ends its sessions alone, %s', async (_what, pair) => {
    const { scenario, hostile, areSignedIn } = await startEncrypted(pair);
    const token = await hostile.logoutToken({ sub: hostile.person.sub }, { encryptTo: pair.encryptTo });
    expect([await send(scenario, token), await areSignedIn()]).toEqual([200, [true, false]]);
    expect(await send(scenario, token)).toBe(400);
  });

  it.each<[string, JwtLie & { readonly honestIssuer?: true }]>([
    ['was signed by another provider than it names', { encryptTo: further.encryptTo, honestIssuer: true }],
    ['names another provider, and is for its key', { encryptTo: own.encryptTo, honestIssuer: true }],
    ['is for the key of another connection', { encryptTo: own.encryptTo }],
    ['is for a key of nobody', { encryptTo: keyPair('nobody').encryptTo }],
    ['is not signed inside', { encryptTo: further.encryptTo, alg: 'none' }],
    ['is changed inside', { encryptTo: further.encryptTo, signature: 'tampered' }],
    ['is for another client inside', { encryptTo: further.encryptTo, claims: { aud: 'another' } }],
    ['is not encrypted, as was agreed on', {}],
  ])('is refused where it %s', async (_what, { honestIssuer, ...lie }) => {
    const { scenario, honest, hostile, areSignedIn } = await startEncrypted();
    const claims = honestIssuer === true ? { iss: honest.issuer, aud: honest.client.clientId } : {};
    const token = await hostile.logoutToken({ sub: hostile.person.sub }, { claims, ...lie });
    for (const query of ['', '?connection=hostile', '?connection=default'])
      expect([query, await send(scenario, token, query), await areSignedIn()]).toEqual([query, 400, [true, true]]);
  });

  it('is judged by the connection that the registered address names', async () => {
    const { scenario, hostile, areSignedIn } = await startEncrypted();
    const token = await hostile.logoutToken({ sub: hostile.person.sub }, { encryptTo: further.encryptTo });
    for (const id of ['default', 'nobody', '']) expect(await send(scenario, token, `?connection=${id}`)).toBe(400);
    expect([await send(scenario, token, '?connection=hostile'), await areSignedIn()]).toEqual([200, [true, false]]);
  });

  it('finds one that only a source knows by the registered address', async () => {
    const scenario = await startSideBySide();
    const { app, browser, hostile } = scenario;
    hostile.client.redirectUris.push(`${app.url}/authorization-code/callback/elsewhere`);
    hostile.lie = { idToken: { encryptTo: further.encryptTo } };
    const named = {
      OIDC_ISSUER: hostile.issuer,
      OIDC_CLIENT_ID: hostile.client.clientId,
      OIDC_CLIENT_SECRET: hostile.client.clientSecret,
      OIDC_ID_TOKEN_DECRYPTION_KEY_FILE: further.file,
    };
    const provider = { named: new Map(Object.entries(named).map(([name, value]) => [name, { value, writtenAs: name }] as const)) };
    app.app.get<ConnectionSource[]>(CONNECTION_SOURCES, { strict: false }).unshift(
      Object.assign(Object.create(ConnectionSource.prototype) as ConnectionSource, {
        byId: (id: string) => Promise.resolve(id === 'elsewhere' ? { id, provider } : undefined),
        byDomain: () => Promise.resolve(undefined),
        byIssuer: () => Promise.resolve([]),
        shown: () => Promise.resolve([]),
      }),
    );
    await browser.get(`${app.url}/login?connection=elsewhere`);
    expect(await scenario.whoIs()).toBeDefined();
    const token = await hostile.logoutToken({ sub: hostile.person.sub }, { encryptTo: further.encryptTo });
    expect([await send(scenario, token), await send(scenario, token, '?connection=elsewhere')]).toEqual([400, 200]);
    expect(await scenario.whoIs()).toBeUndefined();
  });
});
