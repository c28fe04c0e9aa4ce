import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { Database } from '../../../packages/signin/src/database/database.js';
import { type DirectoryClient, type Provisioned, startProvisioned } from './directory-client.js';

let provisioned: Provisioned;
let directory: DirectoryClient;

beforeAll(async () => {
  provisioned = await startProvisioned();
  ({ directory } = provisioned);
});

afterAll(() => provisioned.app.close());

describe('groups', () => {
  const changes = async (work: () => Promise<unknown>): Promise<number> => {
    const count = async (): Promise<number> => {
      const { kysely } = provisioned.app.app.get(Database);
      return (await sql<{ n: number }>`select total_changes() as n`.execute(kysely)).rows[0]?.n ?? 0;
    };
    const before = await count();
    await work();
    return (await count()) - before;
  };

  it('of ten thousand members are pushed at once, and one more member is one row', async () => {
    const { kysely } = provisioned.app.app.get(Database);
    await sql`
      with recursive n(i) as (select 1 union all select i + 1 from n where i < 10000)
      insert into signin_scim_users (id, connection, user_name, user_name_key, active, attributes, created_at, changed_at)
      select 'many-' || i, 'default', 'many-' || i, 'many-' || i, 1, '{}', 0, 0 from n
    `.execute(kysely);
    const members = Array.from({ length: 10_000 }, (_, at) => ({ value: `many-${at + 1}`, display: `Somebody ${at}` }));
    const { body } = await directory.post('/Groups', { displayName: 'Everybody' });
    const path = `/Groups/${body?.id}`;
    expect((await directory.patch(path, { op: 'add', path: 'members', value: members })).status).toBe(204);
    expect(((await directory.get(path)).body?.['members'] as unknown[]).length).toBe(10_000);
    const id = (await directory.post('/Users', { userName: randomUUID() })).body?.id;
    const add = { op: 'add', path: 'members', value: [{ value: id }] };
    expect(await changes(() => directory.patch(path, add))).toBe(1);
    expect(await changes(() => directory.patch(path, add))).toBe(0);
    expect(await changes(() => directory.patch(path, { op: 'replace', path: 'members', value: members }))).toBe(1);
    expect(await changes(() => directory.patch(path, { op: 'remove', path: 'members[value eq "many-7"]' }))).toBe(1);
  });
});
