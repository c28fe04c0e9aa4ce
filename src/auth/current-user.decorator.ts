import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { ParameterOf } from '../http/parameter-of.js';
import { AuthError } from './auth-error.js';
import { currentCaller, type Caller, type PersonCaller } from './caller.js';

/** A handler's parameter: who sent the request, a person or a program. Throws AuthError signed_out on a public route that nobody signed in to. */
export const CurrentUser = createParamDecorator((_data: unknown, context: ExecutionContext): Caller =>
  callerIn(context),
) as () => ParameterOf<Caller>;

/**
 * A handler's parameter: the person who sent the request, who has a record of their own (`userId`) and a session.
 * Throws AuthError `forbidden` for a program with a token, `signed_out` as CurrentUser does.
 */
export const CurrentPerson = createParamDecorator((_data: unknown, context: ExecutionContext): PersonCaller => {
  const caller = callerIn(context);
  if (isPerson(caller)) return caller;
  throw new AuthError('forbidden', 'This is for people with a session: a program has no record of its own here.');
}) as () => ParameterOf<PersonCaller>;

function callerIn(context: ExecutionContext): Caller {
  const caller = currentCaller(context.switchToHttp().getRequest<FastifyRequest>());
  if (caller === undefined) throw new AuthError('signed_out', 'This needs a signed-in person.');
  return caller;
}

function isPerson(caller: Caller): caller is PersonCaller {
  return caller.session !== undefined;
}
