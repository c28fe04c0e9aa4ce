/**
 * What the provider said of a user at sign-in: ID token and userinfo merged, `sub` and `iss` from the ID token. Of its texts a sign-in has
 * taken what no database holds (NUL, half a surrogate pair); subjects have up to 255 characters, the others up to 320.
 */
export interface UserDetails {
  /** Id of the connection by which they signed in: the same issuer and subject by another are somebody else. */
  readonly connection: string;
  readonly issuer: string;
  readonly subject: string;
  readonly name: string | undefined;
  readonly username: string | undefined;
  /** Undefined, never an empty string, when there is none. Not unique, never a key. */
  readonly email: string | undefined;
  readonly emailVerified: boolean;
}

/** Somebody who has signed in, as the application keeps them. */
export interface User extends Omit<UserDetails, 'connection'> {
  /** Left out: the default one, which is all that a store needs to know where there is one alone. */
  readonly connection?: string;
  /** The application's own id, a text of up to 255 characters: sessions, the audit trail and `CurrentUser.userId` name the person by it. */
  readonly id: string;
}

/** An account at a provider, by which a person signs in. */
export interface Identity extends UserDetails {
  /** Milliseconds since the epoch. */
  readonly lastSignInAt: number;
}

/** What names an account. */
export type IdentityKey = Pick<UserDetails, 'connection' | 'issuer' | 'subject'>;

/**
 * Where the people are kept who have signed in; known by connection, issuer and subject together, and by nothing else (OpenID Connect Core
 * 1.0, section 5.7). The default keeps them in the table `signin_users`. An application that has a table of its own gives a store of its own,
 * also as the token under which Nest injects it. What it throws ends the request: StoreUnavailableError as 503, all else as 500.
 */
export abstract class UserStore {
  /**
   * Makes the person at their first sign-in, and brings them up to date at each one after it; returns what is kept of them now. Two first
   * sign-ins at once make one person. What does not arrive is no deletion: some providers name a person once.
   */
  abstract recordSignIn(person: UserDetails): Promise<User>;
  /**
   * Undefined: no such person (any more). Asked before `onSignIn` and at a universal logout, and about once a minute for each session that
   * is in use: one whose person is gone, or has another id now, is over. `connection`: left out, the default one.
   */
  abstract find(issuer: string, subject: string, connection?: string): Promise<User | undefined>;
  /** By e-mail address (in any case), subject, or the application's own id: a list, since neither address nor subject is unique. */
  abstract search(text: string): Promise<User[]>;
  /** The accounts by which a person signs in, oldest first. A store that lacks this and the next two keeps one account for each person. */
  identities?(userId: string): Promise<Identity[]>;
  /** Adds an account; `known`: the person has it; `taken`: it is another person's. Two at once for one account must not both add it. */
  addIdentity?(userId: string, details: UserDetails): Promise<'added' | 'known' | 'taken'>;
  /** Takes one away and returns it; undefined: it is not theirs, or their last, which stays however many are taken away at once. */
  removeIdentity?(userId: string, account: IdentityKey): Promise<Identity | undefined>;
}
