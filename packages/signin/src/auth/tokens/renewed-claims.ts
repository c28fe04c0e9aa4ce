import { Injectable } from '@nestjs/common';
import { type JsonObject, sessionExpiry, type TokenClaims } from '@fanlight/oidc';
import type { ConnectionSettings } from '../../config/settings.js';
import type { Session, SessionData } from '../../session/session.js';
import { Sessions } from '../../session/sessions.js';
import { GroupReader } from '../access/groups.js';
import type { RequestSource } from '../access/incoming-request.js';
import type { Connection } from '../connections/connection.js';
import { rolesOf } from '../access/roles.js';
import { Directory, type DirectoryEntry } from '../directory.js';
import { inactive, vouched, refusalOf } from '../login/entry.js';
import { userDetails } from '../login/user-details.js';
import { SignOut } from '../logout/sign-out.js';
import { SignInError } from '../sign-in-error.js';

/** Takes what a new ID token says of a person, which comes when their tokens are renewed, into their session, and what a directory does. */
@Injectable()
export class RenewedClaims {
  constructor(
    private readonly groups: GroupReader,
    private readonly sessions: Sessions,
    private readonly signOut: SignOut,
    private readonly directory: Directory,
  ) {}

  /**
   * What does not arrive stays as it was: many providers leave claims out of such a token. Groups that arrive are the person's from now on,
   * and so are the roles that they give.
   * Throws SignInError session_ended for somebody who may not enter any more, whose session is over then; StoreUnavailableError.
   */
  async renew(connection: Connection, session: Session, claims: TokenClaims, source: RequestSource): Promise<void> {
    const entry = await this.directory.source?.entryOf(connection, { ...session.data.idClaims, ...claims }, session);
    const refusal = await this.take(connection, session.key, claims, entry, source);
    if (refusal !== undefined) throw new SignInError('session_ended', `The person may not enter any more: ${refusal}`);
  }

  /** The same for what a directory says now of somebody who has a session. Resolves to why it is over; undefined: it goes on. */
  async take(
    { settings }: Connection,
    key: string,
    claims: Partial<TokenClaims>,
    entry: DirectoryEntry | undefined,
    source: RequestSource,
  ): Promise<string | undefined> {
    let refusal: string | undefined;
    await this.sessions.update(key, (data) => {
      const renewed = this.renewed(settings, data, claims, entry?.groups);
      refusal = entry?.isActive === false ? inactive : this.refusal(settings, renewed);
      return renewed;
    });
    if (refusal !== undefined)
      this.signOut.ended(await this.sessions.end(key), entry?.isActive === false ? 'directory' : 'not_allowed', source);
    return refusal;
  }

  private renewed(
    settings: ConnectionSettings,
    data: SessionData,
    claims: Partial<TokenClaims>,
    told: readonly string[] | undefined,
  ): SessionData {
    const idClaims = { ...data.idClaims, ...claims };
    const same = { ...data, idClaims, ...endOf(settings, idClaims) };
    const read = this.groups.decide(settings, told, claims, data.idClaims, data.userinfo);
    if (read.kind !== 'list') return same;
    return { ...same, groups: read.names, groupRoles: rolesOf(settings.entry.roles, read.names) };
  }

  private refusal(settings: ConnectionSettings, data: SessionData): string | undefined {
    const { idClaims, userinfo, groups, userinfoFailed = false } = data;
    const known = groups === undefined ? ({ kind: 'absent' } as const) : ({ kind: 'list', names: groups, leftOut: [] } as const);
    const person = userDetails(settings.id, idClaims as TokenClaims, userinfo);
    return refusalOf(settings.entry, { ...vouched(settings, person, idClaims), groups: known, userinfoFailed })?.message;
  }
}

/** When the provider wants the session to end, later by what clocks may differ. */
export function endOf({ provider }: Pick<ConnectionSettings, 'provider'>, claims: JsonObject): Pick<SessionData, 'endsBy'> {
  const expiry = sessionExpiry(claims);
  return expiry === undefined ? {} : { endsBy: (expiry + provider.clockTolerance) * 1000 };
}
