import { Controller, Logger, Post, UseGuards, Res } from '@nestjs/common';
import { type LogoutToken, OidcError, RelyingParty } from '@fanlight/oidc';
import type { EndedSession } from '../../session/session.js';
import { Sessions } from '../../session/sessions.js';
import { Public } from '../access/decorators.js';
import { requestSource } from '../access/incoming-request.js';
import { OwnRouteGuard } from '../http/own-route.guard.js';
import { OwnRequest, type RepliedRequest } from '../http/request.decorator.js';
import { SignOut } from './sign-out.js';

/**
 * The provider ends sessions from its own server: OpenID Connect Back-Channel Logout 1.0, section 2.8.
 * Exactly 200 for a good token, whether or not a session was left to end, and exactly 400 for a bad one; the caller learns
 * nothing more. What is ours or the network's fault is 5xx, so that the provider tries again.
 */
@Public()
@UseGuards(OwnRouteGuard)
@Controller()
export class BackchannelLogoutController {
  private readonly logger = new Logger('BackchannelLogout');

  constructor(
    private readonly relyingParty: RelyingParty,
    private readonly sessions: Sessions,
    private readonly signOut: SignOut,
  ) {}

  @Post()
  async end(@OwnRequest() request: RepliedRequest, @Res() _response: unknown): Promise<void> {
    const reply = request.reply.header('cache-control', 'no-store');
    const token = await this.verify(request);
    if (token !== undefined && (await this.obey(token, request))) reply.code(200).empty();
    else reply.code(400).json({ error: 'invalid_request', error_description: 'The logout token is not acceptable.' });
  }

  private async verify({ form, id }: RepliedRequest): Promise<LogoutToken | undefined> {
    try {
      return await this.relyingParty.verifyLogoutToken(form?.get('logout_token') ?? '');
    } catch (error) {
      if (!(error instanceof OidcError) || error.status >= 500) throw error;
      this.logger.warn(`A logout token was refused: ${error.message} (reference ${id})`);
      return undefined;
    }
  }

  /** False: the token has been used before, on any instance (section 2.6, step 8). */
  private async obey(token: LogoutToken, request: RepliedRequest): Promise<boolean> {
    const { issuer, jti, expiresAt } = token;
    const obeyed = await this.sessions.once('logout_token', `${issuer} ${jti}`, expiresAt * 1000, async () => {
      this.signOut.ended(await this.endSessions(token), 'back_channel', requestSource(request));
      return true;
    });
    if (obeyed === undefined) this.logger.warn(`A logout token was sent a second time (reference ${request.id}).`);
    return obeyed === true;
  }

  /** A session id names one session at the provider; without it the token means every session of the person. */
  private endSessions({ issuer, sid, subject }: LogoutToken): Promise<EndedSession[]> {
    if (sid !== undefined) return this.sessions.endBySid(issuer, sid, subject);
    return subject === undefined ? Promise.resolve([]) : this.sessions.endBySubject(issuer, subject);
  }
}
