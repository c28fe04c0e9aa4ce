import { Injectable, Logger } from '@nestjs/common';
import type { JsonObject } from '@fanlight/oidc';
import { AuthEvents, type Connection, Connections, Sessions, SignOut, UserStore } from '@fanlight/signin';
import {
  Directory,
  type DirectoryEntry,
  type DirectorySource,
  type IncomingRequest,
  type PersonAtProvider,
  RenewedClaims,
  requestSource,
} from '@fanlight/signin/application';
import { ScimDatabase } from '../database/scim-database.js';
import type { GroupRow } from '../groups/members.js';
import type { UserChange, UserRow } from '../users/scim-users.js';

const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Joins who was provisioned and who signs in: within one connection, by the claim that is the directory's externalId, and by nothing else. */
@Injectable()
export class People implements DirectorySource {
  private readonly logger = new Logger('Scim');
  /** Connections of which was said that nobody is matched. */
  private readonly unmatched = new Set<string>();

  constructor(
    private readonly database: ScimDatabase,
    private readonly connections: Connections,
    private readonly users: UserStore,
    private readonly sessions: Sessions,
    private readonly claims: RenewedClaims,
    private readonly signOut: SignOut,
    private readonly events: AuthEvents,
    directory: Directory,
  ) {
    directory.source = this;
  }

  async entryOf(
    { id: connection, settings: { scim } }: Connection,
    claims: JsonObject,
    { issuer, subject }: PersonAtProvider,
  ): Promise<DirectoryEntry | undefined> {
    const externalId = claims[scim.claim];
    if (typeof externalId !== 'string' || scim.tokens.length === 0) return undefined;
    const db = await this.database.ready();
    // Before it is asked whether they are active: whoever is made inactive in between is found by this.
    if (scim.claim !== 'sub')
      await db
        .insertInto('signin_scim_subjects')
        .values({ connection, external_id: externalId, issuer, subject })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    const rows = await db
      .selectFrom('signin_scim_users')
      .select(['id', 'active', 'deleted_at'])
      .where('connection', '=', connection)
      .where('external_id', '=', externalId)
      .execute();
    const row = rows.find(({ deleted_at }) => deleted_at === null) ?? rows[0];
    return row && { isActive: row.active === 1, groups: await this.groupsOf(connection, row.id) };
  }

  async find({ id: connection, settings: { scim } }: Connection, name: string): Promise<PersonAtProvider[]> {
    if (scim.tokens.length === 0) return [];
    const db = await this.database.ready();
    const called = name.toLowerCase();
    const rows = await db
      .selectFrom('signin_scim_users')
      .select('external_id')
      .where('connection', '=', connection)
      .where('deleted_at', 'is', null)
      .where((where) =>
        where.or([
          where('id', '=', name),
          where('user_name_key', '=', called),
          where('id', 'in', db.selectFrom('signin_scim_emails').select('user_id').where('email', '=', called)),
        ]),
      )
      .execute();
    return (await Promise.all(rows.map(({ external_id }) => this.atProvider(connection, external_id)))).flat();
  }

  /** After the commit: whoever is inactive now is signed out everywhere, and is so once more when the directory repeats it. */
  async changed({ before, after }: UserChange, request: IncomingRequest): Promise<void> {
    if (after.active === 0) await this.endSessions(after, request);
    await this.lookAtMapping(after);
    const becomes = after.active === 1 ? 'user_activated' : 'user_deactivated';
    if (before === after) return;
    if (before?.active === after.active) this.record('user_changed', after, request);
    else this.record(before === undefined ? 'user_created' : becomes, after, request, await this.userIdsOf(after));
  }

  async deleted(row: UserRow, request: IncomingRequest): Promise<void> {
    await this.endSessions(row, request);
    this.record('user_deleted', row, request, await this.userIdsOf(row));
  }

