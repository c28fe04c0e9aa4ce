import { Controller, Logger, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { OidcError } from '../oidc/errors.js';
import type { LogoutToken } from '../oidc/logout-token.js';
import { RelyingParty } from '../oidc/relying-party.js';
import type { EndedSession } from '../session/session.js';
import { Sessions } from '../session/sessions.js';
import { CrossSite, Public } from './public.decorator.js';
import { RateLimited } from './rate-limit.guard.js';
import { originOf } from './request-origin.js';
import { SignOut } from './sign-out.js';

/**
 * The provider ends sessions from its own server: OpenID Connect Back-Channel Logout 1.0, section 2.8.
 * Exactly 200 for a good token, whether or not a session was left to end, and exactly 400 for a bad one; the caller learns
 * nothing more. What is ours or the network's fault is 5xx, so that the provider tries again.
 */
@Public()
@RateLimited()
@Controller('backchannel-logout')
export class BackchannelLogoutController {
  private readonly logger = new Logger('BackchannelLogout');

  constructor(
    private readonly relyingParty: RelyingParty,
    private readonly sessions: Sessions,
    private readonly signOut: SignOut,
  ) {}

  @Post()
  @CrossSite()
  async end(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    void reply.header('cache-control', 'no-store');
    const token = await this.accept(request);
    if (token === undefined) {
      await reply.code(400).send({ error: 'invalid_request', error_description: 'The logout token is not acceptable.' });
      return;
    }
    this.signOut.ended(await this.endSessions(token), 'back_channel', originOf(request));
    await reply.code(200).send('');
  }

  /** The token, when it is good and has not been used before on any instance (section 2.6, step 8). */
  private async accept({ body, id }: FastifyRequest): Promise<LogoutToken | undefined> {
    try {
      const token = await this.relyingParty.verifyLogoutToken(body instanceof URLSearchParams ? (body.get('logout_token') ?? '') : '');
      if (await this.sessions.claimOnce('logout_token', `${token.issuer} ${token.jti}`, token.expiresAt * 1000)) return token;
      this.logger.warn(`A logout token was sent a second time (reference ${id}).`);
    } catch (error) {
      if (!(error instanceof OidcError) || error.status >= 500) throw error;
      this.logger.warn(`A logout token was refused: ${error.message} (reference ${id})`);
    }
    return undefined;
  }

  /** A session id names one session at the provider; without it the token means every session of the person. */
  private endSessions({ issuer, sid, subject, issuedAt }: LogoutToken): Promise<EndedSession[]> {
    if (sid !== undefined) return this.sessions.endBySid(issuer, sid, issuedAt * 1000);
    return subject === undefined ? Promise.resolve([]) : this.sessions.endBySubject(issuer, subject, issuedAt * 1000);
  }
}
