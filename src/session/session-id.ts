import { hash, randomBytes } from 'node:crypto';

const idShape = /^[A-Za-z0-9_-]{43}$/;

/** 256 random bits for the cookie: 43 characters of base64url. */
export function newSessionId(): string {
  return randomBytes(32).toString('base64url');
}

/** The store's key of a cookie's value; undefined for anything that newSessionId cannot have made. */
export function sessionKey(cookie: string): string | undefined {
  return idShape.test(cookie) ? hash('sha256', cookie, 'base64url') : undefined;
}
