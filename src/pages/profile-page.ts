import { isDeepStrictEqual } from 'node:util';
import type { AuditEvent } from '../audit/audit-trail.js';
import type { SignOutReason } from '../auth/auth-events.js';
import type { Provider } from '../rendering/page-contexts.js';
import type { Session, SessionSummary } from '../session/session.js';
import { claimGroups, claimRow, type Claims } from './claim-rows.js';
import { accountName, displayName, initials } from './display-name.js';
import { duration, ownMoment } from './moment.js';
import { browserName } from './user-agent.js';

declare module '../rendering/page-contexts.js' {
  interface PageContexts {
    readonly profile: ReturnType<typeof profilePage>;
  }
}

interface ProfileInput {
  readonly session: Session;
  /** Every session of the person, this one included, in any order. */
  readonly sessions: readonly SessionSummary[];
  readonly provider: Provider;
  /** Seconds. */
  readonly idleTimeout: number;
  /** Newest first. */
  readonly activity: readonly Pick<AuditEvent, 'kind' | 'reason' | 'at' | 'address' | 'userAgent'>[];
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** Who is signed in, what the provider said of them, where else they are signed in, and what happened to their account. */
export function profilePage({ session, sessions, provider, idleTimeout, activity, now }: ProfileInput) {
  const { idClaims, userinfo, userinfoFailed = false } = session.data;
  const name = displayName(session);
  return {
    name,
    initials: initials(name),
    account: accountName(session),
    provider,
    session: {
      since: ownMoment(session.createdAt, now),
      seen: ownMoment(session.seenAt, now),
      ends: ownMoment(session.expiresAt, now),
      idle: duration(idleTimeout),
    },
    claims: claimGroups(idClaims, now),
    userinfo: userinfo && addedByUserinfo(userinfo, idClaims, now),
    /** It was asked at sign-in and failed. */
    userinfoFailed,
    devices: devices(session, sessions, now),
    otherDevices: sessions.some(({ key }) => key !== session.key),
    activity: activity.map(({ kind, reason, at, address, userAgent }) => ({
      what: whatHappened(kind, reason),
      at: ownMoment(at, now),
      detail: userAgent === undefined ? address : [browserName(userAgent), address].filter(Boolean).join(', '),
    })),
  };
}

/** The claims that the ID token does not have, and the names of those that say the same there, separated by commas. */
function addedByUserinfo(userinfo: Claims, idClaims: Claims, now: number) {
  const isSame = (name: string): boolean => Object.hasOwn(idClaims, name) && isDeepStrictEqual(userinfo[name], idClaims[name]);
  const names = Object.keys(userinfo);
  return {
    claims: names.filter((name) => !isSame(name)).map((name) => claimRow(name, userinfo[name], now)),
    same: names.filter(isSame).join(', '),
  };
}

/** This one first, then the one seen last. */
function devices(current: Session, sessions: readonly SessionSummary[], now: number) {
  const others = sessions.filter(({ key }) => key !== current.key).sort((a, b) => b.seenAt - a.seenAt);
  return [current, ...others].map(({ key, userAgent, address, createdAt, seenAt }) => ({
    /** For the form. */
    key,
    browser: browserName(userAgent),
    address: address ?? 'Unknown address',
    since: ownMoment(createdAt, now),
    seen: ownMoment(seenAt, now),
    current: key === current.key,
  }));
}

const signedOut: Readonly<Record<string, string | undefined>> = {
  person: 'Signed out',
  person_elsewhere: 'Signed out from another device',
  replaced: 'Signed out, because the same browser signed in again',
  during_sign_in: 'Signed out while the sign-in was under way',
  back_channel: 'Signed out by the provider',
  front_channel: 'Signed out by the provider',
  universal_logout: 'Signed out everywhere by the provider',
  refresh_refused: 'Signed out, because the provider no longer renews the sign-in',
  operator: 'Signed out by the operator',
} satisfies Record<SignOutReason, string>;

/** An audit event in words for the person whom it is about. */
function whatHappened(kind: AuditEvent['kind'], reason = ''): string {
  switch (kind) {
    case 'signed_in':
      return 'Signed in';
    case 'signed_out':
      return signedOut[reason] ?? 'Signed out';
    case 'revoked':
      return reason === 'done' ? 'Access at the provider was revoked' : 'Access at the provider could not be revoked';
    case 'refused':
      return 'Sign-in was refused';
    case 'refresh_failed':
      return 'The sign-in could not be renewed';
  }
}
