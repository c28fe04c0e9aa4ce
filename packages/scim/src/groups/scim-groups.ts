import { randomUUID } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { isJsonObject, type JsonObject } from '@fanlight/oidc';
import { ScimDatabase } from '../database/scim-database.js';
import { type ListQuery, type Page, requiredValue } from '../resources/list.js';
import { matches } from '../resources/matches.js';
import { type Operation, patched } from '../resources/patch.js';
import { shows } from '../resources/projection.js';
import { type Draft, readResource } from '../resources/read-resource.js';
import { groupAttributes, groupSchema } from '../resources/schemas.js';
import { notFound, refused } from '../resources/scim-error.js';
import { type MemberChange, memberChangeOf, memberIds } from './member-changes.js';
import { type GroupRow, Members } from './members.js';

/** A group after a change, with the people whose groups are others now. */
export interface GroupChange {
  readonly group: GroupRow;
  readonly affected: readonly string[];
}

const indexed = { id: 'id', displayName: 'displayname', member: 'members', memberId: 'members.value' } as const;

/** The groups of each connection and who is in them. A change of members costs what it changes, however large the group is. */
@Injectable()
export class ScimGroups {
  private readonly logger = new Logger('Scim');

  constructor(
    private readonly database: ScimDatabase,
    private readonly members: Members,
  ) {}

  async list(connection: string, { filter, startIndex, count, projection }: ListQuery): Promise<Page<GroupRow>> {
    const db = await this.database.ready();
    const all = db.selectFrom('signin_scim_groups').where('connection', '=', connection);
    const withMembers = shows(projection, 'members');
    if (filter === undefined) {
      const { total } = await all.select((is) => is.fn.countAll<number>().as('total')).executeTakeFirstOrThrow();
      const rows = await all
        .selectAll()
        .orderBy('created_at')
        .orderBy('id')
        .limit(count)
        .offset(startIndex - 1)
        .execute();
      return { rows: withMembers ? await this.members.of(rows) : rows, total };
    }
    const known = requiredValue(filter, indexed);
    let candidates = all.selectAll().orderBy('created_at').orderBy('id');
    if (known?.name === 'id') candidates = candidates.where('id', '=', known.value);
    else if (known?.name === 'displayName') candidates = candidates.where('display_name_key', '=', known.value.toLowerCase());
    else if (known !== undefined)
      candidates = candidates.where('id', 'in', db.selectFrom('signin_scim_members').select('group_id').where('user_id', '=', known.value));
    const asksMembers = JSON.stringify(filter).includes('"members"');
    const rows = await candidates.execute();
    const fitting = (asksMembers ? await this.members.of(rows) : rows).filter((row) => matches(filter, groupResource(row, '')));
    const page = fitting.slice(startIndex - 1, startIndex - 1 + count);
    return { rows: withMembers && !asksMembers ? await this.members.of(page) : page, total: fitting.length };
  }

  /** @throws ScimError 404 */
  async read(connection: string, id: string, withMembers = true): Promise<GroupRow> {
    const row = await this.find(connection, id, false);
    return withMembers ? ((await this.members.of([row]))[0] ?? row) : row;
  }

  /** @throws ScimError invalidValue, uniqueness */
  create(connection: string, body: unknown, now = Date.now()): Promise<GroupChange> {
    const draft = readGroup(body);
    const members = memberIds((body as JsonObject)['members']);
    return this.database.transaction(async (db) => {
      const group = { ...columnsOf(draft), id: randomUUID(), connection, created_at: now };
      await db.insertInto('signin_scim_groups').values(group).execute();
      const affected = await this.changeMembers(group, [{ op: 'add', ids: members }]);
      return { group: await this.read(connection, group.id), affected };
    });
  }

  /** @throws ScimError 404, invalidValue, uniqueness */
  replace(connection: string, id: string, body: unknown): Promise<GroupChange> {
    const draft = readGroup(body);
    const members = memberIds((body as JsonObject)['members']);
    return this.database.transaction(async () => {
      const before = await this.find(connection, id);
      const affected = await this.save(before, { ...draftOf(before), ...draft }, [{ op: 'replace', ids: members }]);
      return { group: await this.read(connection, id), affected };
    });
  }

