import { createHmac, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { KeyRing } from '../session/key-ring.js';
import { currentSession } from './current-session.js';

const purpose = 'csrf';

/**
 * The hidden field of forms: a MAC over the session's key, so it needs no storage, is of no use in another session
 * and ends with its own. Survives a rotation of SESSION_SECRET as long as the old secret is kept.
 */
@Injectable()
export class Csrf {
  constructor(private readonly keyRing: KeyRing) {}

  /** For the form of a page; undefined when nobody is signed in. */
  token(request: FastifyRequest): string | undefined {
    const session = currentSession(request);
    const [newest] = this.keyRing.deriveKeys(purpose);
    return session === undefined || newest === undefined ? undefined : mac(newest.key, session.key);
  }

  matches(request: FastifyRequest, token: string): boolean {
    const session = currentSession(request);
    if (session === undefined) return false;
    const given = Buffer.from(token);
    return this.keyRing.deriveKeys(purpose).some(({ key }) => {
      const expected = Buffer.from(mac(key, session.key));
      return given.length === expected.length && timingSafeEqual(given, expected);
    });
  }
}

function mac(key: Buffer, value: string): string {
  return createHmac('sha256', key).update(value).digest('base64url');
}
