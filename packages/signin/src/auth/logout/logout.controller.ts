import { randomBytes } from 'node:crypto';
import { Controller, Get, Post, UseGuards, Res } from '@nestjs/common';
import { defaultConnection, Settings } from '../../config/settings.js';
import { type EndSessionRequest, OidcError, type RelyingParty, type Tokens } from '@fanlight/oidc';
import type { Provider, SignInPages } from '../../pages/pages.js';
import { PageViews } from '../page-views.js';
import type { Session } from '../../session/session.js';
import { Sessions } from '../../session/sessions.js';
import { refuseCrossSite } from '../access/csrf.js';
import { currentSession } from '../access/current-user.js';
import { Public } from '../access/decorators.js';
import { requestSource } from '../access/incoming-request.js';
import { Connections } from '../connections/connections.js';
import { Cookies } from '../cookies.js';
import { OwnRouteGuard } from '../http/own-route.guard.js';
import { relaxPolicy } from '../http/policy.js';
import type { Reply } from '../http/reply.js';
import { OwnRequest, type RepliedRequest } from '../http/request.decorator.js';
import { ProviderOrigins } from '../connections/relying-party.provider.js';
import { SignOut } from './sign-out.js';

/** Time that a person may take on the provider's sign-out page. */
const logoutLifetimeSeconds = 10 * 60;
/** An address longer than this may be refused on the way (Okta: 414 at 8 kB); the parameters go by form then. */
const maxAddressChars = 2000;

/** Signing out by oneself: OpenID Connect RP-Initiated Logout 1.0. */
@Public()
@UseGuards(OwnRouteGuard)
@Controller()
export class LogoutController {
  constructor(
    private readonly settings: Settings,
    private readonly sessions: Sessions,
    private readonly connections: Connections,
    private readonly signOut: SignOut,
    private readonly cookies: Cookies,
    private readonly views: PageViews,
    private readonly origins: ProviderOrigins,
  ) {}

  /** A link cannot sign anybody out: it asks first. */
  @Get()
  async confirm(@OwnRequest() request: RepliedRequest, @Res() _response: unknown): Promise<void> {
    const { reply } = request;
    const session = await currentSession(request);
    if (session === undefined) return this.showSignedOut(reply);
    // Its form comes back to us, and is led on to the provider: browsers ask the policy about that as well.
    relaxPolicy(reply, 'form-action', this.origins.ofSession(session));
    this.show(reply, 'logout', 'Sign out', { provider: this.connections.providerOf(session) }, session.data.name);
  }

  /** The local session ends first, so that nothing that happens at the provider can keep it alive. */
  @Post()
  async end(@OwnRequest() request: RepliedRequest, @Res() _response: unknown): Promise<void> {
    const { reply } = request;
    refuseCrossSite(request);
    const session = await currentSession(request);
    if (session === undefined) return this.showSignedOut(reply);
    const ended = await this.sessions.end(session.key);
    this.signOut.ended(ended, 'person', requestSource(request));
    reply.header('set-cookie', this.cookies.clear(this.cookies.session));
    const state = randomBytes(16).toString('base64url');
    const idTokenHint = (ended[0]?.tokens as Tokens | undefined)?.idToken;
    const next = await this.endSession(session, { idTokenHint, state }).catch((error: unknown) => {
      if (error instanceof OidcError) return error;
      throw error;
    });
    const provider = this.connections.providerOf(session);
    if (next === undefined || next instanceof OidcError) return this.showSignedOut(reply, provider, next !== undefined);
    reply.header('set-cookie', this.cookies.set(this.cookies.logout, state, logoutLifetimeSeconds));
    const address = new URL(next.url);
    for (const [name, value] of Object.entries(next.parameters)) address.searchParams.set(name, value);
    // The page that sent the form may lead there only where it knew the origin: of a further connection maybe not more than the issuer's.
    const isKnown = session.connection === defaultConnection || address.origin === URL.parse(session.issuer)?.origin;
    if (address.href.length > maxAddressChars || !isKnown) return this.postToProvider(reply, next, provider.host);
    reply.header('cache-control', 'no-store').redirect(address.href, 303);
  }

  /** A provider that has taken the place of the session's own is not given its ID token. */
  private async endSession(session: Session, input: Parameters<RelyingParty['endSession']>[0]): Promise<EndSessionRequest | undefined> {
    return (await this.connections.ofSession(session))?.relyingParty.endSession(input);
  }

  private showSignedOut(reply: Reply, stillSignedInAt?: Provider, unreachable = false): void {
    this.show(reply, 'signed-out', 'Signed out', { stillSignedInAt, unreachable });
  }

  /** A page whose form goes to the provider by itself, or by its button where scripts are off. */
  private postToProvider(reply: Reply, { url, parameters }: EndSessionRequest, host: string): void {
    const fields = Object.entries(parameters).map(([name, value]) => ({ name, value }));
    relaxPolicy(reply, 'form-action', [new URL(url).origin]);
    this.show(reply, 'logout-redirect', 'Signing out', { action: url, fields, host });
  }

  private show<Name extends 'logout' | 'signed-out' | 'logout-redirect'>(
    reply: Reply,
    name: Name,
    title: string,
    context: SignInPages[Name],
    person?: string,
  ): void {
    const page = this.views.render(name, context, { title, person, base: this.settings.publicUrl.path });
    reply.header('cache-control', 'no-store').html(page);
  }
}
