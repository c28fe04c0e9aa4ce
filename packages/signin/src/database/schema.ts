import type { ColumnType } from 'kysely';

/**
 * Tables as Kysely sees them, the same on SQLite and PostgreSQL. Times are milliseconds since the epoch, truth values 0 or 1.
 * A table of one's own is added by the folder that uses it (`declare module`).
 */
export interface Schema {
  signin_users: UserTable;
  signin_sessions: SessionTable;
  signin_session_tokens: SessionTokenTable;
  signin_claimed_ids: ClaimedIdTable;
  signin_audit_events: AuditEventTable;
  signin_connections: ConnectionTable;
  signin_connection_domains: ConnectionDomainTable;
  signin_connection_tokens: ConnectionTokenTable;
}

type Fixed<T> = ColumnType<T, T, never>;

export interface UserTable {
  id: Fixed<string>;
  /** Of a further account of a person: their `id`. */
  person_id: ColumnType<string | null, string | null | undefined, never>;
  connection: ColumnType<string, string | undefined, string>;
  /** Of a further connection with its id behind it: issuer and subject are unique together. */
  issuer: string;
  subject: string;
  name: string | null;
  username: string | null;
  email: string | null;
  email_verified: number;
  first_sign_in_at: Fixed<number>;
  last_sign_in_at: number;
}

export interface SessionTable {
  /** SHA-256 of the id in the cookie, base64url. */
  key: Fixed<string>;
  user_id: Fixed<string>;
  connection: ColumnType<string, string | undefined, never>;
  issuer: Fixed<string>;
  subject: Fixed<string>;
  /** The provider's session id. */
  sid: Fixed<string | null>;
  created_at: Fixed<number>;
  seen_at: number;
  expires_at: Fixed<number>;
  address: Fixed<string | null>;
  user_agent: Fixed<string | null>;
  /** Id of the key that seals this session's tokens. */
  key_id: string;
  /** Counts the changes of `data`. */
  version: number;
  /** SessionData as JSON. */
  data: string;
}

export interface SessionTokenTable {
  session_key: Fixed<string>;
  sealed: string;
  /** Who is replacing the tokens, and until when it may. */
  lease_owner: string | null;
  lease_until: number | null;
}

export interface ClaimedIdTable {
  /** SHA-256 of purpose and id, base64url. */
  key: Fixed<string>;
  expires_at: number;
}

export interface AuditEventTable {
  id: Fixed<string>;
  at: Fixed<number>;
  /** `signed_in`, `signed_out` and the like. */
  kind: Fixed<string>;
  /** Why, where there is more than one reason. */
  reason: Fixed<string | null>;
  /** No foreign key: what happened stays known when the person is deleted. */
  user_id: Fixed<string | null>;
  /** Null: written by an older release. */
  connection: Fixed<string | null>;
  session_key: Fixed<string | null>;
  address: Fixed<string | null>;
  user_agent: Fixed<string | null>;
  /** Under which the log has the rest. */
  reference: Fixed<string | null>;
}

export interface ConnectionTable {
  id: Fixed<string>;
  label: string;
  /** Without a slash at the end. */
  issuer: string;
  /** Address of the Okta organisation. */
  organisation: string | null;
  hidden: number;
  enabled: number;
  /** Variables and their texts as JSON, without the secrets. */
  settings: string;
  /** The secrets among them, sealed together. */
  sealed: string;
  /** Counts the changes of settings and secrets. */
  version: number;
}

export interface ConnectionTokenTable {
  /** SHA-256 of a directory's token, base64url. */
  hash: Fixed<string>;
  connection: Fixed<string>;
}

export interface ConnectionDomainTable {
  /** Of e-mail addresses, in lower case. */
  domain: Fixed<string>;
  connection: Fixed<string>;
}
