import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { AuthError } from './auth-error.js';
import { currentCaller, type Caller } from './caller.js';

/** A handler's parameter: who is signed in. Throws AuthError signed_out on a public route that nobody signed in to. */
export const CurrentUser = createParamDecorator((_data: unknown, context: ExecutionContext): Caller => {
  const caller = currentCaller(context.switchToHttp().getRequest<FastifyRequest>());
  if (caller === undefined) throw new AuthError('signed_out', 'This needs a signed-in person.');
  return caller;
});
