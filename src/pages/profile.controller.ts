import { Controller, Get, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Clock } from '../auth/clock.js';
import { AuditTrail } from '../audit/audit-trail.js';
import { signedInSession } from '../auth/signed-in-session.js';
import { Settings } from '../config/settings.js';
import type { Provider } from '../rendering/page-contexts.js';
import { Sessions } from '../session/sessions.js';
import { activityEntry } from './activity-entry.js';
import { Pages } from './pages.js';
import { profilePage } from './profile-page.js';
import { provider } from './provider.js';

/** Who is signed in, what the provider said of them, and where else they are signed in. Guarded, as everything without Public(). */
@Controller('profile')
export class ProfileController {
  private readonly provider: Provider;

  constructor(
    private readonly settings: Settings,
    private readonly sessions: Sessions,
    private readonly trail: AuditTrail,
    private readonly pages: Pages,
    private readonly clock: Clock,
  ) {
    this.provider = provider(settings.provider.server);
  }

  @Get()
  async profile(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const session = signedInSession(request);
    const [sessions, activity] = await Promise.all([this.sessions.list(session.userId), this.trail.latest(session.userId)]);
    const context = profilePage({
      session,
      sessions,
      provider: this.provider,
      idleTimeout: this.settings.session.idleTimeout,
      activity: activity.map(activityEntry),
      now: this.clock.milliseconds(),
    });
    await this.pages.show(reply, 'profile', 'Your profile', context);
  }
}
