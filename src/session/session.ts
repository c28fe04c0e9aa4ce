import type { User } from '../users/user.js';
import type { SessionRecord } from './session-store.js';

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

/** A session in a list. */
export type SessionSummary = Pick<Session, 'key' | 'createdAt' | 'seenAt' | 'expiresAt' | 'address' | 'userAgent'>;

/** Kept as JSON beside the columns. No token is in here. */
export interface SessionData {
  /** Claims of the ID token as checked at sign-in. */
  readonly idClaims: Readonly<Record<string, unknown>>;
  readonly userinfo: Readonly<Record<string, unknown>> | undefined;
  /** Userinfo was asked at sign-in and failed: what the ID token does not say is missing. */
  readonly userinfoFailed?: boolean;
  readonly name: string | undefined;
  /** Absent in sessions that an older release began, as username is. */
  readonly email?: string | undefined;
  readonly username?: string | undefined;
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
  /** When the browser left for the provider: milliseconds, our own clock. */
  readonly loginStartedAt: number;
  readonly address: string | undefined;
  readonly userAgent: string | undefined;
  readonly data: SessionData;
  readonly tokens: SealedPayload;
}

export interface EndedSession {
  readonly session: Session;
  /** Undefined when the secret that sealed them is gone. */
  readonly tokens: SealedPayload | undefined;
}

export function toSession(record: SessionRecord): Session {
  // Written out, since this runs for every request: copying the rest of an object takes ten times as long.
  return {
    key: record.key,
    userId: record.userId,
    issuer: record.issuer,
    subject: record.subject,
    sid: record.sid,
    createdAt: record.createdAt,
    seenAt: record.seenAt,
    expiresAt: record.expiresAt,
    address: record.address,
    userAgent: record.userAgent,
    data: JSON.parse(record.data) as SessionData,
  };
}

/** Takes sessions that have ended, with their tokens. */
export type OnEnded = (ended: readonly EndedSession[]) => Promise<unknown>;
