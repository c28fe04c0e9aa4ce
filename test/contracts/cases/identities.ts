import { randomUUID } from 'node:crypto';
import type { DatabaseUserStore } from '../../../packages/signin/src/users/database-user-store.js';
import type { User, UserDetails } from '../../../packages/signin/src/users/user-store.js';
import type { Backend, Instance } from '../instance.js';
import { identity, signIn } from '../people.js';

/** What a user store has to do that keeps several accounts for one person. */
export function identityCases(backend: () => Backend): void {
  let app: Instance & { readonly users: DatabaseUserStore };
  let ada: User;
  let work: UserDetails;
  let home: UserDetails;
  beforeEach(async () => {
    app = (await backend().open()) as typeof app;
    work = identity();
    home = identity({ connection: 'home', name: 'Ada at home', email: 'ada@home.example' });
    ada = await app.users.recordSignIn(work);
  });

  const names = async (): Promise<(string | undefined)[]> => (await app.users.identities(ada.id)).map(({ name }) => name);

  it('makes the person of an account that was added the same at each sign-in by it, with what its provider says', async () => {
    expect(await app.users.addIdentity(ada.id, home)).toBe('added');
    expect(await app.users.recordSignIn(home)).toEqual({ ...home, id: ada.id });
    expect(await app.users.find(home.issuer, home.subject, 'home')).toEqual({ ...home, id: ada.id });
    expect(await app.users.recordSignIn(work)).toEqual({ ...work, id: ada.id });
    expect((await app.users.search(ada.id)).map(({ id }) => id)).toEqual([ada.id, ada.id]);
    expect((await app.users.search('ada@home.example')).map(({ id }) => id)).toContain(ada.id);
    expect(await names()).toEqual(['Ada', 'Ada at home']);
  });

  it('adds an account of nobody, once, and none of another person', async () => {
    const grace = await app.users.recordSignIn(identity());
    const results = await Promise.all([1, 2, 3].map(() => app.users.addIdentity(ada.id, home)));
    expect(results.sort()).toEqual(['added', 'known', 'known']);
    expect(await app.users.addIdentity(grace.id, home)).toBe('taken');
    expect(await app.users.addIdentity(grace.id, work)).toBe('taken');
    expect(await app.users.addIdentity(ada.id, work)).toBe('known');
    expect(await names()).toHaveLength(2);
  });

  it('gives an account that two people add at once to one of them', async () => {
    const grace = await app.users.recordSignIn(identity());
    const results = await Promise.all([ada, grace, ada, grace].map(({ id }) => app.users.addIdentity(id, home)));
    expect(results.filter((result) => result === 'added')).toHaveLength(1);
    expect(results.filter((result) => result === 'taken')).toHaveLength(2);
  });

  it('lets an account that was removed be somebody else', async () => {
    await app.users.addIdentity(ada.id, home);
    expect(await app.users.removeIdentity(ada.id, home)).toMatchObject(home);
    expect(await app.users.find(home.issuer, home.subject, 'home')).toBeUndefined();
    expect((await app.users.recordSignIn(home)).id).not.toBe(ada.id);
  });

  it('leaves the person who they are when their first account is removed', async () => {
    await app.users.addIdentity(ada.id, home);
    expect(await app.users.removeIdentity(ada.id, work)).toMatchObject(work);
    expect(await app.users.recordSignIn(home)).toEqual({ ...home, id: ada.id });
    expect(await app.users.find(work.issuer, work.subject)).toBeUndefined();
    expect((await app.users.recordSignIn(work)).id).not.toBe(ada.id);
    expect(await names()).toEqual(['Ada at home']);
  });

  it("removes neither the last account nor another person's, however many are removed at once", async () => {
    const third = identity({ connection: 'third', subject: randomUUID(), name: 'Third' });
    for (const further of [home, third]) await app.users.addIdentity(ada.id, further);
    const grace = await app.users.recordSignIn(identity());
    expect(await app.users.removeIdentity(grace.id, home)).toBeUndefined();
    const all = [work, home, third, work, home, third];
    const removed = await Promise.all(all.map((account) => app.users.removeIdentity(ada.id, account)));
    expect(removed.filter((account) => account !== undefined)).toHaveLength(2);
    const [left, ...others] = await app.users.identities(ada.id);
    expect(others).toEqual([]);
    expect(await app.users.removeIdentity(ada.id, left!)).toBeUndefined();
    expect((await app.users.find(left!.issuer, left!.subject, left!.connection))?.id).toBe(ada.id);
  });

  it('takes every account along when the person is deleted', async () => {
    await app.users.addIdentity(ada.id, home);
    await app.deletePerson(ada.id);
    expect(await app.users.find(home.issuer, home.subject, 'home')).toBeUndefined();
  });

  it('ends all sessions of a person, by whichever account they began, and a sign-in by another one that is under way', async () => {
    await app.users.addIdentity(ada.id, home);
    const atHome = await app.users.recordSignIn(home);
    const [one, other] = [await signIn(app, { user: ada }), await signIn(app, { user: atHome, connection: 'home' })];
    expect(await app.sessions.read(other.cookie)).toMatchObject({ userId: ada.id, connection: 'home', subject: home.subject });
    const began = Date.now() - 1000;
    expect(await app.sessions.endByUser(ada)).toHaveLength(2);
    expect(await app.sessions.read(one.cookie)).toBeUndefined();
    const late = await signIn(app, { user: atHome, connection: 'home', loginStartedAt: began });
    expect(await app.sessions.read(late.cookie)).toBeUndefined();
  });
}
