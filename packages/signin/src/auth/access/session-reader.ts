import { Injectable } from '@nestjs/common';
import type { Session } from '../../session/session.js';
import { Sessions } from '../../session/sessions.js';
import { Cookies, maxSessionCookies } from '../cookies.js';
import type { SignInRequest } from '../http/sign-in-request.js';
import { defaultConnection } from '../../config/settings.js';
import { ProviderOrigins } from '../connections/relying-party.provider.js';
import { relaxPolicy } from '../http/policy.js';

/** Reads the session that a request's cookies name. */
@Injectable()
export class SessionReader {
  constructor(
    private readonly sessions: Sessions,
    private readonly cookies: Cookies,
    private readonly origins: ProviderOrigins,
  ) {}

  /** @throws StoreUnavailableError */
  async read(request: SignInRequest): Promise<Session | undefined> {
    const cookies = this.cookies.valuesOf(this.cookies.session, request.headers.cookie).slice(0, maxSessionCookies);
    if (cookies.length === 0) return undefined;
    const session = await this.find(cookies);
    if (request.reply?.isSent === false) this.setHeaders(session, request);
    return session;
  }

  /** An old cookie of another path, or one that somebody planted over http, hides no session. */
  private async find(cookies: readonly string[]): Promise<Session | undefined> {
    for (const cookie of cookies) {
      const session = await this.sessions.read(cookie);
      if (session !== undefined) return session;
    }
    return undefined;
  }

  private setHeaders(session: Session | undefined, { headers, reply }: SignInRequest): void {
    const { lost } = this.cookies;
    if (session === undefined) return void reply?.header('set-cookie', this.cookies.clear(this.cookies.session));
    // Stored copies of a page that was made for one person are never shown again, not even by the back button.
    reply?.header('cache-control', 'no-store');
    // Its sign-out leads to another provider than the host's pages let forms go to.
    if (reply !== undefined && session.connection !== defaultConnection) relaxPolicy(reply, 'form-action', this.origins.ofSession(session));
    // The session's cookie came back: there is no loop.
    if (headers.cookie?.includes(`${lost}=`)) reply?.header('set-cookie', this.cookies.clear(lost));
  }
}
