import { randomBytes } from 'node:crypto';
import { Controller, Get, Injectable, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Settings } from '../../config/settings.js';
import { OidcError } from '../../oidc/errors.js';
import { RelyingParty } from '../../oidc/relying-party.js';
import type { EndSessionRequest } from '../../oidc/requests/end-session.js';
import type { Tokens } from '../../oidc/sign-in.js';
import { Views } from '../../rendering/views.js';
import { Sessions } from '../../session/sessions.js';
import { currentSession } from '../access/current-user.js';
import { Public } from '../access/decorators.js';
import { requestSource } from '../access/incoming-request.js';
import { RateLimited } from '../access/rate-limit.hook.js';
import { Cookies } from '../cookies.js';
import { SignOut } from './sign-out.js';

/** Seconds that a person may take on the provider's sign-out page. */
const logoutLifetime = 10 * 60;
/** An address longer than this may be refused on the way (Okta: 414 at 8 kB); the parameters go by form then. */
const longestAddress = 2000;

/** Signing out by oneself: OpenID Connect RP-Initiated Logout 1.0. */
@Public()
@RateLimited()
@Controller('logout')
export class LogoutController {
  constructor(
    private readonly sessions: Sessions,
    private readonly relyingParty: RelyingParty,
    private readonly signOut: SignOut,
    private readonly cookies: Cookies,
    private readonly pages: LogoutPages,
  ) {}

  /** A link cannot sign anybody out: it asks first. */
  @Get()
  async confirm(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.pages.confirm(request, reply);
  }

  /** The local session ends first, so that nothing that happens at the provider can keep it alive. */
  @Post()
  async end(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const session = currentSession(request);
    if (session === undefined) return this.pages.signedOut(reply, 'already');
    const ended = await this.sessions.end(session.key);
    this.signOut.ended(ended, 'person', requestSource(request));
    reply.header('set-cookie', this.cookies.clear(this.cookies.session));
    const state = randomBytes(16).toString('base64url');
    const next = await this.providerSignOut((ended[0]?.tokens as Tokens | undefined)?.idToken, state);
    if (next instanceof OidcError) return this.pages.signedOut(reply, 'provider_unreachable');
    if (next === undefined) return this.pages.signedOut(reply, 'provider_keeps_session');
    reply.header('set-cookie', this.cookies.set(this.cookies.logout, state, logoutLifetime));
    const address = addressOf(next);
    if (address.length > longestAddress) return this.pages.postToProvider(reply, next);
    await reply.header('cache-control', 'no-store').redirect(address, 303);
  }

  private async providerSignOut(idTokenHint: string | undefined, state: string): Promise<EndSessionRequest | OidcError | undefined> {
    try {
      return await this.relyingParty.endSession({ idTokenHint, state });
    } catch (error) {
      if (error instanceof OidcError) return error;
      throw error;
    }
  }
}

function addressOf({ url, parameters }: EndSessionRequest): string {
  const address = new URL(url);
  for (const [name, value] of Object.entries(parameters)) address.searchParams.set(name, value);
  return address.href;
}

/** How far a sign-out got when it ends on a page of ours. */
export type SignedOutAs = 'already' | 'provider_unreachable' | 'provider_keeps_session';

/** The pages around signing out. */
@Injectable()
export class LogoutPages {
  constructor(
    private readonly views: Views,
    private readonly settings: Settings,
  ) {}

  async confirm(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const session = currentSession(request);
    if (session === undefined) return this.signedOut(reply, 'already');
    const shell = { title: 'Sign out', person: session.data.name, base: this.base };
    await this.send(reply, this.views.render('logout', { provider: this.provider }, shell));
  }

  async signedOut(reply: FastifyReply, as: SignedOutAs): Promise<void> {
    const stillSignedInAt = as === 'already' ? undefined : this.provider;
    const unreachable = as === 'provider_unreachable';
    await this.send(
      reply,
      this.views.render('signed-out', { stillSignedInAt, unreachable }, { title: 'Signed out', person: undefined, base: this.base }),
    );
  }

  /** A page whose form goes to the provider by itself, or by its button where scripts are off. */
  async postToProvider(reply: FastifyReply, next: EndSessionRequest): Promise<void> {
    const fields = Object.entries(next.parameters).map(([name, value]) => ({ name, value }));
    const page = this.views.render(
      'logout-redirect',
      { action: next.url, fields, host: this.provider.host },
      { title: 'Signing out', person: undefined, base: this.base },
    );
    reply.relaxPolicy({ formAction: [new URL(next.url).origin] });
    await this.send(reply, page);
  }

  private get base(): string {
    return this.settings.publicUrl.path;
  }

  private get provider(): { label: string; issuer: string; host: string } {
    const { label, issuer } = this.settings.provider.server;
    return { label, issuer, host: URL.parse(issuer)?.host ?? issuer };
  }

  private async send(reply: FastifyReply, page: string): Promise<void> {
    // Nest's answer to a POST would be 201.
    await reply.code(200).header('cache-control', 'no-store').type('text/html; charset=utf-8').send(page);
  }
}
