import type { AuditEvent } from '../audit/audit-event.js';
import type { SignOutReason } from '../auth/auth-events.js';
import type { ActivityEntry } from './profile-page.js';

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
export function activityEntry({ kind, reason, at, address, userAgent }: AuditEvent): ActivityEntry {
  return { what: describe(kind, reason), at, address, userAgent };
}

function describe(kind: AuditEvent['kind'], reason: string | undefined): string {
  switch (kind) {
    case 'signed_in':
      return 'Signed in';
    case 'signed_out':
      return signedOut[reason ?? ''] ?? 'Signed out';
    case 'revoked':
      return reason === 'done' ? 'Access at the provider was revoked' : 'Access at the provider could not be revoked';
    case 'refused':
      return 'Sign-in was refused';
    case 'refresh_failed':
      return 'The sign-in could not be renewed';
  }
}
