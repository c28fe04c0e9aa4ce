import { BadRequestException, Controller, Get, Logger, UseGuards, Res } from '@nestjs/common';
import { identifierProblem } from '@fanlight/oidc';
import type { EndedSession } from '../../session/session.js';
import { Sessions } from '../../session/sessions.js';
import { currentSession } from '../access/current-user.js';
import { Public } from '../access/decorators.js';
import { requestQuery, requestSource } from '../access/incoming-request.js';
import type { Connection } from '../connections/connection.js';
import { Connections } from '../connections/connections.js';
import { SignInError } from '../sign-in-error.js';
import { Cookies } from '../cookies.js';
import { OwnRouteGuard } from '../http/own-route.guard.js';
import { relaxPolicy } from '../http/policy.js';
import { OwnRequest, type RepliedRequest } from '../http/request.decorator.js';
import { ProviderOrigins } from '../connections/relying-party.provider.js';
import { SignOut } from './sign-out.js';

const pages = {
  ended: 'Signed out.',
  unknown: 'Nobody is signed in here by that session of the provider.',
  unnamed:
    'Nobody was signed out: the provider did not say which session ended. It has to send iss and sid (frontchannel_logout_session_required).',
};

/**
 * The provider's sign-out page loads this in a frame: OpenID Connect Front-Channel Logout 1.0, section 3.
 * The request proves nothing, and a browser leaves our cookies out of a foreign frame. So it ends the session that `sid` names,
 * which only the provider and this application know, and otherwise at most the one whose cookie came along, and only from within a frame.
 */
@Public()
@UseGuards(OwnRouteGuard)
@Controller()
export class FrontchannelLogoutController {
  private readonly logger = new Logger('FrontchannelLogout');

  constructor(
    private readonly connections: Connections,
    private readonly sessions: Sessions,
    private readonly signOut: SignOut,
    private readonly cookies: Cookies,
    private readonly origins: ProviderOrigins,
  ) {}

  @Get()
  async end(@OwnRequest() request: RepliedRequest, @Res() _response: unknown): Promise<void> {
    const { reply } = request;
    relaxPolicy(reply, 'frame-ancestors', this.origins.current());
    const parameters = requestQuery(request.url);
    for (const name of ['iss', 'sid']) {
      const problem = identifierProblem(parameters.get(name) ?? '');
      if (problem === undefined) continue;
      this.logger.warn(`A front-channel logout was refused: its ${name} ${problem} (reference ${request.id})`);
      throw new BadRequestException();
    }
    const named = parameters.get('iss');
    const meant = named === null ? [this.connections.default] : await this.connections.byIssuer(named);
    relaxPolicy(
      reply,
      'frame-ancestors',
      meant.flatMap((connection) => this.origins.of(connection)),
    );
    if (meant.length === 0)
      throw new SignInError('login_issuer_unknown', 'A front-channel logout names an issuer that is not the configured one.');
    // Nest runs this for HEAD too, which link checkers and mail scanners send.
    const isEnded = request.method !== 'HEAD' && (await this.endSessions(request, meant, named, parameters.get('sid')));
    const isNamed = named !== null || parameters.has('sid');
    if (!isNamed) this.logger.warn(`A front-channel logout named neither iss nor sid, and ended nothing (reference ${request.id})`);
    const text = isEnded ? pages.ended : isNamed ? pages.unknown : pages.unnamed;
    reply.header('cache-control', 'no-store').html(`<!doctype html><html lang="en"><title>Sign-out</title><p>${text}</p></html>`);
  }

  private async endSessions(
    request: RepliedRequest,
    meant: readonly Connection[],
    named: string | null,
    sid: string | null,
  ): Promise<boolean> {
    const ended: EndedSession[] = [];
    if (sid !== null)
      for (const { id, relyingParty } of meant)
        ended.push(...(await this.sessions.endBySid({ connection: id, issuer: named ?? relyingParty.issuer }, sid)));
    const own = ended.length === 0 && named !== null ? await this.endOwn(request, meant) : [];
    this.signOut.ended([...ended, ...own], 'front_channel', requestSource(request));
    if (own.length > 0) request.reply.header('set-cookie', this.cookies.clear(this.cookies.session));
    return ended.length + own.length > 0;
  }

  /**
   * A session without a sid (LemonLDAP::NG 2.16 sends none in the ID token) can only be told by the cookie it came with.
   * Any link could ask for that, so the browser has to say that it loads a frame: one that sends no Sec-Fetch-Dest does not.
   */
  private async endOwn(request: RepliedRequest, meant: readonly Connection[]): Promise<EndedSession[]> {
    const session = await currentSession(request);
    const destination = request.headers['sec-fetch-dest'];
    const inFrame = destination === 'iframe' || destination === 'frame';
    if (session === undefined || session.sid !== undefined || !inFrame || !meant.some(({ id }) => id === session.connection)) return [];
    return this.sessions.end(session.key);
  }
}
