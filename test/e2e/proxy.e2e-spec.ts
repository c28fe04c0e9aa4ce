import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { doctor } from '../../packages/doctor/src/doctor/doctor.js';
import { setup } from '../../packages/doctor/src/setup/setup.js';
import { Browser } from '../support/browser.js';
import { type ConnectProxy, startConnectProxy } from '../support/connect-proxy.js';
import { signIn } from '../support/sign-in.js';
import { startPair } from '../support/start-pair.js';

describe('A proxy on the way to the provider', () => {
  let proxy: ConnectProxy;
  let folder: string;
  beforeEach(async () => {
    proxy = await startConnectProxy({ credentials: 'user:pass word' });
    folder = await mkdtemp(join(tmpdir(), 'proxy-'));
  });
  afterEach(async () => {
    await proxy.close();
    await rm(folder, { recursive: true });
  });

  it.each(['HTTP_PROXY', 'http_proxy', 'Http_Proxy'])('takes the requests of a sign-in and of the doctor (%s)', async (name) => {
    const pair = await startPair({ [name]: `http://user:pass%20word@${proxy.host}`, OIDC_SCOPES: 'openid profile offline_access' });
    const { host } = new URL(pair.okta.origin);
    expect((await signIn(new Browser(), pair.url, 'alice@example.com', 'alice')).text).toContain('Alice Archer');
    // Discovery and keys, userinfo; the token request goes over a connection of its own.
    expect(new Set(proxy.asked)).toEqual(new Set([host]));
    expect(proxy.asked.length).toBeGreaterThanOrEqual(2);

    const before = proxy.asked.length;
    let said = '';
    const env = { ...pair.okta.env, NODE_ENV: 'test', [name]: `http://user:pass%20word@${proxy.host}`, OKTA_API_TOKEN: 'none' };
    const terminal = {
      say: (text: string) => void (said += text),
      confirm: () => Promise.resolve(false),
      paint: (_style: unknown, text: string) => text,
    };
    await doctor([], { env, directory: folder }, terminal);
    expect(said).toContain('The provider calls itself');
    expect(said).not.toMatch(/pass( |%20)word/);
    expect(proxy.asked.length).toBeGreaterThan(before);
    await pair.close();
    expect(pair.app.log.join('\n')).not.toMatch(/pass( |%20)word/);
  });

  it('is left out for the hosts of NO_PROXY', async () => {
    const pair = await startPair({ HTTP_PROXY: `http://${proxy.host}`, no_proxy: 'example.com, localhost' });
    expect((await signIn(new Browser(), pair.url, 'alice@example.com', 'alice')).status).toBe(200);
    expect(proxy.asked).toEqual([]);
    await pair.close();
  });

  it('that refuses is named on the way, with no password', async () => {
    const pair = await startPair({ HTTP_PROXY: `http://user:wrong-password@${proxy.host}` });
    expect((await new Browser().get(`${pair.url}/login`)).status).toBe(503);
    await pair.close();
    const log = pair.app.log.join('\n');
    expect(log).toContain(`through the proxy ${proxy.host}`);
    expect(log).toContain('407');
    expect(log).not.toContain('wrong-password');
  });

  it('takes what setup asks, and is not written into .env', async () => {
    const pair = await startPair();
    const options = ['--org-url', pair.okta.origin, '--client-id', pair.okta.env['OIDC_CLIENT_ID'] ?? '', '--client-secret-stdin', '--yes'];
    let said = '';
    const status = await setup(options, {
      directory: folder,
      env: { http_proxy: `http://user:pass%20word@${proxy.host}` },
      questions: undefined,
      say: (text) => void (said += text),
      readStandardInput: () => Promise.resolve(pair.okta.env['OIDC_CLIENT_SECRET'] ?? ''),
    });
    expect({ status, said }).toMatchObject({ status: 0 });
    expect(new Set(proxy.asked)).toEqual(new Set([new URL(pair.okta.origin).host]));
    expect(await readFile(join(folder, '.env'), 'utf8')).not.toContain('PROXY');
    await pair.close();
  });
});
