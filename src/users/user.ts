/** What the provider said of a user at sign-in: ID token and userinfo merged, `sub` and `iss` from the ID token. */
export interface UserDetails {
  readonly issuer: string;
  readonly subject: string;
  readonly name: string | undefined;
  readonly username: string | undefined;
  /** Undefined, never an empty string, when there is none. Not unique, never a key. */
  readonly email: string | undefined;
  readonly emailVerified: boolean;
}

/** Somebody who has signed in, as stored in the database. */
export interface User extends UserDetails {
  /** Our own id: a UUID. */
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly firstSignInAt: number;
  readonly lastSignInAt: number;
}
