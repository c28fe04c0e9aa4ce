import { Injectable } from '@nestjs/common';
import { Settings } from '../../config/settings.js';
import type { AuthorizationRequestExtras } from '@fanlight/oidc';
import type { ContinueContext } from '../../pages/pages.js';
import { PageViews } from '../page-views.js';
import { Connections } from '../connections/connections.js';
import { OwnRoutes } from '../http/own-routes.js';
import type { Reply } from '../http/reply.js';
import { LongLinks } from './long-links.js';
import { homePath } from './return-to.js';

/** Where to come back to: a path that includes the prefix, or the name under which LongLinks keeps one. */
export type Destination = { readonly returnTo: string } | { readonly link: string };

/** What a sign-in is asked for; `connection`: its id, where it must be that one. */
export type LoginExtras = AuthorizationRequestExtras & { readonly connection?: string | undefined };

/** In place of a link's name: the tab keeps the address itself, and takes it up on the start page (public/app.js). */
export const keptByTab: Destination = { link: 'tab' };

/** Characters of an encoded return path that an address may have in it: proxies refuse a request line of more than 8 kB. */
const maxEncodedChars = 6000;

function parameterOf(destination: Destination): string {
  if ('link' in destination) return `link=${destination.link}`;
  const encoded = encodeURIComponent(destination.returnTo);
  return encoded.length > maxEncodedChars ? parameterOf(keptByTab) : `returnTo=${encoded}`;
}

/** Characters of a Location header: with the cookies beside it the headers stay below the 4 kB that proxies allow a response. */
const maxLocationChars = 2000;

/** Sends browsers to sign in and back to where they wanted to go. An address that is too long for a header goes by a page of ours. */
@Injectable()
export class LoginRedirects {
  constructor(
    private readonly settings: Settings,
    private readonly routes: OwnRoutes,
    private readonly links: LongLinks,
    private readonly views: PageViews,
    private readonly connections: Connections,
  ) {}

  /** The path of the page that starts sign-in. `extras` say what to ask the provider for. */
  address(destination: Destination, { connection, loginHint, acrValues = [], maxAge, prompt, parameters }: LoginExtras = {}): string {
    const wanted = new URLSearchParams(parameters);
    if (connection !== undefined) wanted.set('connection', connection);
    if (loginHint !== undefined) wanted.set('login_hint', loginHint);
    if (acrValues.length > 0) wanted.set('acr_values', acrValues.join(' '));
    if (maxAge !== undefined) wanted.set('max_age', String(maxAge));
    if (prompt !== undefined) wanted.set('prompt', prompt);
    const rest = wanted.size > 0 ? `&${wanted.toString()}` : '';
    return `${this.routes.address('login')}?${parameterOf(destination)}${rest}`;
  }

  /** Where people make an account by the default connection; undefined where LOGIN_PARAMETERS lacks prompt, or the provider is not known to have that. */
  signUpAddress(): string | undefined {
    const { id, offersSignUp } = this.connections.default;
    const extras = { connection: this.connections.named(id), prompt: 'create' };
    return offersSignUp ? this.address({ returnTo: homePath(this.settings.publicUrl) }, extras) : undefined;
  }

  /** To /login. `returnTo` is the address of this very request, in case its tab has to keep it. */
  toLogin(reply: Reply, returnTo: string, extras: LoginExtras = {}): void {
    if (!this.links.isLong(returnTo)) {
      reply.redirect(this.address({ returnTo }, extras), 302);
    } else if (!this.toLoginByLink(reply, returnTo, extras)) {
      const href = this.address(keptByTab, extras);
      this.showPage(reply.code(401), 'Sign in', { href, keepsAddress: true });
    }
  }

  /** The same by a cookie; false: the address is too long even for that. */
  toLoginByLink(reply: Reply, returnTo: string, extras: LoginExtras): boolean {
    const kept = this.links.keep(returnTo);
    if (kept === undefined) return false;
    reply.header('set-cookie', kept.setCookie).redirect(this.address({ link: kept.id }, extras), 303);
    return true;
  }

  /** On to `returnTo`, a path of ours, after a sign-in. */
  onward(reply: Reply, returnTo: string): void {
    if (returnTo.length <= maxLocationChars) reply.redirect(returnTo, 303);
    else this.showPage(reply.code(200), 'Signing you in', { href: returnTo, keepsAddress: false });
  }

  private showPage(reply: Reply, title: string, context: ContinueContext): void {
    const page = this.views.render('continue', context, { title, person: undefined, base: this.settings.publicUrl.path });
    reply.header('cache-control', 'no-store').html(page);
  }
}
