import { randomBytes } from 'node:crypto';
import { Controller, Get, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Settings } from '../../config/settings.js';
import { OidcError } from '../../oidc/errors.js';
import { RelyingParty } from '../../oidc/relying-party.js';
import type { EndSessionRequest } from '../../oidc/requests/end-session.js';
import type { Tokens } from '../../oidc/login.js';
import { PageViews, providerOf, type PageContexts, type Provider } from '../../rendering/page-contexts.js';
import { Sessions } from '../../session/sessions.js';
import { currentSession } from '../access/current-user.js';
import { Public } from '../access/decorators.js';
import { requestSource } from '../access/incoming-request.js';
import { RateLimited } from '../access/rate-limit.hook.js';
import { Cookies } from '../cookies.js';
import { SignOut } from './sign-out.js';

/** Time that a person may take on the provider's sign-out page. */
const logoutLifetimeSeconds = 10 * 60;
/** An address longer than this may be refused on the way (Okta: 414 at 8 kB); the parameters go by form then. */
const maxAddressChars = 2000;

/** Signing out by oneself: OpenID Connect RP-Initiated Logout 1.0. */
@Public()
@RateLimited()
@Controller('logout')
export class LogoutController {
  private readonly provider: Provider;

  constructor(
    private readonly settings: Settings,
    private readonly sessions: Sessions,
    private readonly relyingParty: RelyingParty,
    private readonly signOut: SignOut,
    private readonly cookies: Cookies,
    private readonly views: PageViews,
  ) {
    this.provider = providerOf(settings.provider.server);
  }

  /** A link cannot sign anybody out: it asks first. */
  @Get()
  async confirm(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const session = currentSession(request);
    if (session === undefined) await this.showSignedOut(reply);
    else await this.show(reply, 'logout', 'Sign out', { provider: this.provider }, session.data.name);
  }

  /** The local session ends first, so that nothing that happens at the provider can keep it alive. */
  @Post()
  async end(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const session = currentSession(request);
    if (session === undefined) return this.showSignedOut(reply);
    const ended = await this.sessions.end(session.key);
    this.signOut.ended(ended, 'person', requestSource(request));
    reply.header('set-cookie', this.cookies.clear(this.cookies.session));
    const state = randomBytes(16).toString('base64url');
    const idTokenHint = (ended[0]?.tokens as Tokens | undefined)?.idToken;
    const next = await this.relyingParty.endSession({ idTokenHint, state }).catch((error: unknown) => {
      if (error instanceof OidcError) return error;
      throw error;
    });
    if (next === undefined || next instanceof OidcError) return this.showSignedOut(reply, this.provider, next !== undefined);
    reply.header('set-cookie', this.cookies.set(this.cookies.logout, state, logoutLifetimeSeconds));
    const address = new URL(next.url);
    for (const [name, value] of Object.entries(next.parameters)) address.searchParams.set(name, value);
    if (address.href.length > maxAddressChars) return this.postToProvider(reply, next);
    await reply.header('cache-control', 'no-store').redirect(address.href, 303);
  }

  private async showSignedOut(reply: FastifyReply, stillSignedInAt?: Provider, unreachable = false): Promise<void> {
    await this.show(reply, 'signed-out', 'Signed out', { stillSignedInAt, unreachable });
  }

  /** A page whose form goes to the provider by itself, or by its button where scripts are off. */
  private async postToProvider(reply: FastifyReply, { url, parameters }: EndSessionRequest): Promise<void> {
    const fields = Object.entries(parameters).map(([name, value]) => ({ name, value }));
    reply.relaxPolicy({ formAction: [new URL(url).origin] });
    await this.show(reply, 'logout-redirect', 'Signing out', { action: url, fields, host: this.provider.host });
  }

  private async show<Name extends 'logout' | 'signed-out' | 'logout-redirect'>(
    reply: FastifyReply,
    name: Name,
    title: string,
    context: PageContexts[Name],
    person?: string,
  ): Promise<void> {
    const page = this.views.render(name, context, { title, person, base: this.settings.publicUrl.path });
    // Nest's status for a POST would be 201.
    await reply.code(200).header('cache-control', 'no-store').type('text/html; charset=utf-8').send(page);
  }
}
