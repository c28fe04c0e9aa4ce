import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { ParameterOf } from '../http/parameter-of.js';
import type { Session } from '../session/session.js';
import { AuthError } from './auth-error.js';
import { currentSession } from './current-session.js';

type Claims = Readonly<Record<string, unknown>>;

/** Who sent a request: somebody with a session, or a program with a bearer token. */
export interface CurrentUser {
  /** Id of the stored User; undefined for a program. */
  readonly userId: string | undefined;
  readonly issuer: string;
  readonly subject: string;
  readonly name: string | undefined;
  /** Not unique, and not verified unless a claim says so: never a key. */
  readonly email: string | undefined;
  readonly username: string | undefined;
  /** Undefined: no groups claim arrived, or none that could be read. */
  readonly groups: readonly string[] | undefined;
  readonly scopes: readonly string[];
  /** Of the ID token, or of the access token. */
  readonly claims: Claims;
  readonly userinfo: Claims | undefined;
  readonly session: Session | undefined;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** The program behind a bearer token that was accepted. */
    bearer: CurrentUser | null;
  }
}

/** A handler's parameter: who sent the request. Throws AuthError signed_out on a public route that nobody signed in to. */
export const CurrentUser = createParamDecorator((_data: unknown, context: ExecutionContext): CurrentUser => {
  const user = currentUser(context.switchToHttp().getRequest<FastifyRequest>());
  if (user === undefined) throw new AuthError('signed_out', 'This needs a signed-in person.');
  return user;
}) as () => ParameterOf<CurrentUser>;

/** Undefined when nobody has proved who they are. Throws StoreUnavailableError as currentSession does. */
export function currentUser(request: FastifyRequest): CurrentUser | undefined {
  if (request.bearer !== null) return request.bearer;
  const session = currentSession(request);
  return session && userOf(session);
}

function userOf(session: Session): CurrentUser {
  const { userId, issuer, subject, data } = session;
  return {
    userId,
    issuer,
    subject,
    name: data.name,
    email: data.email,
    username: data.username,
    groups: data.groups,
    scopes: data.scopes,
    claims: data.idClaims,
    userinfo: data.userinfo,
    session,
  };
}
