import type { Session } from '@fanlight/signin';
import { profilePage } from './profile-page.js';

const now = Date.UTC(2026, 10, 25, 0, 12, 30);
const provider = { label: 'Provider', issuer: 'https://id.example', host: 'id.example' };
const current = session('this', { seenAt: now - 90_000 });

describe('The profile page', () => {
  it('says since when the session lives, and when it ends at the latest or without a visit', () => {
    expect(page().session).toMatchObject({
      since: { relative: '1 hour ago' },
      seen: { relative: '2 minutes ago' },
      ends: { relative: 'in 11 hours' },
      idle: '30 minutes',
    });
  });

  it('lists this session first, then the others by when they were last seen', () => {
    const sessions = [
      session('old', { seenAt: now - 9000 }),
      current,
      session('new', { seenAt: now - 1000, userAgent: undefined, address: undefined }),
    ];
    const { devices, otherDevices } = page({ sessions });
    expect(devices.map(({ key, current: isCurrent }) => [key, isCurrent])).toEqual([
      ['this', true],
      ['new', false],
      ['old', false],
    ]);
    expect(devices[1]).toMatchObject({ browser: 'Unknown browser', address: 'Unknown address' });
    expect(otherDevices).toBe(true);
  });

  it('shows this session even where the list of sessions misses it', () => {
    expect(page({ sessions: [] })).toMatchObject({ devices: [{ key: 'this' }], otherDevices: false });
  });

  it('shows of userinfo what the ID token does not say, and what it says otherwise', () => {
    const data = {
      ...current.data,
      idClaims: { sub: 's', groups: ['a'], locale: 'en' },
      userinfo: { sub: 's', groups: ['a'], locale: 'de', nickname: 'n' },
    };
    const { userinfo } = page({ session: { ...current, data } });
    expect(userinfo).toMatchObject({
      same: 'sub, groups',
      claims: [
        { name: 'locale', text: 'de' },
        { name: 'nickname', text: 'n' },
      ],
    });
  });

  it('does not take what every object inherits for a claim of the ID token', () => {
    const data = { ...current.data, userinfo: { toString: undefined, constructor: Object } };
    expect(page({ session: { ...current, data } }).userinfo?.same).toBe('');
  });

  it('says when userinfo did not answer', () => {
    expect(page({ session: { ...current, data: { ...current.data, userinfoFailed: true } } }).userinfoFailed).toBe(true);
    expect(page({}).userinfoFailed).toBe(false);
  });

  it('tells activity with browser and address, as far as they are known', () => {
    const event = { kind: 'signed_in', reason: undefined, at: now, address: '203.0.113.1', userAgent: 'Firefox/1 Linux' } as const;
    const { activity } = page({ activity: [event, { ...event, userAgent: undefined }, { ...event, address: undefined }] });
    expect(activity.map(({ detail }) => detail)).toEqual(['Firefox on Linux, 203.0.113.1', '203.0.113.1', 'Firefox on Linux']);
  });
});

function page(input: Partial<Parameters<typeof profilePage>[0]> = {}): ReturnType<typeof profilePage> {
  return profilePage({
    session: current,
    roles: [],
    identities: [],
    addable: [],
    sessions: [current],
    provider,
    idleTimeout: 1800,
    activity: [],
    now,
    ...input,
  });
}

function session(key: string, changes: Partial<Session>): Session {
  return {
    key,
    userId: 'u',
    connection: 'default',
    issuer: provider.issuer,
    subject: 's',
    sid: undefined,
    createdAt: now - 3_600_000,
    seenAt: now,
    expiresAt: now + 11 * 3_600_000,
    address: '203.0.113.1',
    userAgent: 'Firefox/1 Linux',
    data: { idClaims: { sub: 's' }, userinfo: undefined, name: 'Ann', groups: undefined, scopes: [] },
    ...changes,
  };
}