  /** @throws ScimError 404, invalidFilter, invalidPath, invalidValue, mutability, noTarget, uniqueness */
  patch(connection: string, id: string, operations: readonly Operation[]): Promise<GroupChange> {
    const changes = operations.flatMap((operation) => memberChangeOf(operation) ?? []);
    const others = operations.filter((operation) => memberChangeOf(operation) === undefined);
    return this.database.transaction(async () => {
      const before = await this.find(connection, id);
      const affected = await this.save(before, patched(groupAttributes, draftOf(before), others), changes);
      return { group: before, affected };
    });
  }

  /** @throws ScimError 404 */
  remove(connection: string, id: string): Promise<GroupChange> {
    return this.database.transaction(async (db) => {
      const group = await this.find(connection, id);
      const affected = await this.changeMembers(group, [{ op: 'replace', ids: [] }]);
      await db.deleteFrom('signin_scim_groups').where('id', '=', id).execute();
      return { group, affected };
    });
  }

  private async find(connection: string, id: string, forChange = true): Promise<GroupRow> {
    const db = await this.database.ready();
    const row = await db
      .selectFrom('signin_scim_groups')
      .selectAll()
      .where('connection', '=', connection)
      .where('id', '=', id)
      // Two pushes of one group come one after the other.
      .$if(forChange && this.database.locksRows, (query) => query.forUpdate())
      .executeTakeFirst();
    if (row === undefined) throw notFound(`The group ${id.slice(0, 100)}`);
    return row;
  }

  private async save(before: GroupRow, draft: Draft, changes: readonly MemberChange[]): Promise<string[]> {
    const columns = columnsOf(draft);
    const isSame = (Object.keys(columns) as (keyof typeof columns)[]).every((name) => columns[name] === before[name]);
    const db = await this.database.ready();
    if (!isSame) await db.updateTable('signin_scim_groups').set(columns).where('id', '=', before.id).execute();
    const affected = await this.changeMembers(before, changes);
    // Its name is what people are known to be in.
    return columns.display_name === before.display_name ? affected : [...affected, ...(await this.members.idsIn(before.id))];
  }

  private async changeMembers(group: GroupRow, changes: readonly MemberChange[]): Promise<string[]> {
    const affected: string[] = [];
    for (const { op, ids } of changes) {
      const { changed, unknown } = await this.members.change(group, op, ids);
      affected.push(...changed);
      if (unknown > 0)
        this.logger.warn(
          `A push to the group ${group.id} names ${unknown} people who are not here (connection ${group.connection}): left out.`,
        );
    }
    return affected;
  }
}

/** The resource as it is returned. `base`: the address of /scim/v2. */
export function groupResource(row: GroupRow, base: string): JsonObject {
  const { id, created_at, members } = row;
  const meta = { resourceType: 'Group', created: new Date(created_at).toISOString(), location: `${base}/Groups/${id}` };
  const listed = members?.map((value) => ({ value, $ref: `${base}/Users/${value}`, type: 'User' }));
  return { schemas: [groupSchema], id, ...draftOf(row), ...(listed !== undefined && listed.length > 0 && { members: listed }), meta };
}

function draftOf({ external_id, display_name }: GroupRow): Draft {
  return { ...(external_id !== null && { externalId: external_id }), displayName: display_name };
}

function columnsOf({ externalId, displayName }: Draft) {
  if (typeof displayName !== 'string') throw refused('invalidValue', 'A group has a displayName.');
  const external_id = typeof externalId === 'string' ? externalId : null;
  return { external_id, display_name: displayName, display_name_key: displayName.toLowerCase() };
}

function readGroup(body: unknown): Draft {
  if (!isJsonObject(body)) throw refused('invalidSyntax', 'A group is a JSON object.');
  return readResource(groupAttributes, body);
}
