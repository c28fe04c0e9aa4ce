import { Injectable } from '@nestjs/common';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isForMachines } from '../http/machine-paths.js';
import { Sessions } from '../session/sessions.js';
import type { Session } from '../session/session.js';
import { Cookies } from './cookies.js';

/** Posts of the provider. */
const fromProvider = /^\/(?:backchannel-logout|universal-logout)/;

/** Reads the session once a request, before anything else asks for it. */
@Injectable()
export class SessionHook {
  constructor(
    private readonly sessions: Sessions,
    private readonly cookies: Cookies,
  ) {}

  install(server: FastifyInstance): void {
    server.decorateRequest('found', null);
    server.addHook('onRequest', (request, reply, done) => {
      const cookie = this.cookies.readSession(request.headers.cookie);
      // What never asks who is signed in costs no read of the store.
      if (cookie === undefined || isForMachines(request.url) || fromProvider.test(request.url)) return done();
      this.read(cookie, request, reply, done);
    });
  }

  private read(cookie: string, request: FastifyRequest, reply: FastifyReply, done: () => void): void {
    const settle = (session: Session | undefined): void => {
      request.found = { session, failure: undefined };
      // Stored copies of a page that was made for one person are never shown again, not even by the back button.
      if (session !== undefined) reply.header('cache-control', 'no-store');
      else reply.header('set-cookie', this.cookies.clear(this.cookies.session));
      done();
    };
    const fail = (failure: unknown): void => {
      request.found = { session: undefined, failure };
      done();
    };
    try {
      const session = this.sessions.read(cookie);
      // SQLite answers at once; a promise here would cost a turn of the event loop on every page.
      if (session instanceof Promise) session.then(settle, fail);
      else settle(session);
    } catch (error) {
      fail(error);
    }
  }
}
