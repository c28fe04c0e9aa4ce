import { setTimeout as sleep } from 'node:timers/promises';
import { StoreUnavailableError } from '../../../packages/signin/src/database/errors.js';
import { TestClock, type Instance, type StoppableBackend } from '../instance.js';
import { signIn, type SignedInPerson } from '../people.js';

export function outageCases(backend: () => StoppableBackend): void {
  let clock: TestClock;
  let app: Instance;
  let person: SignedInPerson;

  beforeEach(async () => {
    clock = new TestClock();
    app = await backend().open({ clock });
    person = await signIn(app);
  });

  const readings = (): Promise<unknown>[] => [
    app.sessions.ping(),
    app.sessions.read(person.cookie),
    app.sessions.tokens(person.session.key),
    app.sessions.list(person.user.id),
  ];
  const writings = (): Promise<unknown>[] => [
    app.sessions.end(person.session.key),
    app.sessions.replaceTokens(person.session.key, async () => ({})),
    app.sessions.claimOnce('logout-token', 'jti', clock.now() + 60_000),
    signIn(app, { user: person.user }),
  ];
  const allFail = async (work: Promise<unknown>[]): Promise<void> => {
    for (const result of await Promise.allSettled(work)) {
      expect(result).toMatchObject({ status: 'rejected', reason: { name: 'StoreUnavailableError', status: 503 } });
    }
  };

  const recovered = async (instance = app): Promise<void> => {
    for (let tries = 0; ; tries += 1) {
      try {
        return await instance.sessions.ping();
      } catch (error) {
        if (tries > 100 || !(error instanceof StoreUnavailableError)) throw error;
        await sleep(100);
      }
    }
  };

  it('fails with one error while the server is stopped, and recovers with nobody signed out', async () => {
    await backend().server.stop();
    await allFail([...readings(), ...writings()]);
    await backend().server.start();
    await recovered();
    expect(await app.sessions.read(person.cookie)).toEqual(person.session);
    expect(await app.sessions.tokens(person.session.key)).toEqual({ accessToken: 'access-1', refreshToken: 'refresh-1' });
    await signIn(app);
  });

  it('gives up on a server that hangs, and recovers with nobody signed out', async () => {
    backend().server.freeze();
    await allFail(readings());
    backend().server.thaw();
    await recovered();
    expect(await app.sessions.read(person.cookie)).toEqual(person.session);
    await signIn(app);
  });

  it('starts while the server is down, and works once it is there', async () => {
    await backend().server.stop();
    const late = await backend().open({ clock });
    await expect(late.sessions.ping()).rejects.toThrow(StoreUnavailableError);
    await backend().server.start();
    await recovered(late);
    expect(await late.sessions.read(person.cookie)).toBeDefined();
  });

  it('keeps the tokens that a provider gave while the server was down', async () => {
    const replaced = app.sessions.replaceTokens(person.session.key, async () => {
      await backend().server.stop();
      return { refreshToken: 'refresh-2' };
    });
    await expect(replaced).rejects.toThrow(StoreUnavailableError);
    await backend().server.start();
    await recovered();
    for (let tries = 0; tries < 100; tries += 1) {
      if ((await app.sessions.tokens(person.session.key))?.refreshToken === 'refresh-2') break;
      await sleep(100);
    }
    expect(await app.sessions.tokens(person.session.key)).toEqual({ refreshToken: 'refresh-2' });
  });
}
