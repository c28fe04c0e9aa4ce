import { randomUUID } from 'node:crypto';
import { type DirectoryClient, type Provisioned, type ScimBody, startProvisioned } from './directory-client.js';
import { createdBy, enterprise, entraUser } from './entra-user.js';

const listSchema = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';

let provisioned: Provisioned;
let directory: DirectoryClient;

beforeAll(async () => {
  provisioned = await startProvisioned();
  ({ directory } = provisioned);
});

afterAll(() => provisioned.app.close());

const create = (more?: object): Promise<ScimBody> => createdBy(directory, more);

// https://learn.microsoft.com/entra/identity/app-provisioning/use-scim-to-provision-users-and-groups : the headings are its own.
describe('User Operations', () => {
  it('Create User', async () => {
    const sent = entraUser();
    const { status, body } = await directory.post('/Users', sent);
    const { externalId, userName, active, emails, name } = sent;
    expect(status).toBe(201);
    expect(body).toMatchObject({
      ...{ externalId, userName, active, emails, name },
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
      meta: { resourceType: 'User' },
    });
  });

  it('Get User', async () => {
    const made = await create();
    expect(await directory.get(`/Users/${made.id}`)).toMatchObject({ status: 200, body: made });
    expect(await directory.get('/Users/5171a35d82074e068ce2')).toMatchObject({ status: 404, body: { status: '404' } });
  });

  it('Get User by query', async () => {
    const made = await create();
    for (const filter of [
      `userName eq "${String(made['userName'])}"`,
      `externalId eq "${String(made['externalId'])}"`,
      // Example 1 of the documentation has no quotes.
      `externalId eq ${String(made['externalId'])}`,
      `emails[type eq "work"].value eq "${String(made['userName'])}@testuser.com"`,
    ]) {
      const { status, body } = await directory.find('Users', filter);
      expect([filter, status, body?.schemas, body?.totalResults, body?.Resources[0]?.id]).toEqual([filter, 200, [listSchema], 1, made.id]);
    }
  });

  it('Get User by query - Zero results', async () => {
    const { status, body } = await directory.find('Users', 'userName eq "non-existent user"');
    expect(status).toBe(200);
    expect(body).toMatchObject({ schemas: [listSchema], totalResults: 0, Resources: [], startIndex: 1 });
  });

  it('Update User [Multi-valued properties]', async () => {
    const made = await create({
      emails: [
        { type: 'work', value: 'old@work.test', primary: true },
        { type: 'home', value: 'ada@home.test' },
      ],
    });
    const { status, body } = await directory.patch(
      `/Users/${made.id}`,
      { op: 'Replace', path: 'emails[type eq "work"].value', value: 'updatedEmail@microsoft.com' },
      { op: 'Replace', path: 'name.familyName', value: 'updatedFamilyName' },
    );
    expect(status).toBe(200);
    expect(body).toMatchObject({
      emails: [
        { value: 'updatedEmail@microsoft.com', type: 'work', primary: true },
        { value: 'ada@home.test', type: 'home' },
      ],
      name: { familyName: 'updatedFamilyName', givenName: 'givenName' },
    });
  });

  it('Update User [Single-valued properties]', async () => {
    const { id } = await create();
    const userName = `${randomUUID()}@testuser.com`;
    expect((await directory.patch(`/Users/${id}`, { op: 'Replace', path: 'userName', value: userName })).body).toMatchObject({
      id,
      userName,
    });
  });

  it('Disable User', async () => {
    const { id } = await create();
    const { status, body } = await directory.patch(`/Users/${id}`, { op: 'Replace', path: 'active', value: false });
    expect([status, body?.['active']]).toEqual([200, false]);
    // It looks for people who are disabled, and finds them.
    expect((await directory.find('Users', `userName eq "${String(body?.['userName'])}"`)).body?.Resources).toMatchObject([
      { id, active: false },
    ]);
  });

  it('Delete User', async () => {
    const made = await create();
    expect(await directory.delete(`/Users/${made.id}`)).toMatchObject({ status: 204, body: undefined });
    expect((await directory.get(`/Users/${made.id}`)).status).toBe(404);
    const again = await directory.post('/Users', entraUser(String(made['userName']), { externalId: made['externalId'] }));
    expect(again.status).toBe(201);
    expect(again.body?.id).not.toBe(made.id);
  });

  it('Example 4. Query for a reference attribute', async () => {
    const { id: manager } = await create();
    const { id } = await create({ [enterprise]: { manager } });
    const found = async (who: string): Promise<unknown> =>
      (await directory.find('Users', `id eq "${id}" and ${enterprise}:manager eq "${who}"`, '&attributes=id')).body?.Resources;
    expect(await found(manager)).toEqual([{ schemas: expect.any(Array) as unknown, id }]);
    expect(await found(id)).toEqual([]);
  });
});

