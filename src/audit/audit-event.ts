/** Something that happened to somebody's sign-in: who, when, from where, which session, why. */
export interface AuditEvent {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly kind: 'signed_in' | 'refused' | 'signed_out' | 'revoked' | 'refresh_failed';
  readonly reason: string | undefined;
  readonly userId: string | undefined;
  /** The session's key, a hash. */
  readonly session: string | undefined;
  readonly address: string | undefined;
  readonly userAgent: string | undefined;
  readonly reference: string | undefined;
}
