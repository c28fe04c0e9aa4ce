import type { Answer } from './answer.js';
import type { Grants } from './grants.js';
import type { KeyRing } from './key-ring.js';
import type { Endpoint, Lie } from './lie.js';
import type { LoggedRequest } from './request-log.js';
import { honestPaths, type Client, type Person, type Setup } from './setup.js';

/** What the endpoints of one running provider share. */
export interface ProviderState {
  readonly origin: string;
  readonly issuer: string;
  readonly setup: Setup;
  readonly client: Client;
  readonly person: Person;
  readonly keys: KeyRing;
  readonly grants: Grants;
  readonly requests: LoggedRequest[];
  /** `sid` of each login, oldest first. */
  readonly sessions: string[];
  /** `sid` of each session that was ended at end_session, oldest first. */
  readonly sessionsEnded: string[];
  /** Nonces that a DPoP proof may carry (RFC 9449, section 8), each with the endpoint that gave it: those of a resource are its own (section 9). */
  readonly dpopNonces: Set<string>;
  /** `jti` of proofs and assertions: each serves once. */
  readonly usedJtis: Set<string>;
  lie: Lie;
}

export type EndpointHandler = (state: ProviderState, request: LoggedRequest) => Answer | Promise<Answer>;

/** Seconds since the epoch, as the provider sees them. */
export function providerTime(state: ProviderState): number {
  return Math.floor(Date.now() / 1000) + (state.lie.clockAhead ?? 0);
}

export function pathOf(setup: Setup, endpoint: Endpoint): string {
  if (endpoint === 'discovery') return `${(setup.issuerPath ?? '').replace(/\/$/, '')}${honestPaths.discovery}`;
  return setup.paths?.[endpoint] ?? honestPaths[endpoint];
}

export function addressOf(state: ProviderState, endpoint: Endpoint): string {
  return `${state.origin}${pathOf(state.setup, endpoint)}`;
}
