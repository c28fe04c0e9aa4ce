import { Injectable } from '@nestjs/common';
import { Sessions } from '../../session/sessions.js';
import { UserStore } from '../../users/user-store.js';
import { GroupReader } from '../access/groups.js';
import { type IncomingRequest, requestSource } from '../access/incoming-request.js';
import { AuthEvents } from '../auth-events.js';
import { Cookies, maxSessionCookies } from '../cookies.js';
import { SignOut } from '../logout/sign-out.js';
import type { FinishedLogin } from './oidc.strategy.js';
import { userDetails } from './user-details.js';

/** Sign-ins within this time of each other count as one loop. */
const roundSeconds = 60;

type StartedLogin = Pick<FinishedLogin, 'signedIn' | 'startedAt'>;

/** Turns a finished login into a user and a session. */
@Injectable()
export class SessionStarter {
  constructor(
    private readonly groups: GroupReader,
    private readonly users: UserStore,
    private readonly sessions: Sessions,
    private readonly cookies: Cookies,
    private readonly events: AuthEvents,
    private readonly signOut: SignOut,
  ) {}

  /**
   * Records the person, starts a session under a new id and ends those the browser came with.
   * Resolves to the Set-Cookie lines, after the commit. Throws StoreUnavailableError; the tokens are revoked then.
   */
  async start(request: IncomingRequest, login: StartedLogin): Promise<string[]> {
    return this.startSession(request, login).catch((error: unknown) => {
      void this.signOut.revoke(login.signedIn.tokens, undefined);
      throw error;
    });
  }

  private async startSession(request: IncomingRequest, { signedIn, startedAt }: StartedLogin): Promise<string[]> {
    const { idClaims, userinfo, userinfoFailure, tokens } = signedIn;
    const user = await this.users.recordSignIn(userDetails(idClaims, userinfo));
    const groups = this.groups.read(idClaims, userinfo);
    const source = requestSource(request);
    const { address, userAgent } = source;
    const { name, email, username } = user;
    const { cookie, session, replaced, endedMeanwhile } = await this.sessions.start(
      {
        user,
        sid: typeof idClaims['sid'] === 'string' ? idClaims['sid'] : undefined,
        loginStartedAt: startedAt,
        address,
        userAgent,
        data: {
          idClaims,
          userinfo,
          ...(userinfoFailure === undefined ? {} : { userinfoFailed: true }),
          name: name ?? username ?? email,
          email,
          username,
          groups: groups.kind === 'list' ? groups.names : undefined,
          scopes: tokens.scopes,
        },
        tokens: { ...tokens },
      },
      this.cookies.valuesOf(this.cookies.session, request.headers.cookie).slice(0, maxSessionCookies),
    );
    this.events.emit('signed_in', { session, source });
    this.signOut.ended(replaced, 'replaced', source);
    this.signOut.ended(endedMeanwhile, 'during_sign_in', source);
    return [this.cookies.set(this.cookies.session, cookie), ...(await this.countRound(request))];
  }

  /** Counts sign-ins of a browser that is not signed in; the count is dropped as soon as a session comes back (SessionReader). */
  private async countRound(request: IncomingRequest): Promise<string[]> {
    if ((await request.session?.().catch(() => undefined)) !== undefined) return [];
    const { lost } = this.cookies;
    const rounds = Number(this.cookies.valuesOf(lost, request.headers.cookie)[0] ?? 0) || 0;
    return [this.cookies.set(lost, String(rounds + 1), roundSeconds)];
  }
}
