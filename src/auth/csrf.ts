import { createHmac, createSecretKey, timingSafeEqual, type KeyObject } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { KeyRing } from '../session/key-ring.js';
import { currentSession } from './current-session.js';

/**
 * The hidden field of forms: a MAC over the session's key, so it needs no storage, is of no use in another session
 * and ends with its own. Survives a rotation of SESSION_SECRET as long as the old secret is kept.
 */
@Injectable()
export class Csrf {
  /** Key objects made once: making one for each page costs more than the MAC. */
  private readonly newest: KeyObject;
  private readonly all: readonly KeyObject[];

  constructor(keyRing: KeyRing) {
    const [newest, ...older] = keyRing.deriveKeys('csrf');
    this.newest = createSecretKey(newest.key);
    this.all = [this.newest, ...older.map(({ key }) => createSecretKey(key))];
  }

  /** For the form of a page; undefined when nobody is signed in. */
  token(request: FastifyRequest): string | undefined {
    const session = currentSession(request);
    return session && mac(this.newest, session.key);
  }

  matches(request: FastifyRequest, token: string): boolean {
    const session = currentSession(request);
    if (session === undefined) return false;
    const given = Buffer.from(token);
    return this.all.some((key) => {
      const expected = Buffer.from(mac(key, session.key));
      return given.length === expected.length && timingSafeEqual(given, expected);
    });
  }
}

function mac(key: KeyObject, value: string): string {
  return createHmac('sha256', key).update(value).digest('base64url');
}
