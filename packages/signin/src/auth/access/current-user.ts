import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { ParameterOf } from './parameter-of.js';
import type { JsonObject } from '@fanlight/oidc';
import type { Session } from '../../session/session.js';
import { SignInError } from '../sign-in-error.js';
import { type HostRequest, requestBehind, requestOf } from '../http/sign-in-request.js';
import { refuseCrossSite } from './csrf.js';
import { refusingIn } from './refusals.js';
import { rolesIn } from './roles.js';
import type { RoleName } from '../../config/settings.js';

/**
 * The session of the person who sent this request, undefined when nobody is signed in, and where a bearer token was accepted:
 * guards judged the token, so nothing may be done in the name of whoever's cookie came along.
 * Throws StoreUnavailableError when the request carries a session cookie and the store could not be asked:
 * a page that needs to know must not take that for "signed out".
 */
export async function currentSession(request: HostRequest | undefined): Promise<Session | undefined> {
  const known = requestOf(request);
  return known?.bearer === undefined ? known?.session() : undefined;
}

/** The session behind a guarded route. Throws SignInError signed_out where the route turns out not to be guarded. */
export async function signedInSession(request: HostRequest | undefined): Promise<Session> {
  const session = await currentSession(request);
  if (session === undefined) throw signedOut();
  return session;
}

/**
 * A handler's parameter: the session of the person who sent the request, or opened the socket; its `userId` is the id of the stored User.
 * Throws SignInError `forbidden` for a program with a token, `signed_out` where nobody is signed in, `csrf_refused` as guards do.
 */
export const CurrentSession = createParamDecorator((_data: unknown, context: ExecutionContext): Promise<Session> =>
  refusingIn(context, async () => {
    const user = await userBehind(context);
    if (user === undefined) throw signedOut();
    if (user.session === undefined) throw new SignInError('forbidden', 'This is for people with a session: a program has none.');
    return user.session;
  }),
) as () => ParameterOf<Session>;

/** Who sent a request: somebody with a session, or a program with a bearer token. */
export interface CurrentUser {
  /** Id of the stored User; undefined for a program. */
  readonly userId?: string | undefined;
  /** Id of the connection by which the person signed in, or whose provider issued the token. */
  readonly connection: string;
  readonly issuer: string;
  readonly subject: string;
  readonly name?: string | undefined;
  /** Not unique, and not verified unless a claim says so: never a key. */
  readonly email?: string | undefined;
  readonly username?: string | undefined;
  /** Undefined: no groups claim arrived, or none that could be read. */
  readonly groups?: readonly string[] | undefined;
  /** Those that ROLES gives for the groups, and those that onSignIn attached; undefined: none. */
  readonly roles?: readonly RoleName[] | undefined;
  readonly scopes: readonly string[];
  /** Of the ID token, or of the access token. */
  readonly claims: JsonObject;
  readonly userinfo?: JsonObject | undefined;
  /** What onSignIn attached, and what the application has kept in the session since. */
  readonly data?: Readonly<Record<string, unknown>> | undefined;
  readonly session?: Session | undefined;
}

/**
 * A handler's parameter: who sent the request, or opened the socket. Throws SignInError `signed_out` on a public route that nobody signed
 * in to, where `optional` gives undefined, and `csrf_refused` as guards do.
 */
export const CurrentUser = createParamDecorator(
  (options: { readonly optional: true } | undefined, context: ExecutionContext): Promise<CurrentUser | undefined> =>
    refusingIn(context, async () => {
      const user = await userBehind(context);
      if (user === undefined && !options?.optional) throw signedOut();
      return user;
    }),
) as {
  (): ParameterOf<CurrentUser>;
  (options: { readonly optional: true }): ParameterOf<CurrentUser | undefined>;
};

/** Undefined when nobody has proved who they are. Throws StoreUnavailableError as currentSession does. */
export async function currentUser(request: HostRequest | undefined): Promise<CurrentUser | undefined> {
  const known = requestOf(request);
  if (known?.bearer !== undefined) return known.bearer as CurrentUser;
  const session = await known?.session();
  if (session === undefined) return undefined;
  const { userId, connection, issuer, subject } = session;
  const { idClaims: claims, userinfo, name, email, username, groups, scopes, custom: data } = session.data;
  const roles = rolesIn(session.data);
  return { userId, connection, issuer, subject, name, email, username, groups, roles, scopes, claims, userinfo, data, session };
}

/** On a public route no guard has judged whether another site had the browser send this. */
async function userBehind(context: ExecutionContext): Promise<CurrentUser | undefined> {
  const request = requestBehind(context);
  const user = await currentUser(request);
  if (request !== undefined && user?.session !== undefined) refuseCrossSite(request);
  return user;
}

function signedOut(): SignInError {
  return new SignInError('signed_out', 'This needs a signed-in person.');
}