  /** The groups of those whom a change affects count from their next request on. */
  async groupChanged(
    kind: 'created' | 'changed' | 'deleted',
    group: GroupRow,
    affected: readonly string[],
    request: IncomingRequest,
  ): Promise<void> {
    this.record(`group_${kind}`, group, request);
    const db = await this.database.ready();
    const people = db.selectFrom('signin_scim_users').select(['id', 'external_id']);
    for (const { id, external_id } of await people.where('id', 'in', this.database.listed([...new Set(affected)])).execute())
      for (const person of await this.atProvider(group.connection, external_id)) await this.regroup(group.connection, id, person, request);
  }

  private async regroup(connectionId: string, id: string, { issuer, subject }: PersonAtProvider, request: IncomingRequest): Promise<void> {
    const user = await this.users.find(issuer, subject, connectionId);
    if (user === undefined) return;
    this.record('groups_changed', { id, connection: connectionId }, request, [user.id]);
    const all = await this.sessions.list(user.id);
    // Those by another account of theirs have another organisation's groups.
    const sessions = all.filter((session) => session.connection === connectionId && session.subject === subject);
    const connection = sessions.length === 0 ? undefined : await this.connections.find(connectionId);
    if (connection === undefined) return;
    // None, too, where the last group of all has gone.
    const entry = { isActive: true, groups: (await this.groupsOf(connectionId, id)) ?? [] };
    for (const { key } of sessions) await this.claims.take(connection, key, {}, entry, requestSource(request));
  }

  /** Entra maps mailNickname unless it is told otherwise. */
  private async lookAtMapping({ connection, external_id }: UserRow): Promise<void> {
    if (guid.test(external_id ?? '') || this.unmatched.has(connection)) return;
    if ((await this.connections.find(connection))?.settings.scim.claim !== 'oid') return;
    this.unmatched.add(connection);
    this.logger.warn(
      `The directory of the connection ${connection} sends an externalId that is no object id, so it is matched to nobody who signs in: ` +
        'map objectId to externalId there (docs/scim.md).',
    );
  }

  private async endSessions({ connection, external_id }: UserRow, request: IncomingRequest): Promise<void> {
    for (const { issuer, subject } of await this.atProvider(connection, external_id))
      this.signOut.ended(await this.sessions.endBySubject({ connection, issuer }, subject), 'directory', requestSource(request));
  }

  /** None while the store cannot say: the log has the change all the same. */
  private async userIdsOf({ connection, external_id }: UserRow): Promise<string[]> {
    try {
      const people = await this.atProvider(connection, external_id);
      const users = await Promise.all(people.map(({ issuer, subject }) => this.users.find(issuer, subject, connection)));
      return [...new Set(users.flatMap((user) => user?.id ?? []))];
    } catch {
      return [];
    }
  }

  private async atProvider(connection: string, externalId: string | null): Promise<PersonAtProvider[]> {
    const found = externalId === null ? undefined : await this.connections.find(connection);
    if (externalId === null || found === undefined) return [];
    if (found.settings.scim.claim === 'sub') return [{ issuer: found.relyingParty.issuer, subject: externalId }];
    const db = await this.database.ready();
    const known = db.selectFrom('signin_scim_subjects').select(['issuer', 'subject']);
    return known.where('connection', '=', connection).where('external_id', '=', externalId).execute();
  }

  /** Undefined where this directory pushes no groups at all: then they are not known, rather than none. */
  private async groupsOf(connection: string, userId: string): Promise<string[] | undefined> {
    const db = await this.database.ready();
    const rows = await db
      .selectFrom('signin_scim_groups as groups')
      .innerJoin('signin_scim_members as members', 'members.group_id', 'groups.id')
      .select('groups.display_name')
      .where('members.user_id', '=', userId)
      .orderBy('groups.display_name')
      .execute();
    if (rows.length > 0) return rows.map(({ display_name }) => display_name);
    const any = await db.selectFrom('signin_scim_groups').select('id').where('connection', '=', connection).limit(1).executeTakeFirst();
    return any === undefined ? undefined : [];
  }

  private record(
    change: string,
    { id, connection }: Pick<UserRow, 'id' | 'connection'>,
    request: IncomingRequest,
    userIds: readonly string[] = [],
  ): void {
    this.events.emit('provisioned', { change, connection, resource: id, userIds, source: requestSource(request) });
  }
}
