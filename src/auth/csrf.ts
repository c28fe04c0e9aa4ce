import { hash, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { KeyRing, type DerivedKey } from '../session/key-ring.js';
import type { Session } from '../session/session.js';
import { currentSession } from './current-session.js';

/**
 * The hidden field of forms: a MAC over the session's key, so it needs no storage, is of no use in another session
 * and ends with its own. Survives a rotation of SESSION_SECRET as long as the old secret is kept.
 */
@Injectable()
export class Csrf {
  /** Newest first. */
  private readonly keys: readonly [string, ...string[]];
  /** Those of the sessions that are in memory anyway. */
  private readonly tokens = new WeakMap<Session, string>();

  constructor(keyRing: KeyRing) {
    const [newest, ...older] = keyRing.deriveKeys('csrf');
    this.keys = [asText(newest), ...older.map(asText)];
  }

  /** For the form of a page; undefined when nobody is signed in. */
  token(request: FastifyRequest): string | undefined {
    const session = currentSession(request);
    if (session === undefined) return undefined;
    let token = this.tokens.get(session);
    if (token === undefined) this.tokens.set(session, (token = mac(this.keys[0], session.key)));
    return token;
  }

  matches(request: FastifyRequest, token: string): boolean {
    const session = currentSession(request);
    if (session === undefined) return false;
    const given = Buffer.from(token);
    return this.keys.some((key) => {
      const expected = Buffer.from(mac(key, session.key));
      return given.length === expected.length && timingSafeEqual(given, expected);
    });
  }
}

function asText({ key }: DerivedKey): string {
  return key.toString('base64url');
}

/**
 * Key and value have one length each, and this hash cannot be continued from its result: no HMAC is needed, which costs a page
 * three times as much.
 */
function mac(key: string, value: string): string {
  return hash('sha512-256', key + value, 'base64url');
}
