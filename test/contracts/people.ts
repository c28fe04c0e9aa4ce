import { randomUUID } from 'node:crypto';
import type { NewSession } from '../../packages/signin/src/session/session.js';
import type { StartedSession } from '../../packages/signin/src/session/session.js';
import type { UserDetails, User } from '../../packages/signin/src/users/user-store.js';
import type { Instance } from './instance.js';

export const issuer = 'https://issuer.example';
/** That issuer, as the application knows it. */
export const provider = { connection: 'default', issuer };

export function identity(overrides: Partial<UserDetails> = {}): UserDetails {
  return {
    connection: 'default',
    issuer,
    subject: randomUUID(),
    name: 'Ada',
    username: 'ada',
    email: 'ada@example.com',
    emailVerified: true,
    ...overrides,
  };
}

export interface SignedInPerson extends StartedSession {
  readonly user: User;
}

/** Signs somebody in as the application does: a new person, unless `user` is given. */
export async function signIn(
  { users, sessions }: Instance,
  details: Partial<NewSession> = {},
  replaces: readonly string[] = [],
): Promise<SignedInPerson> {
  const user = details.user ?? (await users.recordSignIn(identity()));
  const session: NewSession = {
    user,
    connection: user.connection ?? 'default',
    sid: undefined,
    // After every sign-out that a test made before.
    loginStartedAt: Number.MAX_SAFE_INTEGER,
    address: '192.0.2.7',
    userAgent: 'Firefox',
    data: {
      idClaims: { sub: user.subject, amr: ['pwd'] },
      userinfo: { zoneinfo: 'Europe/Zurich' },
      name: 'Ada',
      groups: ['Everyone'],
      scopes: ['openid'],
    },
    tokens: { accessToken: 'access-1', refreshToken: 'refresh-1' },
    ...details,
  };
  return { user, ...(await sessions.start(session, replaces)) };
}
