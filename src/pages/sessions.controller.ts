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
    const { userId } = signedInSession(request);
    const key = request.body instanceof URLSearchParams ? request.body.get('session') : null;
    // Only a session of this very person: another key in the form ends nothing.
    const own = (await this.sessions.list(userId)).find((session) => session.key === key);
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
    await reply.redirect(`${this.settings.publicUrl.path}/profile`, 303);
  }
}
