import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { ParameterOf } from '../http/parameter-of.js';
import type { Session } from '../session/session.js';
import { AuthError } from './auth-error.js';
import { signedInSession } from './signed-in-session.js';

/**
 * A handler's parameter: the session of the person who sent the request; its `userId` is the id of the stored User.
 * Throws AuthError `forbidden` for a program with a token, `signed_out` where nobody is signed in.
 */
export const CurrentSession = createParamDecorator((_data: unknown, context: ExecutionContext): Session => {
  const request = context.switchToHttp().getRequest<FastifyRequest>();
  if (request.bearer === null) return signedInSession(request);
  throw new AuthError('forbidden', 'This is for people with a session: a program has none.');
}) as () => ParameterOf<Session>;
