import { Controller, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { requestSource } from '../auth/request-source.js';
import { SignOut } from '../auth/sign-out.js';
import { signedInSession } from '../auth/signed-in-session.js';
import { Form } from '../http/form.decorator.js';
import { Sessions } from '../session/sessions.js';
import { Pages } from './pages.js';

const ownSessions = '/profile#sessions';

/** Ends one's own sessions on other devices. */
@Controller('profile/sessions')
export class SessionsController {
  constructor(
    private readonly sessions: Sessions,
    private readonly signOut: SignOut,
    private readonly pages: Pages,
  ) {}

  @Post('end')
  async end(@Req() request: FastifyRequest, @Form() form: URLSearchParams, @Res() reply: FastifyReply): Promise<void> {
    const current = signedInSession(request);
    const key = form.get('session');
    // Only another session of this very person: a foreign key ends nothing, and this session ends by signing out, at the provider too.
    const own = (await this.sessions.list(current.userId)).find((session) => session.key === key && key !== current.key);
    if (own !== undefined) this.signOut.ended(await this.sessions.end(own.key), 'person_elsewhere', requestSource(request));
    await this.pages.goTo(reply, ownSessions);
  }

  @Post('end-others')
  async endOthers(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { userId: id, issuer, subject, key } = signedInSession(request);
    this.signOut.ended(await this.sessions.endByUser({ id, issuer, subject }, key), 'person_elsewhere', requestSource(request));
    await this.pages.goTo(reply, ownSessions);
  }
}