describe('Group Operations', () => {
  let group: ScimBody;
  const displayName = `group ${randomUUID()}`;
  const members = async (): Promise<unknown> =>
    ((await directory.get(`/Groups/${group.id}`)).body?.['members'] as { value: string }[] | undefined)?.map(({ value }) => value);

  it('Create Group', async () => {
    const { status, body } = await directory.post('/Groups', {
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group', 'http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group'],
      externalId: '8aa1a0c0-c4c3-4bc0-b4a5-2ef676900159',
      displayName,
      meta: { resourceType: 'Group' },
    });
    group = body as ScimBody;
    expect(status).toBe(201);
    expect(body).toMatchObject({
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
      externalId: '8aa1a0c0-c4c3-4bc0-b4a5-2ef676900159',
      displayName,
    });
  });

  it('Get Group', async () => {
    const { status, body } = await directory.get(`/Groups/${group.id}?excludedAttributes=members`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ id: group.id, displayName });
  });

  it('Get Group by displayName', async () => {
    const { body } = await directory.find('Groups', `displayName eq "${displayName}"`, '&excludedAttributes=members');
    expect(body).toMatchObject({ schemas: [listSchema], totalResults: 1, Resources: [{ id: group.id }] });
  });

  it('Update Group [Non-member attributes]', async () => {
    const name = `${randomUUID()}updatedDisplayName`;
    const { status } = await directory.patch(`/Groups/${group.id}`, { op: 'Replace', path: 'displayName', value: name });
    expect(status).toBe(204);
    expect((await directory.get(`/Groups/${group.id}`)).body).toMatchObject({ displayName: name });
  });

  it('Update Group [Add Members]', async () => {
    const [{ id: first }, { id: second }] = [await create(), await create()];
    for (const value of [first, second])
      expect((await directory.patch(`/Groups/${group.id}`, { op: 'Add', path: 'members', value: [{ $ref: null, value }] })).status).toBe(
        204,
      );
    expect(await members()).toEqual([first, second].sort());
    const asked = await directory.find('Groups', `id eq "${group.id}" and members eq "${first}"`, '&excludedAttributes=members');
    expect(asked.body?.Resources).toMatchObject([{ id: group.id }]);
    expect(asked.body?.Resources[0]).not.toHaveProperty('members');
  });

  it('Update Group [Remove Members]', async () => {
    const [first, second] = (await members()) as string[];
    const { status } = await directory.patch(`/Groups/${group.id}`, {
      op: 'Remove',
      path: 'members',
      value: [{ $ref: null, value: first }],
    });
    // Only those in the list, although RFC 7644, section 3.5.2.2 knows no list.
    expect([status, await members()]).toEqual([204, [second]]);
  });

  it('Delete Group', async () => {
    expect((await directory.delete(`/Groups/${group.id}`)).status).toBe(204);
    expect((await directory.get(`/Groups/${group.id}`)).status).toBe(404);
  });
});

describe('Schema discovery', () => {
  it('Discover schema', async () => {
    const { status, body } = await directory.get('/Schemas');
    expect(status).toBe(200);
    expect(body).toMatchObject({ schemas: [listSchema], totalResults: 3, startIndex: 1 });
    expect(body?.Resources.map(({ id }) => id)).toEqual([
      'urn:ietf:params:scim:schemas:core:2.0:User',
      enterprise,
      'urn:ietf:params:scim:schemas:core:2.0:Group',
    ]);
  });
});
