import { Controller, Get, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Clock } from '../auth/clock.js';
import { Cookies } from '../auth/cookies.js';
import { currentSession } from '../auth/current-session.js';
import { Public } from '../auth/public.decorator.js';
import { Settings } from '../config/settings.js';
import type { Provider } from '../rendering/page-contexts.js';
import { Views } from '../rendering/views.js';
import { homePage } from './home-page.js';
import { provider } from './provider.js';
import { Shells } from './shells.js';

@Public()
@Controller()
export class HomeController {
  private readonly provider: Provider;
  private forAnybody: string | undefined;

  constructor(
    private readonly settings: Settings,
    private readonly views: Views,
    private readonly shells: Shells,
    private readonly cookies: Cookies,
    private readonly clock: Clock,
  ) {
    this.provider = provider(settings.provider.server);
  }

  @Get()
  async home(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const session = currentSession(request);
    const state = session === undefined ? stateOf(request.url) : null;
    if (state !== null) return this.arriveSignedOut(state, request, reply);
    const page = session === undefined ? this.anonymous() : this.personal(request);
    await reply.type('text/html; charset=utf-8').send(page);
  }

  /**
   * Back from the provider's sign-out (RP-Initiated Logout 1.0, section 3). The session ended here before the person left, so a
   * state that is missing or another's changes nothing for them; the address is cleaned of it either way.
   */
  private async arriveSignedOut(state: string, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const { logout } = this.cookies;
    if (this.cookies.readAll(request.headers.cookie)[logout] === state) void reply.header('set-cookie', this.cookies.clear(logout));
    await reply.header('cache-control', 'no-store').redirect(`${this.settings.publicUrl.path}/`, 303);
  }

  /** Rendered once: it says nothing about the visitor. */
  private anonymous(): string {
    if (this.forAnybody === undefined || !this.views.fixed) {
      this.forAnybody = this.views.render('home', homePage({ ...this.shown, session: undefined }), this.shells.anonymous('Sign in'));
    }
    return this.forAnybody;
  }

  private personal(request: FastifyRequest): string {
    return this.views.render('home', homePage({ ...this.shown, session: currentSession(request) }), this.shells.for(request, 'Welcome'));
  }

  private get shown(): { provider: Provider; embedded: boolean; now: number } {
    return { provider: this.provider, embedded: this.settings.embeddedProvider !== undefined, now: this.clock.milliseconds() };
  }
}

function stateOf(url: string): string | null {
  const query = url.indexOf('?');
  return query < 0 ? null : new URLSearchParams(url.slice(query)).get('state');
}
