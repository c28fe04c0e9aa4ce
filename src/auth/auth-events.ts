import { EventEmitter } from 'node:events';
import { Injectable } from '@nestjs/common';

/** Where a request came from, as far as it is known. */
export interface Origin {
  readonly address: string | undefined;
  readonly userAgent: string | undefined;
  /** The reference that pages show and log lines carry. */
  readonly reference: string | undefined;
}

export interface Person {
  readonly userId: string | undefined;
  readonly issuer: string;
  readonly subject: string | undefined;
  /** The session's key (a hash): safe to write down. */
  readonly session: string | undefined;
}

export type SignOutReason =
  'person' | 'person_elsewhere' | 'back_channel' | 'front_channel' | 'universal_logout' | 'refresh_refused' | 'operator';

export interface AuthEventMap {
  signed_in: [event: { readonly person: Person; readonly origin: Origin }];
  /** A sign-in that came to nothing. */
  refused: [
    event: {
      /** The diagnosis' id, under which docs/okta.md has cause and fix. */
      readonly reason: string;
      /** 'failed': nobody can sign in until something is mended; 'refused': somebody was told no. */
      readonly outcome: 'refused' | 'failed';
      readonly origin: Origin;
    },
  ];
  signed_out: [event: { readonly person: Person; readonly reason: SignOutReason; readonly origin: Origin }];
  refreshed: [event: { readonly person: Person }];
  refresh_failed: [event: { readonly person: Person; readonly code: string }];
  revoked: [event: { readonly person: Person; readonly outcome: 'done' | 'failed' }];
  provider_request: [event: { readonly step: string; readonly seconds: number; readonly outcome: 'ok' | 'refused' | 'failed' }];
}

/** What happened to people's sign-ins. This folder emits and does not know who counts, logs or stores. */
@Injectable()
export class AuthEvents extends EventEmitter<AuthEventMap> {}
