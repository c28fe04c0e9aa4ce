// Contract between src/session and its callers. The class Sessions (sessions.ts, a Nest provider) has exactly these members.
import type { User } from '../users/users.contract.js';

/** A session as the application sees it for one request. Times are milliseconds since the epoch. */
export interface Session {
  /** SHA-256 of the cookie's id, base64url: the store's key. Safe to log; the id itself never is. */
  readonly key: string;
  readonly userId: string;
  readonly issuer: string;
  readonly subject: string;
  /** The provider's session id, where it sends one. */
  readonly sid: string | undefined;
  readonly createdAt: number;
  readonly seenAt: number;
  /** When it ends whatever happens. */
  readonly expiresAt: number;
  readonly address: string | undefined;
  readonly userAgent: string | undefined;
  readonly data: SessionData;
}

/** Kept as JSON beside the columns. No token is in here. */
export interface SessionData {
  /** Claims of the ID token as checked at sign-in. */
  readonly idClaims: Readonly<Record<string, unknown>>;
  readonly userinfo: Readonly<Record<string, unknown>> | undefined;
  readonly name: string | undefined;
  readonly groups: readonly string[] | undefined;
  readonly scopes: readonly string[];
  /** Free for the application that is built on this. */
  readonly custom?: Readonly<Record<string, unknown>>;
}

/** The tokens of a session as they are sealed at rest, apart from the session's data. Shape of oidc's Tokens, opaque here. */
export type SealedPayload = Readonly<Record<string, unknown>>;

export interface NewSession {
  readonly user: User;
  readonly sid: string | undefined;
  readonly address: string | undefined;
  readonly userAgent: string | undefined;
  readonly data: SessionData;
  readonly tokens: SealedPayload;
}

export interface SessionsContract {
  /** Makes a new session, and deletes the one that `replaces` (a cookie value) names. Resolves after the commit. */
  start(session: NewSession, replaces: string | undefined): Promise<{ readonly cookie: string; readonly session: Session }>;
  /**
   * One read of the store. Undefined: no such session, expired (idle or absolute), or its user is gone.
   * Writes last-seen at most once a minute, never re-creates a row. Throws StoreUnavailableError.
   * May answer without a promise where the store is in process (SQLite): callers await it either way.
   */
  read(cookie: string): Promise<Session | undefined> | Session | undefined;
  /** Changes the data of an existing session: the change is applied to the newest data (two saves lose nothing). False: it has ended. */
  update(key: string, change: (data: SessionData) => SessionData): Promise<boolean>;
  tokens(key: string): Promise<SealedPayload | undefined>;
  /**
   * Single flight across instances: locks, re-reads, calls `change` with the newest tokens and saves what it returns.
   * `change` returning undefined: nothing to save. Resolves to the newest tokens; undefined: the session has ended.
   */
  replaceTokens(key: string, change: (tokens: SealedPayload) => Promise<SealedPayload | undefined>): Promise<SealedPayload | undefined>;
  list(userId: string): Promise<Session[]>;
  /** Ends sessions, answers what ended (with their tokens, so that the caller can revoke them). */
  end(key: string): Promise<EndedSession[]>;
  endBySid(issuer: string, sid: string): Promise<EndedSession[]>;
  endBySubject(issuer: string, subject: string): Promise<EndedSession[]>;
  endByUser(userId: string, except?: string): Promise<EndedSession[]>;
  endAll(): Promise<number>;
  /** Remembers `id` until `expiresAt` (milliseconds); false when it is already known. Across instances: logout token jti, used logins. */
  claimOnce(purpose: string, id: string, expiresAt: number): Promise<boolean>;
  /** Deletes expired rows in small batches; answers how many. */
  sweep(): Promise<number>;
  count(): Promise<number>;
  /** Throws StoreUnavailableError when the store does not answer. */
  ping(): Promise<void>;
}

export interface EndedSession {
  readonly session: Session;
  readonly tokens: SealedPayload | undefined;
}
