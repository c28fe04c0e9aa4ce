import { Injectable } from '@nestjs/common';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isForMachines, pathOf } from '../http/machine-paths.js';
import { Sessions } from '../session/sessions.js';
import { Cookies } from './cookies.js';

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
    server.addHook('onRequest', async (request, reply) => {
      const cookie = this.cookies.readSession(request.headers.cookie);
      // What never asks who is signed in costs no read of the store.
      if (cookie === undefined || isForMachines(request.url) || fromProvider.has(pathOf(request.url))) return;
      await this.read(cookie, request, reply);
    });
  }

  private async read(cookie: string, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    try {
      const session = await this.sessions.read(cookie);
      request.found = { session, failure: undefined };
      // Stored copies of a page that was made for one person are never shown again, not even by the back button.
      if (session !== undefined) reply.header('cache-control', 'no-store');
      else reply.header('set-cookie', this.cookies.clear(this.cookies.session));
    } catch (failure) {
      request.found = { session: undefined, failure };
    }
  }
}
