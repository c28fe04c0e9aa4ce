import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { RelyingParty } from '../oidc/relying-party.js';
import type { Tokens } from '../oidc/sign-in.js';
import type { EndedSession } from '../session/session.js';
import { AuthEvents, type EventSession, type SignOutReason } from './auth-events.js';
import type { RequestSource } from './request-source.js';

/** What follows the end of a session, whoever ended it: the event, and the end of its refresh token. */
@Injectable()
export class SignOut implements OnApplicationShutdown {
  private readonly revocations = new Set<Promise<void>>();

  constructor(
    private readonly relyingParty: RelyingParty,
    private readonly events: AuthEvents,
  ) {}

  /** Tells of sessions that have ended and revokes their refresh tokens (RFC 7009), without making the person wait for it. */
  ended(sessions: readonly EndedSession[], reason: SignOutReason, source: RequestSource): void {
    for (const { session, tokens } of sessions) {
      this.events.emit('signed_out', { session, reason, source });
      this.revoke(tokens as Tokens | undefined, session);
    }
  }

  /** Revokes tokens for which there is no session, or no session any more. */
  revoke(tokens: Pick<Tokens, 'refreshToken'> | undefined, session: EventSession): void {
    if (tokens?.refreshToken !== undefined) this.revokeLater(tokens.refreshToken, session);
  }

  /** A session that is gone here must not leave a live refresh token behind: the process waits for those under way. */
  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.revocations);
  }

  private revokeLater(refreshToken: string, session: EventSession): void {
    const revocation = this.relyingParty
      .revoke(refreshToken, 'refresh_token')
      .then(
        () => this.events.emit('revoked', { session, outcome: 'done' }),
        () => this.events.emit('revoked', { session, outcome: 'failed' }),
      )
      .then(() => void this.revocations.delete(revocation));
    this.revocations.add(revocation);
  }
}
