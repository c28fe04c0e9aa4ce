import type { SessionData } from '../../../src/session/session.js';
import { TestClock, type Backend, type Instance } from '../instance.js';
import { issuer, signIn } from '../people.js';

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
    const ended = await Promise.all([app, other, app, other].map(({ sessions }) => sessions.endByUser(user.id)));
    expect(ended.flat()).toHaveLength(2);
  });

  it('ends the sessions of one sid of one issuer', async () => {
    const sid = `sid-${Math.random()}`;
    const { user, cookie } = await signIn(app, { sid });
    const second = await signIn(app, { sid });
    const elsewhere = await app.users.recordSignIn({ ...user, issuer: 'https://other.example' });
    const kept = [await signIn(app, { sid: `${sid}-2` }), await signIn(app), await signIn(app, { user: elsewhere, sid })];
    expect((await other.sessions.endBySid(issuer, sid)).map(({ session }) => session.key)).toHaveLength(2);
    expect(await app.sessions.read(cookie)).toBeUndefined();
    expect(await app.sessions.read(second.cookie)).toBeUndefined();
    for (const person of kept) expect(await app.sessions.read(person.cookie)).toBeDefined();
  });

  it('ends the sessions of one subject of one issuer', async () => {
    const { user, cookie } = await signIn(app, { sid: 'a' });
    await signIn(app, { user, sid: 'b' });
    const namesake = await app.users.recordSignIn({ ...user, issuer: 'https://other.example' });
    const kept = await signIn(app, { user: namesake });
    expect(await other.sessions.endBySubject(issuer, user.subject)).toHaveLength(2);
    expect(await app.sessions.read(cookie)).toBeUndefined();
    expect(await app.sessions.read(kept.cookie)).toBeDefined();
  });

  it('ends all other sessions of a person, and keeps this one', async () => {
    const { user, cookie, session } = await signIn(app);
    const phone = await signIn(app, { user });
    const stranger = await signIn(app);
    expect((await app.sessions.endByUser(user.id, session.key)).map((ended) => ended.session.key)).toEqual([phone.session.key]);
    expect(await app.sessions.read(cookie)).toBeDefined();
    expect(await app.sessions.read(stranger.cookie)).toBeDefined();
  });

  it('signs out a person who was deleted', async () => {
    const { user, cookie, session } = await signIn(app);
    await other.users.delete(user.id);
    expect(await app.sessions.read(cookie)).toBeUndefined();
    expect(await app.sessions.tokens(session.key)).toBeUndefined();
    expect(await app.sessions.update(session.key, (data) => data)).toBe(false);
  });

  it('signs out a person whose row was deleted by hand, within a minute', async () => {
    const { user, cookie } = await signIn(app);
    await app.database.kysely.deleteFrom('users').where('id', '=', user.id).execute();
    clock.advance(61);
    expect(await app.sessions.read(cookie)).toBeUndefined();
    expect(await app.sessions.read(cookie)).toBeUndefined();
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

  it('ends a sign-in that is on its way when the provider ends its session', async () => {
    const began = clock.now();
    const at = Math.floor(began / 1000);
    const [sid, another] = [`sid-${Math.random()}`, `sid-${Math.random()}`];
    const data = (iat: number): SessionData => ({ idClaims: { iat }, userinfo: undefined, name: undefined, groups: undefined, scopes: [] });
    await other.sessions.endBySid(issuer, sid, at * 1000);
    const late = await signIn(app, { sid, data: data(at - 2) });
    expect(await app.sessions.read(late.cookie)).toBeUndefined();
    for (const person of [await signIn(app, { sid, data: data(at + 1) }), await signIn(app, { sid: another, data: data(at - 2) })]) {
      expect(await app.sessions.read(person.cookie)).toBeDefined();
    }

    await other.sessions.endBySubject(issuer, late.user.subject, at * 1000);
    const again = await signIn(app, { user: late.user, data: data(at), loginStartedAt: began });
    expect(await app.sessions.read(again.cookie)).toBeUndefined();
    const anew = await signIn(app, { user: late.user, data: data(at + 1) });
    expect(await app.sessions.read(anew.cookie)).toBeDefined();
  });

  it('lets somebody sign in again within the second of the logout', async () => {
    const at = Math.floor(clock.now() / 1000);
    const { user } = await signIn(app);
    const data: SessionData = { idClaims: { iat: at }, userinfo: undefined, name: undefined, groups: undefined, scopes: [] };
    await other.sessions.endBySubject(issuer, user.subject, at * 1000);
    const again = await signIn(app, { user, data, loginStartedAt: clock.now() + 1 });
    expect(await app.sessions.read(again.cookie)).toBeDefined();
  });

  it('remembers the last of several logouts', async () => {
    const at = Math.floor(clock.now() / 1000);
    const { user } = await signIn(app);
    const data: SessionData = { idClaims: { iat: at + 3 }, userinfo: undefined, name: undefined, groups: undefined, scopes: [] };
    for (const seconds of [at, at + 4, at + 2]) await other.sessions.endBySubject(issuer, user.subject, seconds * 1000);
    const late = await signIn(app, { user, data });
    expect(await app.sessions.read(late.cookie)).toBeUndefined();
  });

  it('ends every session', async () => {
    const people = [await signIn(app), await signIn(app), await signIn(other)];
    expect(await app.sessions.endAll()).toBeGreaterThanOrEqual(3);
    for (const { cookie } of people) expect(await other.sessions.read(cookie)).toBeUndefined();
    expect(await app.sessions.count()).toBe(0);
  });
}
