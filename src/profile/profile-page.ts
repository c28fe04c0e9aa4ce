import { isDeepStrictEqual } from 'node:util';
import type { AuditEvent, ListedIdentity, ListedSession, Provider, Session, SignOutReason } from '@fanlight/signin';
import type { JsonObject } from '@fanlight/oidc';
import { claimGroups, claimRow } from './claim-rows.js';
import { accountName, displayName, initials } from '../rendering/display-name.js';
import { duration, ownMoment } from '../rendering/moment.js';
import { drawnSequence } from '../rendering/sequence.js';
import { browserName } from './user-agent.js';

declare module '../rendering/page-contexts.js' {
  interface PageContexts {
    readonly profile: ReturnType<typeof profilePage>;
  }
}

interface ProfileInput {
  readonly session: Session;
  /** Of this application. */
  readonly roles: readonly string[];
  /** Every session of the person, this one included, in any order. */
  readonly sessions: readonly ListedSession[];
  readonly provider: Provider;
  /** By which they sign in; empty: nothing can be said of that. */
  readonly identities: readonly ListedIdentity[];
  /** Connections by which they could, as well. */
  readonly addable: readonly { readonly id: string; readonly label: string }[];
  /** Seconds. */
  readonly idleTimeout: number;
  /** Newest first. */
  readonly activity: readonly Pick<AuditEvent, 'kind' | 'reason' | 'at' | 'address' | 'userAgent'>[];
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** Who is signed in, what the provider said of them, where else they are signed in, and what happened to their account. */
export function profilePage({ session, roles, sessions, provider, identities, addable, idleTimeout, activity, now }: ProfileInput) {
  const { idClaims, userinfo, userinfoFailed = false, signIn } = session.data;
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
    roles,
    claims: claimGroups(idClaims, now),
    userinfo: userinfo && addedByUserinfo(userinfo, idClaims, now),
    /** It was asked at sign-in and failed. */
    userinfoFailed,
    /** Undefined: it was not recorded. */
    signIn: drawnSequence(signIn),
    accounts: identities.length + addable.length > 1 ? { known: accounts(session, identities, now), more: addable } : undefined,
    devices: devices(session, sessions, now),
    otherDevices: sessions.some(({ key }) => key !== session.key),
    activity: activity.map(({ kind, reason, at, address, userAgent }) => ({
      what: whatHappened[`${kind} ${reason}`] ?? whatHappened[kind],
      at: ownMoment(at, now),
      detail: userAgent === undefined ? address : [browserName(userAgent), address].filter(Boolean).join(', '),
    })),
  };
}

/** The claims that the ID token does not have, and the names of those that say the same there, separated by commas. */
function addedByUserinfo(userinfo: JsonObject, idClaims: JsonObject, now: number) {
  const isSame = (name: string): boolean => Object.hasOwn(idClaims, name) && isDeepStrictEqual(userinfo[name], idClaims[name]);
  const names = Object.keys(userinfo);
  return {
    claims: names.filter((name) => !isSame(name)).map((name) => claimRow(name, userinfo[name], now)),
    same: names.filter(isSame).join(', '),
  };
}

/** How the person signs in; the last of their accounts cannot be removed. */
function accounts({ connection, issuer, subject }: Session, identities: readonly ListedIdentity[], now: number) {
  return identities.map((identity) => ({
    label: identity.label,
    account: identity.account,
    used: ownMoment(identity.lastSignInAt, now),
    current: identity.connection === connection && identity.issuer === issuer && identity.subject === subject,
    remove: identities.length > 1 ? identity.handle : undefined,
  }));
}

/** This one first, then the one seen last. */
function devices(current: ListedSession, sessions: readonly ListedSession[], now: number) {
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

/** Audit events in words for the person whom they are about: by kind, or by kind and reason where a reason says more. */
const whatHappened: Readonly<Record<string, string | undefined>> = {
  signed_in: 'Signed in',
  signed_out: 'Signed out',
  'signed_out person': 'Signed out',
  'signed_out person_elsewhere': 'Signed out from another device',
  'signed_out replaced': 'Signed out, because the same browser signed in again',
  'signed_out during_sign_in': 'Signed out while the sign-in was under way',
  'signed_out back_channel': 'Signed out by the provider',
  'signed_out front_channel': 'Signed out by the provider',
  'signed_out universal_logout': 'Signed out everywhere by the provider',
  'signed_out refresh_refused': 'Signed out, because the provider no longer renews the sign-in',
  'signed_out not_allowed': 'Signed out, because this account may not sign in here any more',
  'signed_out connection_gone': 'Signed out, because the way in is no longer there',
  'signed_out directory': 'Signed out, because the directory says that the account is no longer active',
  'signed_out identity_removed': 'Signed out, because the account it began with was removed',
  'signed_out operator': 'Signed out by the operator',
  'revoked done': 'Access at the provider was revoked',
  revoked: 'Access at the provider could not be revoked',
  identity_added: 'A way to sign in was added',
  identity_removed: 'A way to sign in was removed',
  provisioned: 'Your organisation changed your account here',
  'provisioned user_created': 'Your organisation added you to its directory here',
  'provisioned user_activated': 'Your organisation turned your account on again',
  'provisioned user_deactivated': 'Your organisation turned your account off',
  'provisioned user_deleted': 'Your organisation removed you from its directory here',
  'provisioned groups_changed': 'Your organisation changed your groups',
  refused: 'Sign-in was refused',
  refresh_failed: 'The sign-in could not be renewed',
} satisfies Record<AuditEvent['kind'] | `signed_out ${SignOutReason}` | `provisioned ${string}` | 'revoked done', string>;
