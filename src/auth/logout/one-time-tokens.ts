import { Injectable } from '@nestjs/common';
import { Sessions } from '../../session/sessions.js';

export interface OneTimeToken {
  readonly issuer: string;
  readonly jti: string;
  /** Seconds since the epoch after which time alone refuses it. */
  readonly expiresAt: number;
}

/** Tokens with which the provider asks for something once: a second time is a replay, on whichever instance. */
@Injectable()
export class OneTimeTokens {
  constructor(private readonly sessions: Sessions) {}

  /**
   * Does `work` for a token that was not used before, and returns its result; undefined: it was used.
   *
   * The token counts as used when the work is done, not before: what fails on the way is not lost when the provider sends it
   * again. Of several at the same moment one gets the result; `work` may have run for the others too, and must bear that.
   */
  async use<T>(purpose: string, { issuer, jti, expiresAt }: OneTimeToken, work: () => Promise<T>): Promise<T | undefined> {
    const id = `${issuer} ${jti}`;
    if (await this.sessions.isClaimed(purpose, id)) return undefined;
    const result = await work();
    return (await this.sessions.claimOnce(purpose, id, expiresAt * 1000)) ? result : undefined;
  }
}
