import { Controller, Get, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Csrf } from '../auth/csrf.js';
import { currentSession } from '../auth/current-session.js';
import { Public } from '../auth/public.decorator.js';
import { Settings } from '../config/settings.js';
import { Views } from '../rendering/views.js';
import { homePage } from './home-page.js';
import { provider } from './provider.js';

@Public()
@Controller()
export class HomeController {
  private anonymous: string | undefined;

  constructor(
    private readonly settings: Settings,
    private readonly views: Views,
    private readonly csrf: Csrf,
  ) {}

  @Get()
  async home(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const session = currentSession(request);
    const page = session === undefined ? this.forAnybody() : this.render(request);
    await reply.type('text/html; charset=utf-8').send(page);
  }

  /** The same for everybody who is signed out. */
  private forAnybody(): string {
    if (this.views.fixed && this.anonymous !== undefined) return this.anonymous;
    this.anonymous = this.render(undefined);
    return this.anonymous;
  }

  private render(request: FastifyRequest | undefined): string {
    const session = request && currentSession(request);
    const context = homePage({ provider: provider(this.settings.provider.server), embedded: this.settings.embeddedProvider !== undefined, session, now: Date.now() });
    return this.views.render('home', context, { title: 'Home', person: context.person?.name, base: this.settings.publicUrl.path, csrf: request && this.csrf.token(request) });
  }
}
