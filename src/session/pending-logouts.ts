import { hash } from 'node:crypto';
import type { SessionStore } from './session-store.js';

/** Milliseconds for which a logout is remembered: longer than anybody takes between ID token and session. */
const memory = 10 * 60_000;

/** Whose sessions the provider ended: one of its own sessions, or all of a person. */
export type LogoutTarget = { readonly issuer: string; readonly sid: string } | { readonly issuer: string; readonly subject: string };

/**
 * Logouts that may come before the session which they mean: the provider ends its session while the browser is on its way
 * back to us. They are remembered for a while, and a session whose ID token is older than the logout does not begin.
 */
export class PendingLogouts {
  constructor(private readonly store: SessionStore) {}

  /** `at`: milliseconds since the epoch by the provider's clock, as are the ID tokens it is compared with. Call it before ending the sessions. */
  async remember(target: LogoutTarget, at: number): Promise<void> {
    await this.store.claim(keyOf(target), at + memory, at);
  }

  /** Whether one of `targets` was ended at or after `issuedAt`. Call it when the session is stored already, so that a logout at this moment finds it. */
  async anySince(issuedAt: number, targets: readonly LogoutTarget[]): Promise<boolean> {
    return (await this.store.claimedUntil(targets.map(keyOf))) - memory >= issuedAt;
  }
}

function keyOf(target: LogoutTarget): string {
  const [kind, id] = 'sid' in target ? ['sid', target.sid] : ['subject', target.subject];
  return hash('sha256', `pending-logout\n${kind}\n${target.issuer}\n${id}`, 'base64url');
}
