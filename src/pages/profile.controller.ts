import { Controller, Get, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { signedInSession } from '../auth/signed-in-session.js';
import { Settings } from '../config/settings.js';
import { Views } from '../rendering/views.js';
import { Sessions } from '../session/sessions.js';
import { profilePage } from './profile-page.js';
import { provider } from './provider.js';
import { Shells } from './shells.js';

/** Who is signed in, what the provider said of them, and where else they are signed in. Guarded, as everything without Public(). */
@Controller('profile')
export class ProfileController {
  constructor(
    private readonly settings: Settings,
    private readonly sessions: Sessions,
    private readonly views: Views,
    private readonly shells: Shells,
  ) {}

  @Get()
  async profile(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const session = signedInSession(request);
    const context = profilePage({
      session,
      sessions: await this.sessions.list(session.userId),
      provider: provider(this.settings.provider.server),
      idleTimeout: this.settings.session.idleTimeout,
      activity: undefined,
      now: Date.now(),
    });
    await reply.type('text/html; charset=utf-8').send(this.views.render('profile', context, this.shells.for(request, 'Profile')));
  }
}
