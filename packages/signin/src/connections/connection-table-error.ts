export type ConnectionTableErrorCode =
  | 'connection_unknown'
  | 'connection_configured'
  | 'connection_exists'
  | 'connection_changed'
  | 'connection_domain_taken'
  | 'connection_token_taken'
  | 'connection_unreadable';

/** A connection cannot be stored, or not be used as it is stored. The message says what to do and holds no secret. */
export class ConnectionTableError extends Error {
  override readonly name = 'ConnectionTableError';

  constructor(
    readonly code: ConnectionTableErrorCode,
    message: string,
  ) {
    super(message);
  }
}
