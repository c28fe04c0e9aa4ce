import { Controller, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { CurrentSession, type Session, Sessions, SignOut } from '@fanlight/signin';
import { requestSource } from '@fanlight/signin/application';
import { Form } from '../http/form.decorator.js';
import { Pages } from '../rendering/pages.js';

const ownSessions = '/profile#sessions';

/** The end of one's own sessions on other devices. Guarded, as everything without Public(). */
@Controller('profile')
export class OwnSessionsController {
  constructor(
    private readonly sessions: Sessions,
    private readonly signOut: SignOut,
    private readonly pages: Pages,
  ) {}

  @Post('sessions/end')
  async endSession(@CurrentSession() current: Session, @Form() form: URLSearchParams, @Res() reply: FastifyReply): Promise<void> {
    const key = form.get('session');
    // Only another session of this very person: a foreign key ends nothing, and this session ends by signing out, at the provider too.
    const own = (await this.sessions.list(current.userId)).find((session) => session.key === key && key !== current.key);
    if (own !== undefined) this.signOut.ended(await this.sessions.end(own.key), 'person_elsewhere', requestSource(reply.request));
    await this.pages.goTo(reply, ownSessions);
  }

  @Post('sessions/end-others')
  async endOtherSessions(@CurrentSession() { userId: id, key }: Session, @Res() reply: FastifyReply): Promise<void> {
    this.signOut.ended(await this.sessions.endByUser({ id }, key), 'person_elsewhere', requestSource(reply.request));
    await this.pages.goTo(reply, ownSessions);
  }
}
