import { Controller, Get, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { AuditTrail, Connections, CurrentSession, CurrentUser, Identities, type Session, Sessions } from '@fanlight/signin';
import { Settings } from '@fanlight/signin/settings';
import { Pages } from '../rendering/pages.js';
import { profilePage } from './profile-page.js';

/** The profile. Guarded, as everything without Public(). */
@Controller('profile')
export class ProfileController {
  constructor(
    private readonly settings: Settings,
    private readonly connections: Connections,
    private readonly sessions: Sessions,
    private readonly trail: AuditTrail,
    private readonly identities: Identities,
    private readonly pages: Pages,
  ) {}

  @Get()
  async profile(@CurrentSession() session: Session, @CurrentUser() { roles = [] }: CurrentUser, @Res() reply: FastifyReply): Promise<void> {
    const [sessions, activity, identities] = await Promise.all([
      this.sessions.list(session.userId),
      this.trail.latest(session.userId),
      this.identities.list(session.userId),
    ]);
    const addable = await this.identities.addable(identities);
    const context = profilePage({
      session,
      roles,
      sessions,
      identities,
      addable: addable.map(({ id, settings: { label } }) => ({ id, label })),
      provider: this.connections.providerOf(session),
      idleTimeout: this.settings.session.idleTimeout,
      activity,
      now: Date.now(),
    });
    await this.pages.show(reply, 'profile', 'Your profile', context);
  }
}
