import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { isJsonObject, type JsonObject } from '@fanlight/oidc';
import type { Selectable } from 'kysely';
import { ScimDatabase } from '../database/scim-database.js';
import type { UserTable } from '../database/tables.js';
import { type ListQuery, type Page, requiredValue } from '../resources/list.js';
import { matches } from '../resources/matches.js';
import { type Operation, patched } from '../resources/patch.js';
import { type Draft, readResource } from '../resources/read-resource.js';
import { enterpriseSchema, userAttributes, userSchema } from '../resources/schemas.js';
import { notFound, refused, ScimError } from '../resources/scim-error.js';

export type UserRow = Selectable<UserTable>;

/** A person before and after a change; `before` is undefined for a new one. */
export interface UserChange {
  readonly before: UserRow | undefined;
  readonly after: UserRow;
}

const indexed = { id: 'id', externalId: 'externalid', userName: 'username', email: 'emails.value' } as const;

/** The people of each connection, in the table signin_scim_users. Those of another connection are not there. */
@Injectable()
export class ScimUsers {
  constructor(private readonly database: ScimDatabase) {}

  async list(connection: string, { filter, startIndex, count }: ListQuery): Promise<Page<UserRow>> {
    const db = await this.database.ready();
    const all = db.selectFrom('signin_scim_users').where('connection', '=', connection).where('deleted_at', 'is', null);
    if (filter === undefined) {
      const { total } = await all.select((is) => is.fn.countAll<number>().as('total')).executeTakeFirstOrThrow();
      const rows = await all
        .selectAll()
        .orderBy('created_at')
        .orderBy('id')
        .limit(count)
        .offset(startIndex - 1)
        .execute();
      return { rows, total };
    }
    const known = requiredValue(filter, indexed);
    let candidates = all.selectAll().orderBy('created_at').orderBy('id');
    if (known?.name === 'id') candidates = candidates.where('id', '=', known.value);
    else if (known?.name === 'externalId') candidates = candidates.where('external_id', '=', known.value);
    else if (known?.name === 'userName') candidates = candidates.where('user_name_key', '=', known.value.toLowerCase());
    else if (known?.name === 'email')
      candidates = candidates.where(
        'id',
        'in',
        db.selectFrom('signin_scim_emails').select('user_id').where('email', '=', known.value.toLowerCase()),
      );
    const fitting = (await candidates.execute()).filter((row) => matches(filter, userResource(row, '')));
    return { rows: fitting.slice(startIndex - 1, startIndex - 1 + count), total: fitting.length };
  }

  /** @throws ScimError 404 */
  async read(connection: string, id: string, forChange = false): Promise<UserRow> {
    const db = await this.database.ready();
    const row = await db
      .selectFrom('signin_scim_users')
      .selectAll()
      .where('connection', '=', connection)
      .where('id', '=', id)
      .where('deleted_at', 'is', null)
      .$if(forChange && this.database.locksRows, (query) => query.forUpdate())
      .executeTakeFirst();
    return row ?? notFoundUser(id);
  }

  /**
   * A new person, or the one with that externalId who was inactive and comes back.
   * @throws ScimError invalidValue, uniqueness
   */
  create(connection: string, body: unknown, now = Date.now()): Promise<UserChange> {
    const draft = { active: true, ...readUser(body) };
    return this.database.transaction(async (db) => {
      const externalId = textOf(draft, 'externalId');
      const before = externalId === undefined ? undefined : await this.withExternalId(connection, externalId);
      if (before !== undefined) {
        if (before.active === 1) throw new ScimError(409, 'Somebody with this externalId is here.', 'uniqueness');
        return this.save(before, draft, now);
      }
      // Whoever was deleted and is there again may sign in again.
      if (externalId !== undefined)
        await db.deleteFrom('signin_scim_users').where('connection', '=', connection).where('external_id', '=', externalId).execute();
      const after = { ...columnsOf(draft), id: randomUUID(), connection, created_at: now, changed_at: now, deleted_at: null };
      await db.insertInto('signin_scim_users').values(after).execute();
      await this.saveEmails(after);
      return { before, after };
    });
  }

  /**
   * PUT. What a body leaves out is gone, but for `active` and the externalId: nobody comes back, and nobody becomes a stranger, by what was
   * not said.
   * @throws ScimError 404, invalidValue, uniqueness
   */
  replace(connection: string, id: string, body: unknown, now = Date.now()): Promise<UserChange> {
    return this.database.transaction(async () => {
      const before = await this.read(connection, id, true);
      const { active, externalId } = draftOf(before);
      return this.save(before, { active, ...(externalId !== undefined && { externalId }), ...readUser(body) }, now);
    });
  }

