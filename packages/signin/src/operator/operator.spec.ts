import type { Database } from '../database/database.js';
import { openDatabase } from '../database/open-database.js';
import { DatabaseUserStore } from '../users/database-user-store.js';
import type { User } from '../users/user-store.js';
import { KeyRing } from '../session/key-ring.js';
import { openSessionStore } from '../session/open-session-store.js';
import { operate, UsageError } from './operator.js';
import { Sessions } from '../session/sessions.js';

const session = { secrets: ['secret'], idleTimeout: 1800, absoluteTimeout: 43_200 };

describe('the operator', () => {
  let database: Database;
  let users: DatabaseUserStore;
  let sessions: Sessions;
  const run = (...commandLine: string[]): Promise<string> =>
    operate(commandLine, users, sessions, (_session, { refreshToken: token }) =>
      token === 'stubborn' ? Promise.reject(new Error('no')) : Promise.resolve(token !== 'left' && revoked.push(token) > 0),
    );
  let revoked: string[];
  const person = (subject: string, email: string): Promise<User> =>
    users.recordSignIn({
      connection: 'default',
      issuer: 'https://issuer.example',
      subject,
      name: 'Ada',
      username: undefined,
      email,
      emailVerified: true,
    });
  const signIn = (user: User, userAgent: string, tokens: Record<string, string> = {}): Promise<{ cookie: string }> => {
    const data = { idClaims: {}, userinfo: undefined, name: undefined, groups: undefined, scopes: [] };
    return sessions.start({
      user,
      connection: 'default',
      sid: undefined,
      loginStartedAt: 0,
      address: '192.0.2.1',
      userAgent,
      data,
      tokens,
    });
  };

  beforeEach(async () => {
    revoked = [];
    database = await openDatabase({ kind: 'sqlite', file: ':memory:' });
    users = new DatabaseUserStore(database);
    sessions = new Sessions(
      await openSessionStore({ session, sessionStore: { kind: 'database' } }, database),
      users,
      new KeyRing(['secret']),
      session,
    );
  });
  afterEach(() => database.close());

  it('lists the sessions of a person by e-mail address, subject or id', async () => {
    const ada = await person('00u1', 'ada@example.com');
    const { cookie } = await signIn(ada, 'Firefox');
    for (const who of ['Ada@Example.com', '00u1', ada.id]) {
      const listed = await run('list', '--user', who);
      expect(listed).toContain('ada@example.com');
      expect(listed).toContain('192.0.2.1  Firefox');
      expect(listed).not.toContain(cookie);
    }
  });

  it('shows as text what would be commands for the terminal', async () => {
    const escapes = '\u001b]0;owned\u0007\u009b31m\u202e\u2028';
    const eve = await users.recordSignIn({
      connection: 'default',
      issuer: 'https://issuer.example',
      subject: `00u\u0085${escapes}`,
      name: `Eve\n  12345678  since forever ${escapes}`,
      username: undefined,
      email: `eve${escapes}@example.com`,
      emailVerified: true,
    });
    await signIn(eve, `Firefox${escapes}`);
    const listed = [await run('list'), await run('list', '--user', eve.id), await run('list', '--user', escapes)];
    for (const text of listed) expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    expect(listed.map((text) => text.split('\n').length)).toEqual([2, 2, 1]);
    expect(listed[0]).toContain('00u\\u{85}\\u{1b}]0;owned\\u{7}\\u{9b}31m\\u{202e}\\u{2028}');
  });

  it('lists everybody', async () => {
    expect(await run('list')).toBe('0 sessions.');
    await signIn(await person('00u1', 'ada@example.com'), 'Firefox');
    await signIn(await person('00u2', 'bob@example.com'), 'Chrome');
    expect(await run('list')).toBe(await run('list', '--all'));
    expect(await run('list', '--all')).toMatch(
      /^2 sessions\.\n.*Chrome.*00u2\n.*Firefox.*00u1$|^2 sessions\.\n.*Firefox.*00u1\n.*Chrome.*00u2$/,
    );
  });

  it('signs one person out everywhere', async () => {
    const [ada, bob] = [await person('00u1', 'ada@example.com'), await person('00u2', 'bob@example.com')];
    const [first, second, kept] = [await signIn(ada, 'Firefox'), await signIn(ada, 'Phone'), await signIn(bob, 'Chrome')];
    expect(await run('end', '--user', 'ada@example.com')).toContain('Ended 2 sessions of Ada, ada@example.com');
    expect([await sessions.read(first.cookie), await sessions.read(second.cookie)]).toEqual([undefined, undefined]);
    expect(await sessions.read(kept.cookie)).toBeDefined();
  });

  it('signs nobody out when several people have the address', async () => {
    const [ada, other] = [await person('00u1', 'shared@example.com'), await person('00u2', 'shared@example.com')];
    const { cookie } = await signIn(ada, 'Firefox');
    const answer = await run('end', '--user', 'shared@example.com');
    expect(answer).toContain(ada.id);
    expect(answer).toContain(other.id);
    expect(await sessions.read(cookie)).toBeDefined();
    expect(await run('end', '--user', ada.id)).toContain('Ended 1 session of');
  });

  it('signs everybody out', async () => {
    await signIn(await person('00u1', 'ada@example.com'), 'Firefox');
    await signIn(await person('00u2', 'bob@example.com'), 'Chrome');
    expect(await run('end', '--all')).toBe('Ended 2 sessions.');
    expect(await sessions.count()).toBe(0);
  });

  it('says that it knows nobody of that name', async () => {
    expect(await run('end', '--user', 'eve@example.com')).toContain('Nobody');
  });

  it.each([
    [[]],
    [['end']],
    [['list', '--user']],
    [['end', '--user', 'a', '--all']],
    [['remove', '--all']],
    [['end', 'ada', '--all']],
    [['end', '--al']],
  ])('explains itself instead of guessing: %j', async (commandLine) => {
    await expect(run(...commandLine)).rejects.toThrow(UsageError);
  });

  it.each(['--user 00u1', '--all'])('revokes the refresh tokens of what it ends (%s), and says of which it could not', async (whom) => {
    const ada = await person('00u1', 'ada@example.com');
    for (const refreshToken of ['one', 'two', 'stubborn']) await signIn(ada, 'Firefox', { refreshToken });
    await signIn(ada, 'Chrome');
    const told = await run('end', ...whom.split(' '));
    expect(told).toContain('Ended 4 sessions');
    expect(told).toContain('Refresh tokens revoked at the provider: 2. The provider did not revoke 1:');
    expect(revoked.sort()).toEqual(['one', 'two']);
  });

  it('does not say that tokens were revoked where the provider has no revocation', async () => {
    await signIn(await person('00u1', 'ada@example.com'), 'Firefox', { refreshToken: 'left' });
    const told = await run('end', '--all');
    expect(told).toContain('The provider offers no revocation of 1:');
    expect(told).not.toContain('revoked at the provider');
  });
});
