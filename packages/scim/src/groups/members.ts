import { Injectable } from '@nestjs/common';
import type { Selectable } from 'kysely';
import { ScimDatabase } from '../database/scim-database.js';
import type { GroupTable } from '../database/tables.js';
import type { MemberChange } from './member-changes.js';

/** A group, with the ids of its members where they are asked for. */
export type GroupRow = Selectable<GroupTable> & { readonly members?: readonly string[] };

/** Who is in which group: the table signin_scim_members. */
@Injectable()
export class Members {
  constructor(private readonly database: ScimDatabase) {}

  /** The same groups with the ids of their members, read at once. */
  async of<Group extends GroupRow>(groups: readonly Group[]): Promise<(Group & { readonly members: string[] })[]> {
    const db = await this.database.ready();
    const rows = await db
      .selectFrom('signin_scim_members')
      .select(['group_id', 'user_id'])
      .where('group_id', 'in', this.database.listed(groups.map(({ id }) => id)))
      .orderBy('user_id')
      .execute();
    const byGroup = Map.groupBy(rows, ({ group_id }) => group_id);
    return groups.map((group) => ({ ...group, members: (byGroup.get(group.id) ?? []).map(({ user_id }) => user_id) }));
  }

  async idsIn(groupId: string): Promise<string[]> {
    const db = await this.database.ready();
    const rows = await db.selectFrom('signin_scim_members').select('user_id').where('group_id', '=', groupId).execute();
    return rows.map(({ user_id }) => user_id);
  }

  /**
   * `changed`: whose groups are others now. `unknown`: how many of `ids` are nobody of this connection; they are left out, since one of them
   * would otherwise keep a whole push from arriving, for ever: a directory does not send again what was refused.
   */
  async change(
    { id, connection }: GroupRow,
    op: MemberChange['op'],
    ids: readonly string[],
  ): Promise<{ changed: string[]; unknown: number }> {
    const removed = op === 'add' ? [] : await this.remove(id, op, ids);
    if (op === 'remove') return { changed: removed, unknown: 0 };
    const db = await this.database.ready();
    const people = db
      .selectFrom('signin_scim_users')
      .where('connection', '=', connection)
      .where('deleted_at', 'is', null)
      .where('id', 'in', this.database.listed(ids));
    const { known } = await people.select((is) => is.fn.countAll<number>().as('known')).executeTakeFirstOrThrow();
    const added = await db
      .insertInto('signin_scim_members')
      .columns(['group_id', 'user_id'])
      .expression(people.select((is) => [is.val(id).as('group_id'), 'id as user_id']))
      .onConflict((conflict) => conflict.doNothing())
      .returning('user_id')
      .execute();
    return { changed: [...removed, ...added.map(({ user_id }) => user_id)], unknown: ids.length - known };
  }

  private async remove(groupId: string, op: 'remove' | 'replace', ids: readonly string[]): Promise<string[]> {
    const db = await this.database.ready();
    const gone = await db
      .deleteFrom('signin_scim_members')
      .where('group_id', '=', groupId)
      .where('user_id', op === 'remove' ? 'in' : 'not in', this.database.listed(ids))
      .returning('user_id')
      .execute();
    return gone.map(({ user_id }) => user_id);
  }
}
