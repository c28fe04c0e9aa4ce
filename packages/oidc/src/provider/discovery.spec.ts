import { Discovery } from './discovery.js';
import { OidcError } from '../errors.js';
import { type ProviderMetadata, readProviderMetadata } from './provider-metadata.js';
import type { Notice } from '../relying-party-options.js';

const HOUR = 60 * 60 * 1000;
const down = new OidcError('provider_unreachable', 'down', 'discovery');
const metadata = (issuer = 'https://p.example') => readProviderMetadata({}, issuer, []);

let time = 0;
let reads = 0;
let answer: () => Promise<ProviderMetadata>;
let notices: Notice[];
let discovery: Discovery;
beforeEach(() => {
  time = 1_000_000;
  reads = 0;
  notices = [];
  answer = async () => metadata();
  discovery = new Discovery(
    () => (reads++, answer()),
    () => time,
    (notice) => notices.push(notice),
  );
});
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('Discovery', () => {
  it('asks nothing before it must', () => {
    expect(reads).toBe(0);
    expect(discovery.status()).toEqual({ state: 'unknown', checkedAt: undefined, error: undefined });
  });

  it('asks once for many at the same time, and not again for an hour', async () => {
    await Promise.all([discovery.metadata(), discovery.metadata(), discovery.metadata()]);
    time += HOUR - 1;
    await discovery.metadata();
    expect(reads).toBe(1);
    expect(discovery.status()).toEqual({ state: 'ready', checkedAt: 1_000_000, error: undefined });
  });

  it('lets nobody wait for what is only to be refreshed', async () => {
    await discovery.metadata();
    time += HOUR;
    answer = async () => metadata('https://new.example');
    expect((await discovery.metadata()).issuer.issuer).toBe('https://p.example');
    await settled();
    expect((await discovery.metadata()).issuer.issuer).toBe('https://new.example');
    expect(reads).toBe(2);
  });

  it('remembers a failure for two seconds and notices the return at once', async () => {
    answer = async () => Promise.reject(down);
    await expect(discovery.metadata()).rejects.toBe(down);
    await expect(discovery.metadata()).rejects.toBe(down);
    expect(reads).toBe(1);
    expect(discovery.status()).toMatchObject({ state: 'down', checkedAt: 1_000_000, error: down });
    time += 2000;
    answer = async () => metadata();
    await expect(discovery.metadata()).resolves.toBeDefined();
    expect(discovery.status().state).toBe('ready');
  });

  it('serves what it knows while the provider is down, and says so once', async () => {
    await discovery.metadata();
    answer = async () => Promise.reject(down);
    for (let round = 0; round < 3; round++) {
      time += HOUR;
      await expect(discovery.metadata()).resolves.toBeDefined();
      await settled();
    }
    expect(discovery.status()).toMatchObject({ state: 'stale', error: down });
    expect(notices).toMatchObject([{ code: 'metadata_stale', recurs: true }]);
  });

  it('looks again when another step could not reach the provider', async () => {
    await discovery.metadata();
    answer = async () => Promise.reject(down);
    discovery.readSoon();
    await discovery.metadata();
    await settled();
    expect(discovery.status().state).toBe('stale');
    discovery.readSoon();
    await discovery.metadata();
    expect(reads).toBe(2);
  });

  it('turns what it did not expect into an OidcError', async () => {
    answer = async () => Promise.reject(new TypeError('oops'));
    await expect(discovery.metadata()).rejects.toMatchObject({ code: 'discovery_failed', cause: expect.any(TypeError) });
  });
});
