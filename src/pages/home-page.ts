import type { Session } from '../session/session.js';
import type { HomeContext, Provider } from '../rendering/page-contexts.js';
import { displayName } from './display-name.js';
import { ownMoment } from './moment.js';

/** `session` undefined: signed out. `now` in milliseconds since the epoch. */
export function homePage(input: { provider: Provider; embedded: boolean; session: Session | undefined; now: number }): HomeContext {
  const { provider, embedded, session, now } = input;
  return {
    provider,
    embedded,
    person: session && { name: displayName(session), since: ownMoment(session.createdAt, now), ends: ownMoment(session.expiresAt, now) },
  };
}
