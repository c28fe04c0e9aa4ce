import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Settings } from '../config/settings.js';
import type { AuthorizationRequestExtras } from '../oidc/sign-in.js';
import type { ContinueContext } from '../rendering/page-contexts.js';
import { Views } from '../rendering/views.js';
import { keptByTab, loginPath } from './login-path.js';
import { LongLinks } from './long-links.js';

/** Characters of a Location header: with the cookies beside it the headers stay below the 4 kB that proxies allow an answer. */
const maxLocationChars = 2000;

/** Sends browsers to sign in and back to where they wanted to go. An address that is too long for a header goes by a page of ours. */
@Injectable()
export class LoginRedirects {
  constructor(
    private readonly settings: Settings,
    private readonly links: LongLinks,
    private readonly views: Views,
  ) {}

  /** To /login. `returnTo` is the address of this very request, in case its tab has to keep it. */
  async toLogin(reply: FastifyReply, returnTo: string, extras: AuthorizationRequestExtras = {}): Promise<void> {
    if (!this.links.isLong(returnTo)) {
      await reply.redirect(loginPath(this.settings.publicUrl, { returnTo }, extras), 302);
    } else if (!(await this.toLoginByLink(reply, returnTo, extras))) {
      const href = loginPath(this.settings.publicUrl, keptByTab, extras);
      await this.showPage(reply.code(401), 'Sign in', { href, keepsAddress: true });
    }
  }

  /** The same by a cookie; false: the address is too long even for that. */
  async toLoginByLink(reply: FastifyReply, returnTo: string, extras: AuthorizationRequestExtras): Promise<boolean> {
    const kept = this.links.keep(returnTo);
    if (kept === undefined) return false;
    await reply.header('set-cookie', kept.setCookie).redirect(loginPath(this.settings.publicUrl, { link: kept.id }, extras), 303);
    return true;
  }

  /** On to `returnTo`, a path of ours, after a sign-in. */
  async onward(reply: FastifyReply, returnTo: string): Promise<void> {
    if (returnTo.length <= maxLocationChars) await reply.redirect(returnTo, 303);
    else await this.showPage(reply.code(200), 'Signing you in', { href: returnTo, keepsAddress: false });
  }

  private async showPage(reply: FastifyReply, title: string, context: ContinueContext): Promise<void> {
    const page = this.views.render('continue', context, { title, person: undefined, base: this.settings.publicUrl.path });
    await reply.header('cache-control', 'no-store').type('text/html; charset=utf-8').send(page);
  }
}
