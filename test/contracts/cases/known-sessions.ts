import { idleTimeout, TestClock, secret, type Backend, type Instance } from '../instance.js';
import { signIn, type SignedInPerson } from '../people.js';

/** What an instance has read of a session once must never outlive what the store says of it. */
export function knownSessionCases(backend: () => Backend): void {
  let clock: TestClock;
  let app: Instance;
  let other: Instance;
  let person: SignedInPerson;

  beforeEach(async () => {
    clock = new TestClock();
    app = await backend().open({ clock });
    other = await backend().open({ clock });
    person = await signIn(app);
    for (const { sessions } of [app, other]) expect(await sessions.read(person.cookie)).toEqual(person.session);
  });

  it('are over at once when another instance ends them', async () => {
    await other.sessions.end(person.session.key);
    expect(await app.sessions.read(person.cookie)).toBeUndefined();
    expect(await app.sessions.read(person.cookie)).toBeUndefined();
  });

  it('are over at once when their person is deleted', async () => {
    await other.users.delete(person.user.id);
    clock.advance(61);
    expect(await app.sessions.read(person.cookie)).toBeUndefined();
  });

  it('show at once what another instance changed', async () => {
    await other.sessions.update(person.session.key, (data) => ({ ...data, custom: { plan: 'gold' } }));
    const changed = await app.sessions.read(person.cookie);
    expect(changed).toEqual({ ...person.session, data: { ...person.session.data, custom: { plan: 'gold' } } });
    expect(await app.sessions.read(person.cookie)).toBe(changed);
  });

  it('show when another instance saw them last', async () => {
    clock.advance(65);
    const { seenAt } = (await other.sessions.read(person.cookie)) ?? person.session;
    expect(seenAt).toBeGreaterThan(person.session.seenAt);
    expect(await app.sessions.read(person.cookie)).toEqual({ ...person.session, seenAt });
  });

  it('are over when nobody uses them for the idle timeout', async () => {
    clock.advance(idleTimeout);
    expect(await app.sessions.read(person.cookie)).toBeUndefined();
  });

  it('are over when another instance sealed them with a secret that this one does not have', async () => {
    const rotated = await backend().open({ clock, secrets: [`new-${secret}`, secret] });
    expect(await rotated.sessions.read(person.cookie)).toBeDefined();
    expect(await app.sessions.read(person.cookie)).toBeUndefined();
  });

  it('cannot be changed by one request for the others', async () => {
    const { data } = (await app.sessions.read(person.cookie)) ?? person.session;
    expect(() => Object.assign(data.idClaims, { sub: 'somebody else' })).toThrow(TypeError);
  });
}
