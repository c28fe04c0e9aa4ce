import { hash, randomBytes } from 'node:crypto';
import type { SequenceStep } from '@fanlight/oidc';
import type { RoleName } from '../config/settings.js';
import type { User } from '../users/user-store.js';
import type { ListedRecord, SessionRecord } from './session-store.js';

/** A session as the application sees it for one request. A class, so that a decorated signature can name it whatever the compiler. */
export abstract class Session {
  /** SHA-256 of the cookie's id, base64url. Safe to log. */
  abstract readonly key: string;
  abstract readonly userId: string;
  /** Id of the connection by which the person signed in. */
  abstract readonly connection: string;
  abstract readonly issuer: string;
  abstract readonly subject: string;
  /** The provider's session id, where it sends one. */
  abstract readonly sid: string | undefined;
  /** Milliseconds since the epoch, as the next two. */
  abstract readonly createdAt: number;
  abstract readonly seenAt: number;
  abstract readonly expiresAt: number;
  abstract readonly address: string | undefined;
  abstract readonly userAgent: string | undefined;
  abstract readonly data: SessionData;
}

/** A session in a list. */
export type ListedSession = Omit<Session, 'data'>;

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
  /** When the provider wants it to end (session_expiry): milliseconds since the epoch. */
  readonly endsBy?: number;
  /** What onSignIn attached. */
  readonly roles?: readonly RoleName[];
  /** What ROLES gives for `groups`. */
  readonly groupRoles?: readonly RoleName[];
  /** How this sign-in went, where SIGN_IN_TRACE keeps that. */
  readonly signIn?: readonly SequenceStep[];
  /** Free for the application that is built on this; begins with the data that onSignIn attached. */
  readonly custom?: Readonly<Record<string, unknown>>;
}

/** The tokens of a session as they are sealed at rest, apart from the session's data. Shape of oidc's Tokens, opaque here. */
export type SealedPayload = Readonly<Record<string, unknown>>;

export interface NewSession extends Pick<Session, 'connection' | 'sid' | 'address' | 'userAgent' | 'data'> {
  readonly user: User;
  /** When the browser left for the provider: milliseconds, our own clock. */
  readonly loginStartedAt: number;
  readonly tokens: SealedPayload;
}

export interface SessionOptions {
  /** Whether a connection is there still: sessions of one that is not are over, which is noticed within a minute. Default: all are. */
  readonly isConnection?: (id: string) => Promise<boolean>;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
  /** Milliseconds for which a crashed holder of a token lease stands in the way of others. */
  readonly lease?: number;
}

export interface StartedSession {
  readonly cookie: string;
  readonly session: Session;
  readonly replaced: readonly EndedSession[];
  /** The new session, where it was over before it began. */
  readonly endedMeanwhile: readonly EndedSession[];
}

export interface EndedSession {
  readonly session: Session;
  /** Undefined when the secret that sealed them is gone. */
  readonly tokens: SealedPayload | undefined;
}

export function toSession(record: SessionRecord): Session {
  const data = JSON.parse(record.data) as SessionData;
  return { ...toListed(record), expiresAt: Math.min(record.expiresAt, data.endsBy ?? Infinity), data };
}

export function toListed(record: ListedRecord): ListedSession {
  // Written out, since this runs for every request: copying the rest of an object takes ten times as long.
  return {
    key: record.key,
    userId: record.userId,
    connection: record.connection,
    issuer: record.issuer,
    subject: record.subject,
    sid: record.sid ?? undefined,
    createdAt: record.createdAt,
    seenAt: record.seenAt,
    expiresAt: record.expiresAt,
    address: record.address ?? undefined,
    userAgent: record.userAgent ?? undefined,
  };
}

/** Takes sessions that have ended, with their tokens. */
export type OnEnded = (ended: readonly EndedSession[]) => Promise<unknown>;

const idShape = /^[A-Za-z0-9_-]{43}$/;

/** `now`: milliseconds; `lifetime`: seconds. */
export function newRecord(
  { user, connection, sid, address, userAgent, data }: NewSession,
  now: number,
  lifetime: number,
  keyId: string,
): { readonly cookie: string; readonly record: SessionRecord } {
  const cookie = newSessionId();
  const key = hash('sha256', cookie, 'base64url');
  const { id: userId, issuer, subject } = user;
  const times = { createdAt: now, seenAt: now, expiresAt: now + lifetime * 1000 };
  const kept = { sid: sid ?? null, address: address ?? null, userAgent: userAgent ?? null, data: JSON.stringify(data) };
  return { cookie, record: { key, userId, connection, issuer, subject, ...times, ...kept, keyId, version: 0 } };
}

/** 256 random bits for the cookie: 43 characters of base64url. */
export function newSessionId(): string {
  return randomBytes(32).toString('base64url');
}

/** The store's key of a cookie's value; undefined for anything that newSessionId cannot have made. */
export function sessionKey(cookie: string): string | undefined {
  return idShape.test(cookie) ? hash('sha256', cookie, 'base64url') : undefined;
}

/** Hashed, since ids come from outside: any length, any character, and none of them readable in a dump. */
export function claimKey(purpose: string, id: string): string {
  return hash('sha256', `${purpose}\n${id}`, 'base64url');
}
