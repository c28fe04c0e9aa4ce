import { absoluteTimeout, idleTimeout, secret, TestClock, type Backend, type Instance } from '../instance.js';
import { signIn } from '../people.js';

export function sessionCases(backend: () => Backend): void {
  let clock: TestClock;
  let app: Instance;
  let other: Instance;

  beforeEach(async () => {
    clock = new TestClock();
    app = await backend().open({ clock });
    other = await backend().open({ clock });
  });

  it('reads on another instance what a sign-in stored', async () => {
    const { cookie, session, user } = await signIn(app, { sid: 'sid-1' });
    expect(cookie).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(await other.sessions.read(cookie)).toEqual(session);
    expect(session).toMatchObject({
      userId: user.id,
      issuer: user.issuer,
      subject: user.subject,
      sid: 'sid-1',
      address: '192.0.2.7',
      userAgent: 'Firefox',
    });
    expect(session.expiresAt - session.createdAt).toBe(absoluteTimeout * 1000);
  });

  it('keeps what is absent absent', async () => {
    const { cookie } = await signIn(app, { sid: undefined, address: undefined, userAgent: undefined });
    expect(await app.sessions.read(cookie)).toMatchObject({ sid: undefined, address: undefined, userAgent: undefined });
  });

  it('gives every sign-in a new id, and the one before it is over', async () => {
    const first = await signIn(app);
    const second = await signIn(app, { user: first.user }, [first.cookie]);
    expect(second.cookie).not.toBe(first.cookie);
    expect(await other.sessions.read(first.cookie)).toBeUndefined();
    expect(await app.sessions.tokens(first.session.key)).toBeUndefined();
    expect(await other.sessions.read(second.cookie)).toBeDefined();
    expect(await app.sessions.list(first.user.id)).toHaveLength(1);
  });

  it('knows no session that was never made', async () => {
    expect(await app.sessions.read('A'.repeat(43))).toBeUndefined();
  });

  it('tells of many sessions at once which have ended, wherever that was', async () => {
    const keys = await Promise.all([1, 2, 3, 4].map(async () => (await signIn(app)).session.key));
    const [first = '', second = '', ...rest] = keys;
    expect(await other.sessions.whichEnded(keys)).toEqual([]);
    await app.sessions.end(first);
    expect(await other.sessions.whichEnded([...keys, 'A'.repeat(43)])).toEqual([first, 'A'.repeat(43)]);
    await other.sessions.end(second);
    clock.advance(idleTimeout);
    expect(await app.sessions.whichEnded(keys)).toEqual([first, second, ...rest]);
    expect(await app.sessions.whichEnded([])).toEqual([]);
  });

  it('ends a session that nobody uses for the idle timeout', async () => {
    const { cookie, session } = await signIn(app);
    clock.advance(idleTimeout - 1);
    expect(await app.store.read(session.key)).toBeDefined();
    clock.advance(1);
    expect(await app.sessions.read(cookie)).toBeUndefined();
    expect(await app.sessions.update(session.key, (data) => data)).toBe(false);
  });

  it('keeps a session that is used, up to the absolute timeout', async () => {
    const { cookie } = await signIn(app);
    const step = idleTimeout - 10;
    for (let used = 0; used < absoluteTimeout - step; used += step) {
      expect(await app.sessions.read(cookie)).toBeDefined();
      clock.advance(step);
    }
    expect(await app.sessions.read(cookie)).toBeDefined();
    clock.advance(step);
    expect(await app.sessions.read(cookie)).toBeUndefined();
  });

  it('writes last-seen at most once a minute', async () => {
    const { cookie, session } = await signIn(app);
    const seenAt = async (): Promise<number> => (await app.store.read(session.key))?.seenAt ?? 0;
    clock.advance(50);
    await app.sessions.read(cookie);
    expect(await seenAt()).toBe(session.seenAt);
    clock.advance(15);
    const read = await app.sessions.read(cookie);
    expect(await seenAt()).toBeGreaterThanOrEqual(session.seenAt + 65_000);
    expect(read?.seenAt).toBe(await seenAt());
  });

  it('shows at once what another instance changed, and when it saw the session last', async () => {
    const { cookie, session } = await signIn(app);
    clock.advance(65);
    const data = { ...session.data, custom: { plan: 'gold' } };
    await other.sessions.update(session.key, () => data);
    const seen = await other.sessions.read(cookie);
    expect(seen?.seenAt).toBeGreaterThan(session.seenAt);
    expect(await app.sessions.read(cookie)).toEqual({ ...session, seenAt: seen?.seenAt, data });
  });

  it('knows no session that another instance sealed with a secret that this one does not have', async () => {
    const { cookie } = await signIn(app);
    const rotated = await backend().open({ clock, secrets: [`new-${secret}`, secret] });
    expect(await rotated.sessions.read(cookie)).toBeDefined();
    expect(await app.sessions.read(cookie)).toBeUndefined();
  });

  it('applies changes that come at once to the newest data', async () => {
    const { cookie, session } = await signIn(app);
    const add = (name: string) => (data: typeof session.data) => ({ ...data, custom: { ...data.custom, [name]: true } });
    const names = Array.from({ length: 20 }, (_, index) => `change-${index}`);
    const saved = await Promise.all(names.map((name, index) => (index % 2 ? app : other).sessions.update(session.key, add(name))));
    expect(saved).toEqual(names.map(() => true));
    expect(Object.keys((await app.sessions.read(cookie))?.data.custom ?? {}).sort()).toEqual(names.sort());
  });

  it('lists the sessions of a person that are not over, last seen first', async () => {
    const forgotten = await signIn(app);
    const { user } = forgotten;
    clock.advance(idleTimeout - 5);
    const phone = await signIn(app, { user, userAgent: 'Phone' });
    clock.advance(10);
    const laptop = await signIn(other, { user, userAgent: 'Laptop' });
    await signIn(app);
    expect((await app.sessions.list(user.id)).map(({ key }) => key)).toEqual([laptop.session.key, phone.session.key]);
  });

  it('lists the sessions of everybody that were used last', async () => {
    await app.sessions.endAll();
    await signIn(app);
    clock.advance(5);
    const [older, newer] = [await signIn(app), await signIn(app)];
    clock.advance(70);
    await app.sessions.read(older.cookie);
    expect((await app.sessions.listLatest(2)).map(({ key }) => key)).toEqual([older.session.key, newer.session.key]);
  });

  it('claims an id once across instances, until it expires', async () => {
    const until = clock.now() + 60_000;
    const claims = await Promise.all([app, other, app, other].map(({ sessions }) => sessions.claimOnce('logout-token', 'jti-1', until)));
    expect(claims.filter(Boolean)).toHaveLength(1);
    expect([await other.sessions.isClaimed('logout-token', 'jti-1'), await other.sessions.isClaimed('logout-token', 'jti-2')]).toEqual([
      true,
      false,
    ]);
    expect(await app.sessions.claimOnce('another-purpose', 'jti-1', until)).toBe(true);
    expect(await app.sessions.claimOnce('logout-token', `jti-2 ${'long'.repeat(5000)}\n\0{}`, until)).toBe(true);
    clock.advance(61);
    expect(await other.sessions.isClaimed('logout-token', 'jti-1')).toBe(false);
    expect(await other.sessions.claimOnce('logout-token', 'jti-1', clock.now() + 60_000)).toBe(true);
  });

  it('sweeps away what is over, in batches, and nothing else', async () => {
    await app.sessions.endAll();
    const { user } = await signIn(app);
    for (let made = 0; made < 449; made += 1) await signIn(app, { user });
    await app.sessions.claimOnce('swept', 'jti', clock.now() + 60_000);
    expect(await app.sessions.count()).toBe(450);
    clock.advance(idleTimeout - 60);
    const kept = await signIn(app);
    clock.advance(60);
    expect(await app.sessions.count()).toBe(1);
    expect(await app.sessions.sweep()).toBe(450);
    expect(await app.sessions.sweep()).toBe(0);
    expect(await app.store.list(user.id)).toEqual([]);
    expect(await app.sessions.read(kept.cookie)).toBeDefined();
  });
}
