import { defaultConnection } from '../../config/settings.js';
import { Injectable } from '@nestjs/common';
import type { SignedIn, TokenClaims } from '@fanlight/oidc';
import type { NewSession } from '../../session/session.js';
import { Sessions } from '../../session/sessions.js';
import { DatabaseUserStore } from '../../users/database-user-store.js';
import { type User, type UserDetails, UserStore } from '../../users/user-store.js';
import { GroupReader, type Groups } from '../access/groups.js';
import { type IncomingRequest, requestSource } from '../access/incoming-request.js';
import { rolesOf } from '../access/roles.js';
import { AuthEvents } from '../auth-events.js';
import { Cookies, maxSessionCookies } from '../cookies.js';
import type { Connection } from '../connections/connection.js';
import { Directory, type DirectoryEntry } from '../directory.js';
import { SignOut } from '../logout/sign-out.js';
import { endOf } from '../tokens/renewed-claims.js';
import { SignInError } from '../sign-in-error.js';
import { askOnSignIn, SignInHooks } from '../sign-in-hooks.js';
import { inactive, vouched, refusalOf } from './entry.js';
import type { FinishedLogin } from './oidc.strategy.js';
import type { RecordedSteps } from './sign-in-trace.js';
import { userDetails } from './user-details.js';

/** Sign-ins within this time of each other count as one loop. */
const roundSeconds = 60;

type StartedLogin = Pick<FinishedLogin, 'connection' | 'signedIn' | 'startedAt'> & { readonly steps?: RecordedSteps };

/** Turns a finished login into a user and a session. */
@Injectable()
export class SessionStarter {
  constructor(
    private readonly hooks: SignInHooks,
    private readonly groups: GroupReader,
    private readonly users: UserStore,
    private readonly sessions: Sessions,
    private readonly cookies: Cookies,
    private readonly events: AuthEvents,
    private readonly signOut: SignOut,
    private readonly directory: Directory,
  ) {}

  /**
   * Judges who may enter, asks onSignIn, records the person, starts a session under a new id and ends those the browser came with: one transaction.
   * Resolves to the Set-Cookie lines, after the commit. Throws SignInError where the rules or onSignIn let nobody in, what onSignIn throws, StoreUnavailableError; the
   * tokens are revoked then, and nothing is kept.
   */
  async start(request: IncomingRequest, login: StartedLogin): Promise<string[]> {
    return this.startSession(request, login).catch((error: unknown) => {
      void this.signOut.revoke(login.signedIn.tokens, login.connection.id);
      throw error;
    });
  }

  private async startSession(request: IncomingRequest, { connection, signedIn, startedAt, steps }: StartedLogin): Promise<string[]> {
    const { idClaims, userinfo, userinfoFailure, tokens } = signedIn;
    const person = userDetails(connection.id, idClaims, userinfo);
    const entry = await this.admitted(connection, person, idClaims);
    const read = this.groups.decide(connection.settings, entry?.groups, idClaims, userinfo);
    const groups = read.kind === 'list' ? read.names : undefined;
    const { scopes } = tokens;
    const source = requestSource(request);
    await this.judge(connection, person, signedIn, read);
    const groupRoles = rolesOf(connection.settings.entry.roles, groups);
    const user = this.hooks.onSignIn && (await this.users.find(person.issuer, person.subject, connection.id));
    const signIn = { connection: connection.id, claims: idClaims, userinfo, person, groups, roles: groupRoles, scopes, user, source };
    const { roles, data } = await askOnSignIn(this.hooks, signIn);

    const newSession = (user: User): NewSession => ({
      user,
      connection: connection.id,
      sid: typeof idClaims['sid'] === 'string' ? idClaims['sid'] : undefined,
      loginStartedAt: startedAt,
      address: source.address,
      userAgent: source.userAgent,
      data: {
        idClaims,
        userinfo,
        ...(userinfoFailure === undefined ? {} : { userinfoFailed: true }),
        name: user.name ?? user.username ?? user.email,
        email: user.email,
        username: user.username,
        groups,
        ...(roles && { roles }),
        ...(groupRoles.length > 0 && { groupRoles }),
        scopes,
        ...endOf(connection.settings, idClaims),
        ...(data && { custom: data }),
        ...(steps && { signIn: steps }),
      },
      tokens: { ...tokens },
    });
    const record = async (): Promise<NewSession> => {
      const user = await this.users.recordSignIn(person);
      // One that does not keep it would make one person of two, or let one organisation name another's people.
      if ((user.connection ?? defaultConnection) !== connection.id)
        throw new TypeError(
          `The user store returned somebody of another connection than ${connection.id}: it has to keep the connection of people.`,
        );
      return newSession(user);
    };
    const { cookie, session, replaced, endedMeanwhile } = await this.sessions.start(
      // People that the application keeps itself may be anywhere: no transaction of ours is held open for them.
      this.users instanceof DatabaseUserStore ? record : await record(),
      this.cookies.valuesOf(this.cookies.session, request.headers.cookie).slice(0, maxSessionCookies),
      async (started) => this.events.beforeSignedIn?.({ session: started, source }),
    );
    this.events.emit('signed_in', { session, source });
    this.signOut.ended(replaced, 'replaced', source);
    this.signOut.ended(endedMeanwhile, 'during_sign_in', source);
    return [this.cookies.set(this.cookies.session, cookie), ...(await this.countRound(request))];
  }

  /** @throws SignInError person_inactive */
  private async admitted(connection: Connection, person: UserDetails, idClaims: TokenClaims): Promise<DirectoryEntry | undefined> {
    const entry = await this.directory.source?.entryOf(connection, idClaims, person);
    if (entry?.isActive !== false) return entry;
    const user = await this.users.find(person.issuer, person.subject, connection.id);
    throw new SignInError('person_inactive', inactive, { person: { ...person, userId: user?.id } });
  }

  private async judge(
    { id, settings }: Connection,
    person: UserDetails,
    { idClaims, userinfoFailure }: SignedIn,
    groups: Groups,
  ): Promise<void> {
    const userinfoFailed = userinfoFailure !== undefined;
    const refusal = refusalOf(settings.entry, { ...vouched(settings, person, idClaims), groups, userinfoFailed });
    if (refusal === undefined) return;
    const user = await this.users.find(person.issuer, person.subject, id);
    throw new SignInError(refusal.code, refusal.message, { person: { ...person, userId: user?.id } });
  }

  /** Counts sign-ins of a browser that is not signed in; the count is dropped as soon as a session comes back (SessionReader). */
  private async countRound(request: IncomingRequest): Promise<string[]> {
    if ((await request.session?.().catch(() => undefined)) !== undefined) return [];
    const { lost } = this.cookies;
    const rounds = Number(this.cookies.valuesOf(lost, request.headers.cookie)[0] ?? 0) || 0;
    return [this.cookies.set(lost, String(rounds + 1), roundSeconds)];
  }
}
