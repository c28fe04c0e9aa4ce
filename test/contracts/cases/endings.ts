import type { User } from '../../../packages/signin/src/users/user-store.js';
import { TestClock, type Backend, type Instance } from '../instance.js';
import { identity, issuer, provider, signIn } from '../people.js';
import { idleTimeout } from '../instance.js';
import type { EndedSession } from '../../../packages/signin/src/session/session.js';

export function endingCases(backend: () => Backend): void {
  let clock: TestClock;
  let app: Instance;
  let other: Instance;

  beforeEach(async () => {
    clock = new TestClock();
    app = await backend().open({ clock });
    other = await backend().open({ clock });
  });

  it('ends one session at once, everywhere, and hands out its tokens', async () => {
    const { cookie, session } = await signIn(app);
    const [ended] = await app.sessions.end(session.key);
    expect(ended).toEqual({ session, tokens: { accessToken: 'access-1', refreshToken: 'refresh-1' } });
    expect(await other.sessions.read(cookie)).toBeUndefined();
    expect(await other.sessions.tokens(session.key)).toBeUndefined();
    expect(await other.sessions.end(session.key)).toEqual([]);
  });

  it('tells only one of two that end the same sessions', async () => {
    const { user } = await signIn(app);
    await signIn(app, { user });
    const ended = await Promise.all([app, other, app, other].map(({ sessions }) => sessions.endByUser(user)));
    expect(ended.flat()).toHaveLength(2);
  });

  it('ends the sessions of one sid of one issuer', async () => {
    const sid = `sid-${Math.random()}`;
    const { user, cookie } = await signIn(app, { sid });
    const second = await signIn(app, { sid });
    const elsewhere = await app.users.recordSignIn(identity({ ...user, issuer: 'https://other.example' }));
    const kept = [await signIn(app, { sid: `${sid}-2` }), await signIn(app), await signIn(app, { user: elsewhere, sid })];
    expect((await other.sessions.endBySid(provider, sid)).map(({ session }) => session.key)).toHaveLength(2);
    expect(await app.sessions.read(cookie)).toBeUndefined();
    expect(await app.sessions.read(second.cookie)).toBeUndefined();
    for (const person of kept) expect(await app.sessions.read(person.cookie)).toBeDefined();
  });

  it('ends the sessions of one subject of one issuer', async () => {
    const { user, cookie } = await signIn(app, { sid: 'a' });
    await signIn(app, { user, sid: 'b' });
    const namesake = await app.users.recordSignIn(identity({ ...user, issuer: 'https://other.example' }));
    const kept = await signIn(app, { user: namesake });
    expect(await other.sessions.endBySubject(provider, user.subject)).toHaveLength(2);
    expect(await app.sessions.read(cookie)).toBeUndefined();
    expect(await app.sessions.read(kept.cookie)).toBeDefined();
  });

  it('ends nothing of another connection, which may have the same issuer, sid and subject', async () => {
    const sid = `sid-${Math.random()}`;
    const { user, cookie } = await signIn(app, { sid });
    const elsewhere = { connection: 'acme', issuer };
    const namesake = await app.users.recordSignIn(identity({ ...user, connection: 'acme' }));
    const other = await signIn(app, { user: namesake, sid });
    const nameless = await signIn(app, { user: namesake });
    const began = clock.now();
    expect(await app.sessions.endBySid({ connection: 'globex', issuer }, sid, user.subject)).toEqual([]);
    const keysOf = async (ended: Promise<readonly EndedSession[]>) => (await ended).map(({ session }) => session.key).sort();
    expect(await keysOf(app.sessions.endBySid(elsewhere, sid, user.subject))).toEqual([other.session.key, nameless.session.key].sort());
    const again = await signIn(app, { user: namesake, sid: `${sid}-2` });
    expect(await keysOf(app.sessions.endBySubject(elsewhere, user.subject))).toEqual([again.session.key]);
    expect(await app.sessions.read(cookie)).toMatchObject({ connection: 'default', subject: user.subject });
    // A sign-in that is on its way is of one of them, too.
    const late = [await signIn(app, { user, loginStartedAt: began }), await signIn(app, { user: namesake, loginStartedAt: began })];
    expect(late.map(({ endedMeanwhile }) => endedMeanwhile.length)).toEqual([0, 1]);
  });

  it('ends everybody’s sessions of a connection, batch by batch, and those whose sign-in is under way', async () => {
    const { cookie } = await signIn(app);
    const [acme, globex] = [
      await app.users.recordSignIn(identity({ connection: 'acme' })),
      await app.users.recordSignIn(identity({ connection: 'globex' })),
    ];
    const kept = await signIn(app, { user: globex });
    const began = clock.now();
    for (let sessions = 0; sessions < 120; sessions += 1) await signIn(app, { user: acme });
    const batches: number[] = [];
    expect(await other.sessions.endByConnection('acme', async (ended) => void batches.push(ended.length))).toBe(120);
    expect(batches.reduce((sum, size) => sum + size, 0)).toBe(120);
    expect(await app.sessions.list(acme.id)).toEqual([]);
    for (const person of [{ cookie }, kept]) expect(await app.sessions.read(person.cookie)).toBeDefined();
    expect((await signIn(app, { user: acme, loginStartedAt: began })).endedMeanwhile).toHaveLength(1);
    expect((await signIn(app, { user: acme, loginStartedAt: clock.now() + 1 })).endedMeanwhile).toHaveLength(0);
    expect(await other.sessions.endByConnection('acme')).toBe(1);
  });

  it('ends all other sessions of a person, and keeps this one', async () => {
    const { user, cookie, session } = await signIn(app);
    const phone = await signIn(app, { user });
    const stranger = await signIn(app);
    expect((await app.sessions.endByUser(user, session.key)).map((ended) => ended.session.key)).toEqual([phone.session.key]);
    expect(await app.sessions.read(cookie)).toBeDefined();
    expect(await app.sessions.read(stranger.cookie)).toBeDefined();
  });

  it('signs out a person whose row was deleted, within a minute, though they have signed in anew', async () => {
    const { user, cookie } = await signIn(app);
    await app.deletePerson(user.id);
    const { user: anew, cookie: kept } = await signIn(app, { user: await app.users.recordSignIn(identity(user)) });
    expect(anew.id).not.toBe(user.id);
    clock.advance(61);
    for (let reads = 0; reads < 2; reads += 1) {
      expect(await app.sessions.read(cookie)).toBeUndefined();
      expect(await app.sessions.read(kept)).toBeDefined();
    }
  });

  it('hands out the tokens of a person who was deleted, to be revoked, when the session would have been idle', async () => {
    await app.sessions.endAll();
    const { user, session } = await signIn(app);
    await app.deletePerson(user.id);
    clock.advance(idleTimeout);
    const swept: EndedSession[] = [];
    await app.sessions.sweep(async (ended) => void swept.push(...ended));
    expect(swept.map(({ session: { key }, tokens }) => [key, tokens?.['refreshToken']])).toEqual([[session.key, 'refresh-1']]);
  });

  it('never writes an ended session back, however late the write', async () => {
    const { cookie, session } = await signIn(app);
    const record = await app.store.read(session.key);
    if (!record) throw new Error('The session is missing.');
    const sealed = (await app.store.readTokens(session.key)) ?? '';
    await app.store.leaseTokens(session.key, 'me', clock.now() + 60_000, clock.now());
    await other.sessions.end(session.key);

    expect(await app.store.touch(record, clock.now())).toBe(false);
    expect(await app.store.saveData(session.key, record.data, record.version)).toBe(false);
    expect(await app.store.saveTokens(session.key, 'me', sealed)).toBe(false);
    await app.store.resealTokens(session.key, sealed, sealed, record.keyId);
    await app.store.releaseTokens(session.key, 'me');
    expect(await app.store.leaseTokens(session.key, 'me', clock.now() + 60_000, clock.now())).toBe('gone');

    expect(await app.sessions.read(cookie)).toBeUndefined();
    expect(await app.store.readTokens(session.key)).toBeUndefined();
    expect(await app.sessions.list(session.userId)).toEqual([]);
  });

  it('ends a sign-in that began before its session was ended, whenever the provider issued the ID token', async () => {
    const [sid, another] = [`sid-${Math.random()}`, `sid-${Math.random()}`];
    const began = clock.now();
    await other.sessions.endBySid(provider, sid);
    const late = await signIn(app, { sid, loginStartedAt: began });
    expect(late.endedMeanwhile.map(({ tokens }) => tokens)).toEqual([{ accessToken: 'access-1', refreshToken: 'refresh-1' }]);
    expect(await app.sessions.read(late.cookie)).toBeUndefined();
    for (const person of [
      await signIn(app, { sid, loginStartedAt: clock.now() + 1 }),
      await signIn(app, { sid: another, loginStartedAt: began }),
    ])
      expect(await app.sessions.read(person.cookie)).toBeDefined();
  });

  it.each([
    ['by subject', (user: User) => other.sessions.endBySubject(provider, user.subject)],
    ['by our record of the person', (user: User) => other.sessions.endByUser(user)],
  ])('ends a sign-in that began before its person was signed out %s, and none that begins afterwards', async (_how, end) => {
    const { user } = await signIn(app);
    const began = clock.now();
    for (let times = 0; times < 3; times += 1) await end(user);
    const late = await signIn(app, { user, sid: `sid-${Math.random()}`, loginStartedAt: began });
    expect(await app.sessions.read(late.cookie)).toBeUndefined();
    const again = await signIn(app, { user, loginStartedAt: clock.now() + 1 });
    expect(await app.sessions.read(again.cookie)).toBeDefined();
  });

  it('ends what has no sid by the subject of a logout that names both, also on its way, and leaves other sids alone', async () => {
    const sid = `sid-${Math.random()}`;
    const began = clock.now();
    const nameless = await signIn(app);
    const { user } = nameless;
    const named = await signIn(app, { user, sid: `sid-${Math.random()}` });
    expect((await other.sessions.endBySid(provider, sid, user.subject)).map(({ session }) => session.key)).toEqual([nameless.session.key]);
    expect(await app.sessions.read(named.cookie)).toBeDefined();
    const late = await signIn(app, { user, loginStartedAt: began });
    expect(await app.sessions.read(late.cookie)).toBeUndefined();
  });

  it('hands over the tokens of every session that a new one replaces', async () => {
    const [one, two] = [await signIn(app), await signIn(app, { tokens: { refreshToken: 'refresh-2' } })];
    const { replaced } = await signIn(other, {}, [one.cookie, 'none of ours', two.cookie]);
    expect(replaced.map(({ tokens }) => tokens?.['refreshToken'])).toEqual(['refresh-1', 'refresh-2']);
    for (const { cookie } of [one, two]) expect(await app.sessions.read(cookie)).toBeUndefined();
  });

  it('hands over the tokens of what a sweep removes, once among instances that sweep together', async () => {
    await app.sessions.endAll();
    for (const refreshToken of ['swept-1', 'swept-2']) await signIn(app, { tokens: { refreshToken } });
    clock.advance(idleTimeout);
    const handed: unknown[] = [];
    const onEnded = (ended: readonly EndedSession[]): Promise<unknown> =>
      Promise.resolve(handed.push(...ended.map(({ tokens }) => tokens?.['refreshToken'])));
    await Promise.all([app.sessions.sweep(onEnded), other.sessions.sweep(onEnded)]);
    expect(handed.sort()).toEqual(['swept-1', 'swept-2']);
  });

  it('ends every session, with those whose sign-in is under way, and hands over their tokens', async () => {
    await app.sessions.endAll();
    await signIn(app, { tokens: { refreshToken: 'ended' } });
    const handed: unknown[] = [];
    await other.sessions.endAll((ended) => Promise.resolve(handed.push(...ended.map(({ tokens }) => tokens?.['refreshToken']))));
    expect(handed).toEqual(['ended']);
    const late = await signIn(app, { loginStartedAt: clock.now() - 1000 });
    expect(await app.sessions.read(late.cookie)).toBeUndefined();
  });

  it('ends every session', async () => {
    const people = [await signIn(app), await signIn(app), await signIn(other)];
    expect(await app.sessions.endAll()).toBeGreaterThanOrEqual(3);
    for (const { cookie } of people) expect(await other.sessions.read(cookie)).toBeUndefined();
    expect(await app.sessions.count()).toBe(0);
  });
}
