import { answering, ForgingProvider } from '../../../../test/support/forging-provider.js';
import { KeySet } from './key-set.js';
import { ProviderHttp } from '../provider/provider-http.js';
import type { Notice } from '../relying-party-options.js';

const MINUTE = 60 * 1000;
let provider: ForgingProvider;
let time: number;
let notices: Notice[];
beforeAll(async () => (provider = await ForgingProvider.start()));
afterAll(() => provider.close());
beforeEach(() => {
  provider.reset();
  time = Date.now();
  notices = [];
});

const now = () => time;
const keySet = () =>
  new KeySet(`${provider.url}/keys`, new ProviderHttp({ timeout: 5000, now, onRequest: undefined }), now, (notice) => notices.push(notice));
const broken = () => provider.answers.set('/keys', answering(500));

describe('KeySet', () => {
  it('fetches once for many at the same time, and keeps what it has for ten minutes', async () => {
    const keys = keySet();
    await Promise.all([keys.get(), keys.get()]);
    time += 10 * MINUTE - 1;
    await keys.get();
    expect(provider.count('/keys')).toBe(1);
    time += 1;
    await keys.get();
    expect(provider.count('/keys')).toBe(2);
  });

  it('keeps imported keys when a fetch brings the same ones', async () => {
    const keys = keySet();
    const first = await keys.get();
    time += 10 * MINUTE;
    const second = await keys.get();
    expect(second.keys).toBe(first.keys);
    expect(second.version).toBeGreaterThan(first.version);
  });

  it('fetches newer keys at once, also right after the last time', async () => {
    const keys = keySet();
    const { version } = await keys.get();
    provider.answers.set('/keys', { keys: [{ ...provider.key.publicJwk, kid: 'two' }] });
    expect((await keys.newerThan(version, 'provider'))?.keys.ids).toEqual(['two']);
  });

  it('does not fetch for those who come with old keys when newer ones are there already', async () => {
    const keys = keySet();
    const { version } = await keys.get();
    await Promise.all([keys.newerThan(version, 'anyone'), keys.newerThan(version, 'anyone')]);
    await keys.newerThan(version, 'anyone');
    expect(provider.count('/keys')).toBe(2);
  });

  it('fetches five times a minute for what anyone may send, and still for what the provider sends', async () => {
    const keys = keySet();
    for (let token = 0; token < 10; token++) await keys.newerThan((await keys.get()).version, 'anyone');
    expect(provider.count('/keys')).toBe(1 + 5);
    expect(await keys.newerThan((await keys.get()).version, 'anyone')).toBeUndefined();
    expect(await keys.newerThan((await keys.get()).version, 'provider')).toBeDefined();
    expect(notices[0]).toMatchObject({ code: 'key_refetch_budget' });
    time += MINUTE;
    expect(await keys.newerThan((await keys.get()).version, 'anyone')).toBeDefined();
  });

  it('serves what it has for a day while the endpoint is down', async () => {
    const keys = keySet();
    const first = await keys.get();
    broken();
    time += 23 * 60 * MINUTE;
    expect(await keys.get()).toBe(first);
    expect(await keys.newerThan(first.version, 'provider')).toBeUndefined();
    expect(notices).toContainEqual(expect.objectContaining({ code: 'keys_stale' }));
    time += 60 * MINUTE;
    await expect(keys.get()).rejects.toMatchObject({ code: 'keys_unavailable', status: 503 });
  });

  it('serves what it has while the endpoint returns an empty set', async () => {
    const keys = keySet();
    const first = await keys.get();
    provider.answers.set('/keys', { keys: [] });
    expect(await keys.newerThan(first.version, 'provider')).toBeUndefined();
    expect(await keys.get()).toBe(first);
  });

  it('tells of each outage once, also of one right after another', async () => {
    const keys = keySet();
    await keys.get();
    for (const outage of [1, 2, 3]) {
      broken();
      for (let minute = 0; minute < 30; minute++) {
        time += MINUTE;
        await keys.get();
      }
      expect(notices.filter(({ code, recurs }) => code === 'keys_stale' && recurs)).toHaveLength(outage);
      provider.reset();
      time += 10 * MINUTE;
      await keys.get();
    }
  });

  it('asks a broken endpoint no more than every two seconds', async () => {
    const keys = keySet();
    broken();
    for (let round = 0; round < 3; round++)
      await expect(keys.get()).rejects.toMatchObject({ code: 'keys_unavailable', cause: { code: 'provider_error' } });
    expect(provider.count('/keys')).toBe(1);
    time += 2000;
    provider.reset();
    await expect(keys.get()).resolves.toBeDefined();
  });

  it.each([
    ['HTML', answering(200, '<html>')],
    ['a 404', answering(404)],
    ['a 404 that looks like keys', answering(404, { keys: [] })],
    ['no list of keys', { keys: {} }],
    ['an empty body', answering(200)],
    ['an empty list of keys', { keys: [] }],
    ['a list of what are no keys', { keys: [null, 'key'] }],
  ])('says that there are no keys when the endpoint answers %s', async (_title, answer) => {
    provider.answers.set('/keys', answer);
    await expect(keySet().get()).rejects.toMatchObject({
      code: 'keys_unavailable',
      step: 'keys',
      endpoint: `${provider.url}/keys`,
      cause: undefined,
    });
  });
});
