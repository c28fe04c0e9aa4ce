import { Injectable } from '@nestjs/common';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isForMachines, pathOf } from '../../http/machine-paths.js';
import type { Session } from '../../session/session.js';
import { Sessions } from '../../session/sessions.js';
import { Cookies, maxSessionCookies } from '../cookies.js';

/** Posts of the provider. */
const fromProvider = new Set(['/backchannel-logout', '/universal-logout']);

/** Reads the session once a request, before anything else asks for it. */
@Injectable()
export class SessionHook {
  constructor(
    private readonly sessions: Sessions,
    private readonly cookies: Cookies,
  ) {}

  install(server: FastifyInstance): void {
    server.decorateRequest('found', null);
    // Not an async function: most strangers' requests have nothing to wait for.
    server.addHook('onRequest', (request, reply, done) => {
      const cookies = this.cookies.valuesOf(this.cookies.session, request.headers.cookie).slice(0, maxSessionCookies);
      // What never asks who is signed in costs no read of the store.
      if (cookies.length === 0 || isForMachines(request.url) || fromProvider.has(pathOf(request.url))) return done();
      void this.read(cookies, request, reply).then(() => done());
    });
  }

  private async read(cookies: readonly string[], request: FastifyRequest, reply: FastifyReply): Promise<void> {
    try {
      const session = await this.find(cookies);
      request.found = { session, failure: undefined };
      this.setHeaders(session, request, reply);
    } catch (failure) {
      request.found = { session: undefined, failure };
    }
  }

  /** An old cookie of another path, or one that somebody planted over http, hides no session. */
  private async find(cookies: readonly string[]): Promise<Session | undefined> {
    for (const cookie of cookies) {
      const session = await this.sessions.read(cookie);
      if (session !== undefined) return session;
    }
    return undefined;
  }

  private setHeaders(session: Session | undefined, request: FastifyRequest, reply: FastifyReply): void {
    const { lost } = this.cookies;
    if (session === undefined) return void reply.header('set-cookie', this.cookies.clear(this.cookies.session));
    // Stored copies of a page that was made for one person are never shown again, not even by the back button.
    reply.header('cache-control', 'no-store');
    // The session's cookie came back: there is no loop.
    if (request.headers.cookie?.includes(`${lost}=`)) reply.header('set-cookie', this.cookies.clear(lost));
  }
}
