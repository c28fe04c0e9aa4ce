import { randomBytes } from 'node:crypto';
import { Controller, Get, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Sessions } from '../session/sessions.js';
import type { EndSessionRequest } from '../oidc/requests/end-session.js';
import { OidcError } from '../oidc/errors.js';
import { RelyingParty } from '../oidc/relying-party.js';
import type { Tokens } from '../oidc/sign-in.js';
import { Cookies } from './cookies.js';
import { currentSession } from './current-session.js';
import { LogoutPages } from './logout-pages.js';
import { Public } from './public.decorator.js';
import { RateLimited } from './rate-limit.hook.js';
import { requestSource } from './request-source.js';
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
