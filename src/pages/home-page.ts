import type { Session } from '../session/session.js';
import type { HomeContext, HomeNotice, Provider } from '../rendering/page-contexts.js';
import { displayName } from './display-name.js';
import { ownMoment } from './moment.js';

export interface HomeInput {
  readonly provider: Provider;
  readonly embedded: boolean;
  /** Undefined: signed out. */
  readonly session: Session | undefined;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly notice?: HomeNotice | undefined;
}

export function homePage({ provider, embedded, session, now, notice }: HomeInput): HomeContext {
  return {
    provider,
    embedded,
    person: session && { name: displayName(session), since: ownMoment(session.createdAt, now), ends: ownMoment(session.expiresAt, now) },
    notice,
  };
}
