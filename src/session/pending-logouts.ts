import { hash } from 'node:crypto';
import type { SessionStore } from './session-store.js';

/** Milliseconds for which a logout is remembered: longer than anybody takes between ID token and session. */
const memory = 10 * 60_000;

/** Whose sessions the provider ended: one of its own sessions, or all of a person. */
export type LogoutTarget = { readonly issuer: string; readonly sid: string } | { readonly issuer: string; readonly subject: string };

/** When a sign-in happened: milliseconds since the epoch. */
export interface SignInTimes {
  /** Of the ID token, by the provider's clock. */
  readonly issuedAt: number;
  /** When the browser left for the provider, by our own clock. */
  readonly loginStartedAt: number;
}

/**
 * Logouts that may come before the session which they mean: the provider ends its session while the browser is on its way
 * back to us. They are remembered for a while, and a session that may be the one they mean does not begin.
 *
 * That is one whose ID token is not younger than the logout token, and whose login began before the logout came. The first
 * compares two times of the provider, in whole seconds; the second lets somebody sign in again within that second.
 */
export class PendingLogouts {
  constructor(
    private readonly store: SessionStore,
    private readonly now: () => number,
  ) {}

  /** `at`: milliseconds since the epoch by the provider's clock. Call it before ending the sessions. */
  async remember(target: LogoutTarget, at: number): Promise<void> {
    await this.raise(keyOf(target, 'came'), this.now() + memory);
    await this.raise(keyOf(target, 'issued'), at + memory);
  }

  /** Whether one of `targets` was ended during that sign-in. Call it when the session is stored already, so that a logout at this moment finds it. */
  async anySince({ issuedAt, loginStartedAt }: SignInTimes, targets: readonly LogoutTarget[]): Promise<boolean> {
    return (await this.latest(targets, 'issued')) >= issuedAt && (await this.latest(targets, 'came')) >= loginStartedAt;
  }

  /** A claim that is later than the one before takes its place. */
  private async raise(key: string, until: number): Promise<void> {
    await this.store.claim(key, until, until);
  }

  private async latest(targets: readonly LogoutTarget[], what: 'issued' | 'came'): Promise<number> {
    return (await this.store.claimedUntil(targets.map((target) => keyOf(target, what)))) - memory;
  }
}

function keyOf(target: LogoutTarget, what: 'issued' | 'came'): string {
  const [kind, id] = 'sid' in target ? ['sid', target.sid] : ['subject', target.subject];
  return hash('sha256', `pending-logout\n${what}\n${kind}\n${target.issuer}\n${id}`, 'base64url');
}
