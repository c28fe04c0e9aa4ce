import { type DirectoryClient, oktaUser, type Provisioned, startProvisioned } from './directory-client.js';

let provisioned: Provisioned;
let directory: DirectoryClient;

beforeAll(async () => {
  provisioned = await startProvisioned();
  ({ directory } = provisioned);
});

afterAll(() => provisioned.app.close());

// https://developer.okta.com/docs/api/openapi/okta-scim/guides/scim-20: each request that Okta sends.
describe('what Okta sends', () => {
  let id: string;

  beforeAll(async () => {
    id = (await directory.post('/Users', oktaUser('grace@example.test', '00u3grace'))).body?.id ?? '';
  });

  it('asks for two people when a connection is tested, and for groups', async () => {
    expect((await directory.get('/Users?startIndex=1&count=2')).body).toMatchObject({ itemsPerPage: 1, startIndex: 1, totalResults: 1 });
    expect((await directory.get('/Groups?startIndex=1&count=100')).status).toBe(200);
  });

  it('looks for somebody before creating them', async () => {
    const found = await directory.find('Users', 'userName eq "grace@example.test"', '&startIndex=1&count=100');
    expect(found.body).toMatchObject({ totalResults: 1, itemsPerPage: 1, Resources: [{ id, externalId: '00u3grace' }] });
  });

  it('keeps no password, and shows no groups that nobody asked for', async () => {
    const { body } = await directory.get(`/Users/${id}`);
    expect(Object.keys(body ?? {}).sort()).toEqual(
      ['schemas', 'id', 'externalId', 'meta', 'userName', 'name', 'displayName', 'emails', 'active', 'locale'].sort(),
    );
  });

  it('updates a profile by what GET gave with the change in it', async () => {
    const { body } = await directory.get(`/Users/${id}`);
    const changed = { ...body, groups: [], name: { givenName: 'Grace', familyName: 'Hopper' } };
    const put = await directory.put(`/Users/${id}`, changed);
    expect(put).toMatchObject({ status: 200, body: { id, externalId: '00u3grace', name: { familyName: 'Hopper' } } });
  });

  it('deactivates and activates by PATCH without a path', async () => {
    for (const active of [false, true]) {
      const { status, body } = await directory.patch(`/Users/${id}`, { op: 'replace', value: { active } });
      expect([status, body?.['active']]).toEqual([200, active]);
      expect((await directory.get(`/Users/${id}`)).body).toMatchObject({ active, name: { familyName: 'Hopper' } });
    }
  });

  it('deactivates by PUT, where an application of the wizard is told to', async () => {
    const { body } = await directory.get(`/Users/${id}`);
    expect((await directory.put(`/Users/${id}`, { ...body, active: false })).body).toMatchObject({ active: false });
    expect((await directory.find('Users', 'userName eq "grace@example.test"')).body?.Resources).toMatchObject([{ active: false }]);
    await directory.put(`/Users/${id}`, { ...body, active: true });
  });

  it('imports page by page, in one order, inactive people among them', async () => {
    const posted = await Promise.all(
      Array.from({ length: 5 }, (_, at) =>
        directory.post('/Users', oktaUser(`page${at}@example.test`, `00upage${at}`, { active: at !== 2 })),
      ),
    );
    const pages = [];
    for (let startIndex = 1; ; startIndex += 2) {
      const { body } = await directory.get(`/Users?startIndex=${startIndex}&count=2`);
      if (body?.Resources.length === 0) break;
      expect(body).toMatchObject({ startIndex, itemsPerPage: body?.Resources.length });
      pages.push(...(body?.Resources ?? []));
    }
    expect(pages).toHaveLength((await directory.get('/Users?count=0')).body?.totalResults ?? 0);
    expect(new Set(pages.map((one) => one.id)).size).toBe(pages.length);
    expect(pages.map((one) => one.id)).toEqual(expect.arrayContaining(posted.map(({ body }) => body?.id)));
  });

  describe('for groups', () => {
    let group: string;
    const members = async (): Promise<unknown> =>
      ((await directory.get(`/Groups/${group}`)).body?.['members'] as { value: string }[] | undefined)?.map(({ value }) => value).sort();

    it('pushes one without members', async () => {
      const posted = await directory.post('/Groups', {
        schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
        displayName: 'Engineering',
        members: [],
      });
      group = posted.body?.id ?? '';
      expect(posted).toMatchObject({ status: 201, body: { displayName: 'Engineering' } });
    });

    it('finds it by its name', async () => {
      const found = await directory.find('Groups', 'displayName eq "engineering"', '&startIndex=1&count=100');
      expect(found.body?.Resources).toMatchObject([{ id: group }]);
    });

    it('renames it with its id inside the value', async () => {
      const { status } = await directory.patch(`/Groups/${group}`, { op: 'replace', value: { id: group, displayName: 'Engineers' } });
      expect(status).toBe(204);
      expect((await directory.get(`/Groups/${group}`)).body).toMatchObject({ id: group, displayName: 'Engineers' });
    });

    it('removes and adds members in one request', async () => {
      const other = (await directory.find('Users', 'userName eq "page0@example.test"')).body?.Resources[0]?.id ?? '';
      await directory.patch(`/Groups/${group}`, { op: 'add', path: 'members', value: [{ value: id, display: 'grace@example.test' }] });
      expect(await members()).toEqual([id]);
      await directory.patch(
        `/Groups/${group}`,
        { op: 'remove', path: `members[value eq "${id}"]` },
        { op: 'add', path: 'members', value: [{ value: other, display: 'page0@example.test' }] },
      );
      expect(await members()).toEqual([other]);
    });

    it('pushes all of them, with a path and without', async () => {
      await directory.patch(`/Groups/${group}`, { op: 'replace', path: 'members', value: [{ value: id }] });
      expect(await members()).toEqual([id]);
      await directory.patch(`/Groups/${group}`, {
        op: 'replace',
        value: { id: group, displayName: 'Engineers', members: [{ value: id }] },
      });
      expect(await members()).toEqual([id]);
    });

    it('pushes an empty one', async () => {
      expect((await directory.patch(`/Groups/${group}`, { op: 'replace', path: 'members', value: [] })).status).toBe(204);
      expect(await members()).toBeUndefined();
    });

    it('puts the whole group, where an application of the wizard is told to', async () => {
      const put = await directory.put(`/Groups/${group}`, { displayName: 'Engineers', members: [{ value: id }] });
      expect(put).toMatchObject({ status: 200, body: { members: [{ value: id, $ref: `${directory.url}/scim/v2/Users/${id}` }] } });
    });

    it('unlinks and deletes it, and can push one of that name again', async () => {
      expect((await directory.delete(`/Groups/${group}`)).status).toBe(204);
      expect((await directory.get(`/Groups/${group}`)).status).toBe(404);
      expect((await directory.post('/Groups', { displayName: 'Engineers' })).status).toBe(201);
    });
  });
});
