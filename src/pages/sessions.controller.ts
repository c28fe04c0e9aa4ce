import { Controller, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { originOf } from '../auth/request-origin.js';
import { SignOut } from '../auth/sign-out.js';
import { signedInSession } from '../auth/signed-in-session.js';
import { Settings } from '../config/settings.js';
import { Sessions } from '../session/sessions.js';

/** Ends one's own sessions on other devices. */
@Controller('profile/sessions')
export class SessionsController {
  constructor(
    private readonly settings: Settings,
    private readonly sessions: Sessions,
    private readonly signOut: SignOut,
  ) {}

  @Post('end')
  async end(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const current = signedInSession(request);
    const key = request.body instanceof URLSearchParams ? request.body.get('session') : null;
    // Only another session of this very person: a foreign key ends nothing, and this session ends by signing out, at the provider too.
    const own = (await this.sessions.list(current.userId)).find((session) => session.key === key && key !== current.key);
    if (own !== undefined) this.signOut.ended(await this.sessions.end(own.key), 'person_elsewhere', originOf(request));
    await this.backToProfile(reply);
  }

  @Post('end-others')
  async endOthers(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { userId, key } = signedInSession(request);
    this.signOut.ended(await this.sessions.endByUser(userId, key), 'person_elsewhere', originOf(request));
    await this.backToProfile(reply);
  }

  private async backToProfile(reply: FastifyReply): Promise<void> {
    await reply.redirect(`${this.settings.publicUrl.path}/profile#sessions`, 303);
  }
}
