import { hash } from 'node:crypto';
import { defaultConnection } from '../config/settings.js';
import type { ListedSession } from './session.js';
import { providerKey, type SessionProvider, type SessionStore } from './session-store.js';

/** Milliseconds for which a logout is remembered: longer than a sign-in may take. */
const memoryMs = 40 * 60_000;

export const everybody = 'everybody';

/** Whose sessions were ended: everybody's, those of a connection, all of a person, one session of the provider, all of an account there, or those of one that have no sid. */
export type LogoutTarget =
  | typeof everybody
  | { readonly connection: string }
  | { readonly userId: string }
  | (SessionProvider & { readonly sid: string })
  | (SessionProvider & { readonly subject: string; readonly withoutSid?: true });

/**
 * Logouts that may come before the session which they mean: a session is ended while the browser is on its way back to us. They are
 * remembered for a while, and a session that may be meant does not begin where its sign-in began before the logout came.
 *
 * Only our own clock counts. When the provider issued the ID token says nothing: it does so for a code that it gave before the logout.
 */
export class PendingLogouts {
  constructor(
    private readonly store: SessionStore,
    private readonly now: () => number,
  ) {}

  /** Call it before ending the sessions. */
  async remember(target: LogoutTarget): Promise<void> {
    const until = this.now() + memoryMs;
    // A claim that is later than the one before takes its place.
    await this.store.claim(keyOf(target), until, until);
  }

  /**
   * Whether a logout since `began` (milliseconds) means this session. Call it when the session is stored already, so that a logout at
   * this moment finds it.
   */
  async meantSince(began: number, session: Pick<ListedSession, 'userId' | 'connection' | 'issuer' | 'subject' | 'sid'>): Promise<boolean> {
    const { userId, connection, issuer, subject, sid } = session;
    const provider = { connection, issuer };
    const one: LogoutTarget = sid === undefined ? { ...provider, subject, withoutSid: true } : { ...provider, sid };
    const targets: LogoutTarget[] = [everybody, { userId }, { ...provider, subject }, one];
    // The default connection is never removed.
    if (connection !== defaultConnection) targets.push({ connection });
    return (await this.store.claimedUntil(targets.map(keyOf))) - memoryMs >= began;
  }
}

function keyOf(target: LogoutTarget): string {
  if (target === everybody) return hash('sha256', 'pending-logout\neverybody', 'base64url');
  if ('userId' in target) return hash('sha256', `pending-logout\nuser\n${target.userId}`, 'base64url');
  if (!('issuer' in target)) return hash('sha256', `pending-logout\nconnection\n${target.connection}`, 'base64url');
  const [kind, id] = 'sid' in target ? ['sid', target.sid] : [target.withoutSid ? 'subject without sid' : 'subject', target.subject];
  return hash('sha256', `pending-logout\n${kind}\n${providerKey(target)}\n${id}`, 'base64url');
}
