import { Controller, Get, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Connections, type Provider, Public, type Session } from '@fanlight/signin';
import {
  type ArrivalNotice,
  Cookies,
  LoginRedirects,
  OwnRequest,
  providerOf,
  type RepliedRequest,
  requestQuery,
} from '@fanlight/signin/application';
import { Settings } from '@fanlight/signin/settings';
import { displayName } from '../rendering/display-name.js';
import { ownMoment, type Moment } from '../rendering/moment.js';
import { Pages } from '../rendering/pages.js';

declare module '../rendering/page-contexts.js' {
  interface PageContexts {
    readonly home: {
      /** Undefined: several sign people in, and nobody is signed in. */
      readonly provider: Provider | undefined;
      /** True for the provider that comes with the application, for development. */
      readonly embedded: boolean;
      /** Where people without an account make one; undefined: the provider says of no such page, or several sign people in. */
      readonly signUp: string | undefined;
      /** Undefined: signed out. */
      readonly person: { readonly name: string; readonly since: Moment; readonly ends: Moment } | undefined;
      /** `seeksAddress`: the tab may have kept the address that the visitor wanted, and the script goes there. */
      readonly notice: { readonly text: string; readonly seeksAddress: boolean } | undefined;
    };
  }
}

/** What a visitor has to know first: why they are here who wanted another page, or that nobody can tell who they are. */
const notices: ReadonlyMap<string | undefined, string> = new Map<ArrivalNotice | 'outage', string>([
  ['late', 'You were signed in already, so the sign-in that you finished just now was not needed.'],
  ['address', 'The address that you opened was too long to be remembered while you signed in. Open it again.'],
  [
    'outage',
    'The sessions cannot be read at the moment, so this page cannot tell whether you are signed in. Nothing is lost: try again in a minute.',
  ],
]);

@Public()
@Controller()
export class HomeController {
  constructor(
    private readonly settings: Settings,
    private readonly connections: Connections,
    private readonly pages: Pages,
    private readonly cookies: Cookies,
    private readonly redirects: LoginRedirects,
  ) {}

  @Get()
  async home(@OwnRequest() request: RepliedRequest, @Res() reply: FastifyReply): Promise<void> {
    // The start page needs no session: it stays there while the sessions cannot be read.
    const { session, outage } = await request.session().then(
      (session) => ({ session, outage: false }),
      () => ({ session: undefined, outage: true }),
    );
    const state = session === undefined ? stateOf(request.url) : null;
    if (state !== null) return this.cleanAddress(state, request);
    if (outage) request.reply.header('cache-control', 'no-store');
    const now = Date.now();
    const kind = outage ? 'outage' : this.takeNotice(request);
    const text = notices.get(kind);
    const provider = await this.providerFor(session);
    await this.pages.show(reply, 'home', session === undefined ? 'Sign in' : 'Welcome', {
      provider,
      embedded: this.settings.embeddedProvider !== undefined,
      signUp: provider && this.redirects.signUpAddress(),
      person: session && { name: displayName(session), since: ownMoment(session.createdAt, now), ends: ownMoment(session.expiresAt, now) },
      notice: text === undefined ? undefined : { text, seeksAddress: kind === 'address' },
    });
  }

  private async providerFor(session: Session | undefined): Promise<Provider | undefined> {
    if (session !== undefined) return this.connections.providerOf(session);
    // A database that is down does not say whether there are others.
    const only = await this.connections.only().catch(() => this.connections.default);
    return only && providerOf(only.provider.server);
  }

  private takeNotice({ headers, reply }: RepliedRequest): string | undefined {
    const { notice } = this.cookies;
    const [kind] = this.cookies.valuesOf(notice, headers.cookie);
    if (kind !== undefined) reply.header('set-cookie', this.cookies.clear(notice));
    return kind;
  }

  /**
   * Back from the provider's sign-out (RP-Initiated Logout 1.0, section 3). The session ended here before the person left, so a
   * state that is missing or another's changes nothing for them; the address is cleaned of it either way.
   */
  private cleanAddress(state: string, { headers, reply }: RepliedRequest): void {
    const { logout } = this.cookies;
    if (this.cookies.valuesOf(logout, headers.cookie).includes(state)) reply.header('set-cookie', this.cookies.clear(logout));
    reply.header('cache-control', 'no-store').redirect(`${this.settings.publicUrl.path}/`, 303);
  }
}

function stateOf(url: string): string | null {
  return /[?&]state=/.test(url) ? requestQuery(url).get('state') : null;
}
