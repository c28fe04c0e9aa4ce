import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import type { RelyingParty, Tokens } from '@fanlight/oidc';
import type { EndedSession } from '../../session/session.js';
import { SessionSweeper } from '../../session/session-sweeper.js';
import type { RequestSource } from '../access/incoming-request.js';
import { AuthEvents, type EventSession, type SignOutReason } from '../auth-events.js';
import { Connections } from '../connections/connections.js';
import { SignInHooks, type SignOutEvent } from '../sign-in-hooks.js';

/** What follows the end of a session, whoever ended it: the event, and the end of its refresh token. */
@Injectable()
export class SignOut implements OnApplicationShutdown {
  private readonly logger = new Logger('SignOut');
  private readonly pending = new Set<Promise<void>>();

  constructor(
    private readonly connections: Connections,
    private readonly events: AuthEvents,
    private readonly hooks: SignInHooks,
    sweeper: SessionSweeper,
  ) {
    sweeper.onEnded = (ended) =>
      Promise.all(
        ended.map(({ session, tokens }) => {
          this.tell({ session, reason: 'expired', source: undefined });
          return this.revoke(tokens as Tokens | undefined, session);
        }),
      );
  }

  /** Tells of sessions that have ended and revokes their refresh tokens (RFC 7009), without making the person wait for it. */
  ended(sessions: readonly EndedSession[], reason: SignOutReason, source: RequestSource): void {
    for (const { session, tokens } of sessions) {
      this.events.emit('signed_out', { session, reason, source });
      this.tell({ session, reason, source });
      void this.revoke(tokens as Tokens | undefined, session);
    }
  }

  /**
   * Revokes tokens for which there is no session, or no session any more. Nobody has to wait for it: it never rejects.
   * @param of the session, or the id of the connection of a sign-in that has none
   */
  async revoke(tokens: Pick<Tokens, 'refreshToken' | 'dpopKey'> | undefined, of: EventSession | string): Promise<void> {
    if (tokens?.refreshToken === undefined) return;
    const { refreshToken, dpopKey } = tokens;
    const session = typeof of === 'string' ? undefined : of;
    await this.finish(
      this.partyOf(of)
        .then((party) => party.revoke({ refreshToken, dpopKey }))
        .then(
          (isOffered) => void this.events.emit('revoked', { session, outcome: isOffered ? 'done' : 'not_offered' }),
          () => void this.events.emit('revoked', { session, outcome: 'failed' }),
        ),
    );
  }

  /** Where the connection is another provider's now, that one is not given what its predecessor issued. */
  private async partyOf(of: EventSession | string): Promise<RelyingParty> {
    const connection = await (typeof of === 'string' ? this.connections.find(of) : this.connections.ofSession(of));
    if (connection === undefined) throw new Error('The connection is gone.');
    return connection.relyingParty;
  }

  private tell(event: SignOutEvent): void {
    const told = Promise.resolve(event).then((ended) => this.hooks.onSignOut?.(ended));
    void this.finish(
      told.then(
        () => undefined,
        (error: unknown) => this.logger.error(error instanceof Error ? error : new Error('onSignOut failed', { cause: error })),
      ),
    );
  }

  private finish(work: Promise<void>): Promise<void> {
    const pending = work.finally(() => this.pending.delete(pending));
    this.pending.add(pending);
    return pending;
  }

  /** A session that is gone here must not leave a live refresh token behind: the process waits for those under way. */
  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.pending);
  }
}
