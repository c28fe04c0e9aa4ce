import { setTimeout as sleep } from 'node:timers/promises';
import type { SealedPayload } from '../../../packages/signin/src/session/session.js';
import { secret, TestClock, type Backend, type Instance } from '../instance.js';
import { signIn } from '../people.js';

export function tokenCases(backend: () => Backend): void {
  let clock: TestClock;
  let app: Instance;
  let other: Instance;

  beforeEach(async () => {
    clock = new TestClock();
    app = await backend().open({ clock });
    other = await backend().open({ clock });
  });

  it('gives tokens back as they were, on every instance', async () => {
    const tokens = { accessToken: 'å'.repeat(20_000), expiresAt: 1_800_000_000, scopes: ['openid'], dpopKey: { kty: 'EC' } };
    const { session } = await signIn(app, { tokens });
    expect(await other.sessions.tokens(session.key)).toEqual(tokens);
  });

  it('refreshes once when fifty requests on two instances find the token expired, at every expiry', async () => {
    const { session } = await signIn(app, { tokens: { generation: 0 } });
    for (let expired = 0; expired < 3; expired += 1) {
      let refreshes = 0;
      const refresh = async (tokens: SealedPayload): Promise<SealedPayload | undefined> => {
        if (tokens.generation !== expired) return undefined;
        refreshes += 1;
        await sleep(30);
        return { generation: expired + 1 };
      };
      const answers = await Promise.all(
        Array.from({ length: 50 }, (_, index) => (index % 2 ? app : other).sessions.replaceTokens(session.key, refresh)),
      );
      expect(refreshes).toBe(1);
      expect(answers).toEqual(Array.from({ length: 50 }, () => ({ generation: expired + 1 })));
    }
  });

  it('tells those who wait for a change that it failed, and lets the next one try', async () => {
    const { session } = await signIn(app);
    let calls = 0;
    const fail = async (): Promise<never> => {
      calls += 1;
      await sleep(20);
      throw new Error('The provider is down.');
    };
    const failed = await Promise.allSettled([1, 2, 3].map(() => app.sessions.replaceTokens(session.key, fail)));
    expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(calls).toBe(1);
    expect(await other.sessions.replaceTokens(session.key, async () => ({ accessToken: 'access-2' }))).toEqual({ accessToken: 'access-2' });
    expect(await app.sessions.tokens(session.key)).toEqual({ accessToken: 'access-2' });
  });

  it('does not bring back a session that ends while its tokens change', async () => {
    const { cookie, session } = await signIn(app);
    const replaced = await app.sessions.replaceTokens(session.key, async () => {
      await other.sessions.end(session.key);
      return { accessToken: 'access-2' };
    });
    expect(replaced).toBeUndefined();
    expect(await app.sessions.read(cookie)).toBeUndefined();
    expect(await app.sessions.replaceTokens(session.key, async () => ({}))).toBeUndefined();
  });

  it('takes over from an instance that died while it changed the tokens', async () => {
    const { session } = await signIn(app);
    await app.store.leaseTokens(session.key, 'the-dead', clock.now() + 8000, clock.now());
    expect(await other.store.leaseTokens(session.key, 'another', clock.now() + 8000, clock.now())).toBe('taken');
    clock.advance(9);
    expect(await other.sessions.replaceTokens(session.key, async () => ({ accessToken: 'access-2' }))).toEqual({ accessToken: 'access-2' });
    expect(await app.store.saveTokens(session.key, 'the-dead', 'late')).toBe(false);
    expect(await app.sessions.tokens(session.key)).toEqual({ accessToken: 'access-2' });
  });

  it('keeps its lease for as long as a change takes', async () => {
    const [slow, quick] = [await backend().open({ clock, lease: 600 }), await backend().open({ clock, lease: 600 })];
    const { session } = await signIn(slow, { tokens: { generation: 0 } });
    let refreshes = 0;
    const refresh = async (tokens: SealedPayload): Promise<SealedPayload | undefined> => {
      if (tokens.generation === 1) return undefined;
      refreshes += 1;
      await sleep(1500);
      return { generation: 1 };
    };
    const answers = await Promise.all([slow, quick].map(({ sessions }) => sessions.replaceTokens(session.key, refresh)));
    expect(answers).toEqual([{ generation: 1 }, { generation: 1 }]);
    expect(refreshes).toBe(1);
  });

  it('keeps people signed in when the secret is rotated, and needs the old one no more after they came by', async () => {
    const [came, stayedAway] = [await signIn(app), await signIn(app)];
    const rotated = await backend().open({ clock, secrets: ['a-new-secret', secret] });
    expect(await rotated.sessions.read(came.cookie)).toBeDefined();
    expect(await rotated.sessions.tokens(stayedAway.session.key)).toBeDefined();

    const renewed = await backend().open({ clock, secrets: ['a-new-secret'] });
    expect(await renewed.sessions.read(came.cookie)).toBeDefined();
    expect(await renewed.sessions.tokens(came.session.key)).toEqual({ accessToken: 'access-1', refreshToken: 'refresh-1' });
  });

  it('lets nothing be used that a removed secret protected', async () => {
    const { user, cookie, session } = await signIn(app);
    const renewed = await backend().open({ clock, secrets: ['a-new-secret'] });
    expect(await renewed.sessions.read(cookie)).toBeUndefined();
    expect(await renewed.sessions.tokens(session.key)).toBeUndefined();
    expect(await renewed.sessions.list(user.id)).toEqual([]);
    expect(await renewed.sessions.replaceTokens(session.key, async () => ({}))).toBeUndefined();
  });

  it('opens no tokens that were moved from another session', async () => {
    const [victim, thief] = [await signIn(app), await signIn(app)];
    const stolen = (await app.store.readTokens(victim.session.key)) ?? '';
    await app.store.leaseTokens(thief.session.key, 'thief', clock.now() + 8000, clock.now());
    expect(await app.store.saveTokens(thief.session.key, 'thief', stolen)).toBe(true);
    expect(await app.sessions.tokens(thief.session.key)).toBeUndefined();
  });

  it('stores no token, no session id and no secret in clear', async () => {
    const marks = { accessToken: 'ey-access-token', refreshToken: 'refresh-token-value', idToken: 'ey-id-token' };
    const { cookie, session } = await signIn(app, { tokens: marks });
    await app.sessions.replaceTokens(session.key, async (tokens) => ({ ...tokens, accessToken: 'ey-second-access-token' }));
    await app.sessions.claimOnce('logout-token', 'jti-in-clear', clock.now() + 60_000);
    const dump = await backend().dump();
    expect(dump).toContain(session.key);
    for (const text of [cookie, ...Object.values(marks), 'ey-second-access-token', secret, 'jti-in-clear']) {
      for (const form of [text, Buffer.from(text).toString('base64url'), Buffer.from(text).toString('hex')])
        expect(dump).not.toContain(form);
    }
  });
}
