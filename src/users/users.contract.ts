// Contract between src/users and its callers. The class Users (users.ts, a Nest provider) has exactly these members.

/** What the provider said of a person at sign-in: ID token and userinfo merged, `sub` and `iss` from the ID token. */
export interface Identity {
  readonly issuer: string;
  readonly subject: string;
  readonly name: string | undefined;
  readonly username: string | undefined;
  /** Undefined, never an empty string, when there is none. Not unique, never a key. */
  readonly email: string | undefined;
  readonly emailVerified: boolean;
}

export interface User extends Identity {
  /** Our own id: a UUID. */
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly firstSignInAt: number;
  readonly lastSignInAt: number;
}

export interface UsersContract {
  /** Creates or refreshes the person's record: one statement, safe against two sign-ins at once. */
  recordSignIn(identity: Identity): Promise<User>;
  find(id: string): Promise<User | undefined>;
  findBySubject(issuer: string, subject: string): Promise<User | undefined>;
  /** By e-mail address or subject, for the operator's commands: a list, since e-mail is not unique. */
  search(text: string): Promise<User[]>;
  delete(id: string): Promise<void>;
}
