import type { FastifyRequest } from 'fastify';
import type { Session } from '../session/session.js';
import { AuthError } from './auth-error.js';
import { currentSession } from './current-session.js';

/** The session behind a guarded route. Throws AuthError signed_out where the route turns out not to be guarded. */
export function signedInSession(request: FastifyRequest): Session {
  const session = currentSession(request);
  if (session === undefined) throw new AuthError('signed_out', 'This needs a signed-in person.');
  return session;
}
