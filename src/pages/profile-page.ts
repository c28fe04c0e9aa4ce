import { isDeepStrictEqual } from 'node:util';
import type { ClaimRow, Device, ProfileContext, Provider, UserinfoSection } from '../rendering/page-contexts.js';
import type { Session, SessionSummary } from '../session/session.js';
import { claimGroups, claimRow, type Claims } from './claim-rows.js';
import { accountName, displayName, initials } from './display-name.js';
import { duration, ownMoment } from './moment.js';
import { browserName } from './user-agent.js';

export interface ProfilePageInput {
  readonly session: Session;
  /** Every session of the person, this one included, in any order. */
  readonly sessions: readonly SessionSummary[];
  readonly provider: Provider;
  /** Seconds. */
  readonly idleTimeout: number;
  /** Newest first. Undefined: not kept. */
  readonly activity: readonly ActivityEntry[] | undefined;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** Something that happened to the person's account. */
export interface ActivityEntry {
  /** For people: `Signed in`. */
  readonly what: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly address: string | undefined;
  readonly userAgent: string | undefined;
}

export function profilePage({ session, sessions, provider, idleTimeout, activity, now }: ProfilePageInput): ProfileContext {
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
    userinfoFailed,
    devices: devices(session, sessions, now),
    otherDevices: sessions.some(({ key }) => key !== session.key),
    activity: activity?.map(({ what, at, address, userAgent }) => ({
      what,
      at: ownMoment(at, now),
      detail: userAgent === undefined ? address : [browserName(userAgent), address].filter(Boolean).join(', '),
    })),
  };
}

function addedByUserinfo(userinfo: Claims, idClaims: Claims, now: number): UserinfoSection {
  const same: string[] = [];
  const claims: ClaimRow[] = [];
  for (const name of Object.keys(userinfo)) {
    const value = userinfo[name];
    if (Object.hasOwn(idClaims, name) && (value === idClaims[name] || isDeepStrictEqual(value, idClaims[name]))) same.push(name);
    else claims.push(claimRow(name, value, now));
  }
  return { claims, same: same.join(', ') };
}

/** This one first, then the one seen last. */
function devices(current: Session, sessions: readonly SessionSummary[], now: number): Device[] {
  const others = sessions.filter(({ key }) => key !== current.key).sort((a, b) => b.seenAt - a.seenAt);
  return [current, ...others].map(({ key, userAgent, address, createdAt, seenAt }) => ({
    key,
    browser: browserName(userAgent),
    address: address ?? 'Unknown address',
    since: ownMoment(createdAt, now),
    seen: ownMoment(seenAt, now),
    current: key === current.key,
  }));
}
