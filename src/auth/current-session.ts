import type { FastifyRequest } from 'fastify';
import type { Session } from '../session/session.js';

/** What the session hook found for this request. */
export interface FoundSession {
  readonly session: Session | undefined;
  /** Why the store could not say. */
  readonly failure: unknown;
}

declare module 'fastify' {
  interface FastifyRequest {
    found: FoundSession | null;
  }
}

/**
 * The session of the person who sent this request, undefined when nobody is signed in, and where a bearer token was accepted:
 * guards judged the token, so nothing may be done in the name of whoever's cookie came along.
 * Throws StoreUnavailableError when the request carries a session cookie and the store could not be asked:
 * a page that needs to know must not take that for "signed out".
 */
export function currentSession(request: FastifyRequest): Session | undefined {
  const { found, bearer } = request;
  if (found === null || bearer) return undefined;
  if (found.failure !== undefined) throw found.failure;
  return found.session;
}
