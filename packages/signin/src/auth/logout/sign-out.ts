import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { RelyingParty, type Tokens } from '@fanlight/oidc';
import type { EndedSession } from '../../session/session.js';
import { SessionSweeper } from '../../session/session-sweeper.js';
import type { RequestSource } from '../access/incoming-request.js';
import { AuthEvents, type EventSession, type SignOutReason } from '../auth-events.js';

/** What follows the end of a session, whoever ended it: the event, and the end of its refresh token. */
@Injectable()
export class SignOut implements OnApplicationShutdown {
  private readonly revocations = new Set<Promise<void>>();

  constructor(
    private readonly relyingParty: RelyingParty,
    private readonly events: AuthEvents,
    sweeper: SessionSweeper,
  ) {
    sweeper.onEnded = (ended) => Promise.all(ended.map(({ session, tokens }) => this.revoke(tokens as Tokens | undefined, session)));
  }

  /** Tells of sessions that have ended and revokes their refresh tokens (RFC 7009), without making the person wait for it. */
  ended(sessions: readonly EndedSession[], reason: SignOutReason, source: RequestSource): void {
    for (const { session, tokens } of sessions) {
      this.events.emit('signed_out', { session, reason, source });
      void this.revoke(tokens as Tokens | undefined, session);
    }
  }

  /** Revokes tokens for which there is no session, or no session any more. Nobody has to wait for it: it never rejects. */
  async revoke(tokens: Pick<Tokens, 'refreshToken'> | undefined, session: EventSession | undefined): Promise<void> {
    if (tokens?.refreshToken === undefined) return;
    const revocation = this.relyingParty
      .revoke(tokens.refreshToken)
      .then(
        () => this.events.emit('revoked', { session, outcome: 'done' }),
        () => this.events.emit('revoked', { session, outcome: 'failed' }),
      )
      .then(() => void this.revocations.delete(revocation));
    this.revocations.add(revocation);
    await revocation;
  }

  /** A session that is gone here must not leave a live refresh token behind: the process waits for those under way. */
  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.revocations);
  }
}
