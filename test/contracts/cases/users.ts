import { randomUUID } from 'node:crypto';
import { AuditTrail } from '../../../packages/signin/src/audit/audit-trail.js';
import { UnstorableTextError } from '../../../packages/signin/src/database/storable-text.js';
import type { Backend, Instance } from '../instance.js';
import { identity, issuer, provider, signIn } from '../people.js';

const event = { at: 1, kind: 'signed_in', reason: undefined, session: undefined } as const;

/** What every user store has to do. */
export function userCases(backend: () => Backend): void {
  let app: Instance;
  beforeEach(async () => void (app = await backend().open()));

  it('makes a person at the first sign-in and refreshes the profile at the next', async () => {
    const known = identity();
    const first = await app.users.recordSignIn(known);
    expect(first).toEqual({ ...known, id: first.id });
    const changed = { ...known, name: 'Ada Lovelace', email: 'countess@example.com', emailVerified: false, username: 'lovelace' };
    expect(await app.users.recordSignIn(changed)).toEqual({ ...changed, id: first.id });
    expect(await app.users.find(known.issuer, known.subject)).toEqual({ ...changed, id: first.id });
  });

  it('tells the same issuer and subject of two connections apart', async () => {
    const known = identity();
    const theirs = { ...known, connection: 'acme', name: 'Another Ada' };
    const people = [await app.users.recordSignIn(known), await app.users.recordSignIn(theirs)];
    expect(people).toEqual([
      { ...known, id: people[0]?.id },
      { ...theirs, id: people[1]?.id },
    ]);
    expect(people[0]?.id).not.toBe(people[1]?.id);
    expect((await app.users.recordSignIn(theirs)).id).toBe(people[1]?.id);
    const { issuer: iss, subject } = known;
    const found = ['default', 'acme', 'globex'].map((connection) => app.users.find(iss, subject, connection));
    expect(await Promise.all(found)).toEqual([...people, undefined]);
    expect(await app.users.search(subject)).toEqual(people);
  });

  it('takes what does not arrive at a later sign-in for no deletion, and a verified address for verified until another arrives', async () => {
    const known = identity();
    const nothing = { name: undefined, username: undefined, email: undefined, emailVerified: false };
    await app.users.recordSignIn(known);
    expect(await app.users.recordSignIn({ ...known, ...nothing })).toMatchObject(known);
    const moved = { email: 'countess@example.com', emailVerified: false };
    expect(await app.users.recordSignIn({ ...known, ...nothing, ...moved })).toMatchObject({ ...known, ...moved });
  });

  it('makes one person when two first sign-ins come at once', async () => {
    const known = identity();
    const people = await Promise.all(Array.from({ length: 10 }, () => app.users.recordSignIn(known)));
    expect(new Set(people.map(({ id }) => id)).size).toBe(1);
  });

  it('tells people apart by issuer and subject to the letter, never by e-mail', async () => {
    const email = `${randomUUID()}@example.com`;
    const subject = randomUUID();
    const people = [
      identity({ email, subject }),
      identity({ email, subject: subject.toUpperCase() }),
      identity({ email, subject: `${subject} ` }),
      identity({ email, subject, issuer: 'https://issuer.example/' }),
    ];
    const ids = [];
    for (const person of people) ids.push((await app.users.recordSignIn(person)).id);
    expect(new Set(ids).size).toBe(4);
    expect((await app.users.search(email.toUpperCase())).map(({ id }) => id).sort()).toEqual(ids.sort());
  });

  it('keeps a missing or empty e-mail address as none, and none as not verified', async () => {
    for (const email of [undefined, '', undefined]) {
      const person = await app.users.recordSignIn(identity({ email, emailVerified: true }));
      expect(person).toMatchObject({ email: undefined, emailVerified: false });
    }
  });

  it('keeps any text that a provider may send', async () => {
    const odd = identity({
      subject: `auth0|${randomUUID()}'; drop table signin_users; --`,
      name: '👩🏽‍🚀 <b>Ádà</b> \u202E',
      username: 'x'.repeat(5000),
    });
    expect(await app.users.recordSignIn(odd)).toMatchObject(odd);
    expect(await app.users.search(odd.subject)).toHaveLength(1);
  });

  it('knows a deleted person no more, and makes somebody new of the next sign-in', async () => {
    const known = identity();
    const before = await app.users.recordSignIn(known);
    await app.deletePerson(before.id);
    expect(await app.users.find(known.issuer, known.subject)).toBeUndefined();
    expect((await app.users.recordSignIn(known)).id).not.toBe(before.id);
  });
}

/** What reaches the default store from elsewhere than sign-in, which cleans texts itself. */
export function oddTextCases(backend: () => Backend): void {
  let app: Instance;
  beforeEach(async () => void (app = await backend().open()));

  it.each(['a\0b', 'half \ud83d', '\u001b[31m'])("takes %j as somebody's name, address and browser, and shows it without", async (odd) => {
    const shown = odd.toWellFormed().replace(/\p{Cc}/gu, '\ufffd');
    const user = await app.users.recordSignIn(identity({ name: odd, username: odd, email: odd }));
    expect(user).toMatchObject({ name: shown, username: shown, email: shown });
    const { cookie } = await signIn(app, { user, address: odd, userAgent: odd });
    expect(await app.sessions.read(cookie)).toMatchObject({ address: shown, userAgent: shown });
    const trail = new AuditTrail(app.database);
    await trail.add({ ...event, userId: user.id, address: odd, userAgent: odd, reference: odd });
    expect(await trail.latest(user.id)).toMatchObject([{ address: shown, userAgent: shown, reference: shown }]);
  });

  it.each(['a\0b', 'half \ud83d'])('refuses %j as a key, and finds nobody by it', async (odd) => {
    await expect(app.users.recordSignIn(identity({ subject: odd }))).rejects.toMatchObject({ code: 'text_not_storable', status: 400 });
    expect(await app.users.find(issuer, odd)).toBeUndefined();
    expect(await app.users.search(odd)).toEqual([]);
    expect(await app.sessions.endBySid(provider, odd)).toEqual([]);
    expect(await app.sessions.endBySubject(provider, odd)).toEqual([]);
    await expect(app.database.kysely.selectFrom('signin_users').select('id').where('name', '=', odd).execute()).rejects.toThrow(
      UnstorableTextError,
    );
  });
}
