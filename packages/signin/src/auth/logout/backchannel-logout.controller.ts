import { Controller, Logger, Post, UseGuards, Res } from '@nestjs/common';
import { type LogoutToken, OidcError } from '@fanlight/oidc';
import type { EndedSession } from '../../session/session.js';
import { providerKey } from '../../session/session-store.js';
import { Sessions } from '../../session/sessions.js';
import { Public } from '../access/decorators.js';
import { requestQuery, requestSource } from '../access/incoming-request.js';
import type { Connection } from '../connections/connection.js';
import { Connections } from '../connections/connections.js';
import { statedClaims } from '../connections/stated-claims.js';
import { OwnRouteGuard } from '../http/own-route.guard.js';
import { OwnRequest, type RepliedRequest } from '../http/request.decorator.js';
import { SignOut } from './sign-out.js';

interface VerifiedLogout {
  /** Its id. */
  readonly connection: string;
  readonly token: LogoutToken;
}

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
    private readonly connections: Connections,
    private readonly sessions: Sessions,
    private readonly signOut: SignOut,
  ) {}

  @Post()
  async end(@OwnRequest() request: RepliedRequest, @Res() _response: unknown): Promise<void> {
    const reply = request.reply.header('cache-control', 'no-store');
    const verified = await this.verify(request);
    let isObeyed = false;
    for (const { connection, token } of verified) isObeyed = (await this.obey(connection, token, request)) || isObeyed;
    if (isObeyed) reply.code(200).empty();
    else reply.code(400).json({ error: 'invalid_request', error_description: 'The logout token is not acceptable.' });
  }

  /** By each connection that has the issuer and the client that the token names: with one issuer, one client and two connections by both. */
  private async verify({ form, id, url }: RepliedRequest): Promise<VerifiedLogout[]> {
    const text = form?.get('logout_token') ?? '';
    const verified: VerifiedLogout[] = [];
    for (const { id: connection, relyingParty } of await this.namedBy(text, requestQuery(url).get('connection'))) {
      try {
        verified.push({ connection, token: await relyingParty.verifyLogoutToken(text) });
      } catch (error) {
        if (!(error instanceof OidcError) || error.status >= 500) throw error;
        this.logger.warn(`A logout token was refused: ${error.message} (reference ${id})`);
      }
    }
    return verified;
  }

  /**
   * What the address (Back-Channel Logout 1.0, section 2.2, leaves its query be) or an unproved token says only chooses who judges it. A token that
   * names nobody who is known is the default connection's to refuse.
   */
  private async namedBy(token: string, id: string | null): Promise<Connection[]> {
    if (id !== null) return [await this.connections.find(id)].filter((found) => found !== undefined);
    const { iss, aud } = statedClaims(await this.signedPart(token));
    const atIssuer = iss === undefined ? [] : await this.connections.byIssuer(iss);
    const named = atIssuer.filter(({ provider }) => aud.includes(provider.clientId));
    return named.length > 0 ? named : [this.connections.default];
  }

  /** The token, or what is inside an encrypted one. That a key opens it proves nothing: whoever judges it opens it with their own. */
  private async signedPart(token: string): Promise<string> {
    if (token.split('.', 6).length !== 5) return token;
    for (const { relyingParty } of this.connections.decrypting()) {
      const inside = await relyingParty.openLogoutToken(token);
      if (inside !== undefined) return inside;
    }
    return token;
  }

  /** False: the token has been used before, on any instance (section 2.6, step 8). */
  private async obey(connection: string, token: LogoutToken, request: RepliedRequest): Promise<boolean> {
    const { issuer, jti, expiresAt } = token;
    const id = `${providerKey({ connection, issuer })} ${jti}`;
    const obeyed = await this.sessions.once('logout_token', id, expiresAt * 1000, async () => {
      this.signOut.ended(await this.endSessions(connection, token), 'back_channel', requestSource(request));
      return true;
    });
    if (obeyed === undefined) this.logger.warn(`A logout token was sent a second time (reference ${request.id}).`);
    return obeyed === true;
  }

  /** A session id names one session at the provider; without it the token means every session of the person. */
  private endSessions(connection: string, { issuer, sid, subject }: LogoutToken): Promise<EndedSession[]> {
    const provider = { connection, issuer };
    if (sid !== undefined) return this.sessions.endBySid(provider, sid, subject);
    return subject === undefined ? Promise.resolve([]) : this.sessions.endBySubject(provider, subject);
  }
}
