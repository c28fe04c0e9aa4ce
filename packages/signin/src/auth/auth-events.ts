import { EventEmitter } from 'node:events';
import { Injectable } from '@nestjs/common';
import type { Session } from '../session/session.js';
import type { RequestSource } from './access/incoming-request.js';
import type { RefusedPerson } from './sign-in-error.js';

/** Whose sign-in an event is about. `key` is a hash: safe to write down. */
export type EventSession = Pick<Session, 'key' | 'userId' | 'connection' | 'issuer' | 'subject'>;

export type SignOutReason =
  | 'person'
  | 'person_elsewhere'
  /** The same browser signed in anew. */
  | 'replaced'
  /** Somebody signed the person out while this sign-in was under way. */
  | 'during_sign_in'
  | 'back_channel'
  | 'front_channel'
  | 'universal_logout'
  | 'refresh_refused'
  /** The provider says something else of them now, and the rules do not let them in any more. */
  | 'not_allowed'
  /** The person took away the account that it began with. */
  | 'identity_removed'
  /** The connection was removed, or is another provider's now. */
  | 'connection_gone'
  /** The company's directory says that the person has left. */
  | 'directory'
  | 'operator';

export interface AuthEventMap {
  signed_in: [event: { readonly session: EventSession; readonly source: RequestSource }];
  /** A sign-in that came to nothing. */
  refused: [
    event: {
      /** The diagnosis' id, under which docs/okta.md has cause and fix. */
      readonly reason: string;
      /** 'failed': nobody can sign in until something is mended; 'refused': somebody was told no. */
      readonly outcome: 'refused' | 'failed';
      /** Who was told no, where they had proved who they are. */
      readonly person: RefusedPerson | undefined;
      /** Undefined: it failed before it was known by which one. */
      readonly connection?: string | undefined;
      readonly source: RequestSource;
    },
  ];
  signed_out: [event: { readonly session: EventSession; readonly reason: SignOutReason; readonly source: RequestSource }];
  /** `session`: of the person who now signs in by an account of that connection, too. */
  identity_added: [event: { readonly session: EventSession; readonly connection: string; readonly source: RequestSource }];
  identity_removed: [event: { readonly session: EventSession; readonly connection: string; readonly source: RequestSource }];
  refreshed: [event: { readonly session: EventSession }];
  refresh_failed: [event: { readonly session: EventSession; readonly code: string }];
  /** `session`: undefined where a sign-in came to nothing before it had one. `not_offered`: the provider has no revocation; the token lives on. */
  revoked: [event: { readonly session: EventSession | undefined; readonly outcome: 'done' | 'failed' | 'not_offered' }];
  /** A directory has changed somebody or a group, by the id that it has here. `userIds`: who signs in as them, where it matters to them. */
  provisioned: [
    event: {
      readonly change: string;
      readonly connection: string;
      readonly resource: string;
      readonly userIds: readonly string[];
      readonly source: RequestSource;
    },
  ];
  provider_request: [
    event: { readonly connection: string; readonly step: string; readonly seconds: number; readonly outcome: 'ok' | 'refused' | 'failed' },
  ];
}

/** What happened to people's sign-ins. This folder emits and does not know who counts, logs or stores. */
@Injectable()
export class AuthEvents extends EventEmitter<AuthEventMap> {
  /** Writes down that somebody signed in, within the transaction that makes the session; it waits for that, and fails with it. */
  beforeSignedIn: ((...event: AuthEventMap['signed_in']) => Promise<unknown>) | undefined;
}
