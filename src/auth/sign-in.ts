import { Injectable } from '@nestjs/common';
import { Sessions } from '../session/sessions.js';
import { Users } from '../users/users.js';
import { AuthEvents } from './auth-events.js';
import { Cookies } from './cookies.js';
import { GroupReader } from './group-reader.js';
import { userDetails } from './user-details.js';
import type { FinishedLogin } from './oidc.strategy.js';
import { requestSource, type IncomingRequest } from './request-source.js';

/** Turns a finished login into a user and a session. */
@Injectable()
export class SignIn {
  constructor(
    private readonly groups: GroupReader,
    private readonly users: Users,
    private readonly sessions: Sessions,
    private readonly cookies: Cookies,
    private readonly events: AuthEvents,
  ) {}

  /**
   * Records the person, starts a session under a new id and ends the one the browser came with.
   * Resolves to the Set-Cookie line, after the commit. Throws StoreUnavailableError.
   */
  async complete(request: IncomingRequest, { signedIn, startedAt }: FinishedLogin): Promise<string> {
    const { idClaims, userinfo, userinfoFailure, tokens } = signedIn;
    const user = await this.users.recordSignIn(userDetails(idClaims, userinfo));
    const groups = this.groups.read(idClaims, userinfo);
    const source = requestSource(request);
    const { cookie, session } = await this.sessions.start(
      {
        user,
        sid: typeof idClaims['sid'] === 'string' ? idClaims['sid'] : undefined,
        loginStartedAt: startedAt,
        address: source.address,
        userAgent: source.userAgent,
        data: {
          idClaims,
          userinfo,
          ...(userinfoFailure === undefined ? {} : { userinfoFailed: true }),
          name: user.name ?? user.username ?? user.email,
          email: user.email,
          username: user.username,
          groups: groups.kind === 'list' ? groups.names : undefined,
          scopes: tokens.scopes,
        },
        tokens: { ...tokens },
      },
      this.cookies.readSession(request.headers.cookie),
    );
    this.events.emit('signed_in', { session, source });
    return this.cookies.set(this.cookies.session, cookie);
  }
}