  /** @throws ScimError 404, invalidPath, invalidValue, mutability, noTarget, uniqueness */
  patch(connection: string, id: string, operations: readonly Operation[], now = Date.now()): Promise<UserChange> {
    return this.database.transaction(async () => {
      const before = await this.read(connection, id, true);
      return this.save(before, patched(userAttributes, draftOf(before), operations), now);
    });
  }

  /** @throws ScimError 404 */
  remove(connection: string, id: string, now = Date.now()): Promise<UserRow> {
    return this.database.transaction(async (db) => {
      const before = await this.read(connection, id, true);
      await db.deleteFrom('signin_scim_members').where('user_id', '=', id).execute();
      await db.deleteFrom('signin_scim_emails').where('user_id', '=', id).execute();
      const nothing = { user_name: '', user_name_key: '', attributes: '{}', active: 0 };
      await db
        .updateTable('signin_scim_users')
        .set({ ...nothing, deleted_at: now })
        .where('id', '=', id)
        .execute();
      return before;
    });
  }

  private async withExternalId(connection: string, externalId: string): Promise<UserRow | undefined> {
    const { rows } = await this.list(connection, {
      filter: { op: 'eq', path: ['externalid'], value: externalId },
      startIndex: 1,
      count: 1,
      projection: { only: undefined, without: [] },
    });
    return rows[0];
  }

  private async save(before: UserRow, draft: Draft, now: number): Promise<UserChange> {
    const columns = columnsOf(draft);
    const isSame = (Object.keys(columns) as (keyof typeof columns)[]).every((name) => columns[name] === before[name]);
    // RFC 7644, section 3.5.2.1: what changes nothing does not change the time of the last change.
    if (isSame) return { before, after: before };
    const after = { ...before, ...columns, changed_at: now };
    const db = await this.database.ready();
    await db
      .updateTable('signin_scim_users')
      .set({ ...columns, changed_at: now })
      .where('id', '=', before.id)
      .execute();
    await this.saveEmails(after);
    return { before, after };
  }

  private async saveEmails(row: UserRow): Promise<void> {
    const db = await this.database.ready();
    const emails = [
      ...new Set(((draftOf(row)['emails'] ?? []) as Draft[]).map(({ value }) => (typeof value === 'string' ? value.toLowerCase() : ''))),
    ];
    await db.deleteFrom('signin_scim_emails').where('user_id', '=', row.id).execute();
    for (const email of emails) await db.insertInto('signin_scim_emails').values({ user_id: row.id, email }).execute();
  }
}

/** The resource as it is returned. `base`: the address of /scim/v2. */
export function userResource(row: UserRow, base: string): JsonObject {
  const draft = draftOf(row);
  const meta = {
    resourceType: 'User',
    created: new Date(row.created_at).toISOString(),
    lastModified: new Date(row.changed_at).toISOString(),
    location: `${base}/Users/${row.id}`,
  };
  return { schemas: [userSchema, ...(draft[enterpriseSchema] === undefined ? [] : [enterpriseSchema])], id: row.id, ...draft, meta };
}

function draftOf({ external_id, user_name, active, attributes }: UserRow): Draft {
  const kept = JSON.parse(attributes) as Draft;
  return { ...(external_id !== null && { externalId: external_id }), userName: user_name, ...kept, active: active === 1 };
}

function columnsOf({ externalId, userName, active, ...attributes }: Draft) {
  if (typeof userName !== 'string') throw refused('invalidValue', 'A person has a userName.');
  return {
    external_id: typeof externalId === 'string' ? externalId : null,
    user_name: userName,
    user_name_key: userName.toLowerCase(),
    active: active === true ? 1 : 0,
    attributes: JSON.stringify(attributes),
  };
}

function readUser(body: unknown): Draft {
  if (!isJsonObject(body)) throw refused('invalidSyntax', 'A person is a JSON object.');
  return readResource(userAttributes, body);
}

function textOf(draft: Draft, name: string): string | undefined {
  const value = draft[name];
  return typeof value === 'string' ? value : undefined;
}

function notFoundUser(id: string): never {
  throw notFound(`The person ${id.slice(0, 100)}`);
}
