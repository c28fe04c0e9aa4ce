import { Controller, Get, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { currentSession } from '../auth/current-session.js';
import { Public } from '../auth/public.decorator.js';
import { Settings } from '../config/settings.js';
import { Views } from '../rendering/views.js';
import type { Session } from '../session/session.js';
import type { HomeContext } from '../rendering/page-contexts.js';
import { homePage } from './home-page.js';
import { provider } from './provider.js';
import { Shells } from './shells.js';

@Public()
@Controller()
export class HomeController {
  private forAnybody: string | undefined;

  constructor(
    private readonly settings: Settings,
    private readonly views: Views,
    private readonly shells: Shells,
  ) {}

  @Get()
  async home(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const session = currentSession(request);
    const page = session === undefined ? this.anonymous() : this.views.render('home', this.context(session), this.shells.for(request, 'Home'));
    await reply.type('text/html; charset=utf-8').send(page);
  }

  /** Rendered once: it says nothing about the visitor. */
  private anonymous(): string {
    if (this.forAnybody !== undefined && this.views.fixed) return this.forAnybody;
    this.forAnybody = this.views.render('home', this.context(undefined), this.shells.anonymous('Home'));
    return this.forAnybody;
  }

  private context(session: Session | undefined): HomeContext {
    const { provider: configured, embeddedProvider } = this.settings;
    return homePage({ provider: provider(configured.server), embedded: embeddedProvider !== undefined, session, now: Date.now() });
  }
}
