import type { FastifyRequest } from 'fastify';
import type { Session } from '../session/session.js';
import { currentSession } from './current-session.js';

type Claims = Readonly<Record<string, unknown>>;

/** Who sent a request: a person with a session, or a program with a bearer token. */
export interface Caller {
  /** Our own id of the person; undefined for a program. */
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

export interface PersonCaller extends Caller {
  readonly userId: string;
  readonly session: Session;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** The program behind a bearer token that was accepted. */
    bearer: Caller | null;
  }
}

/** Undefined when nobody has proved who they are. Throws StoreUnavailableError as currentSession does. */
export function currentCaller(request: FastifyRequest): Caller | undefined {
  if (request.bearer !== null) return request.bearer;
  const session = currentSession(request);
  return session && callerOf(session);
}

function callerOf(session: Session): PersonCaller {
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
