import { randomUUID } from 'node:crypto';
import { type DirectoryClient, newPerson, type Provisioned, refusal, type ScimBody, startProvisioned } from './directory-client.js';

let provisioned: Provisioned;
let directory: DirectoryClient;

beforeAll(async () => {
  provisioned = await startProvisioned();
  ({ directory } = provisioned);
});

afterAll(() => provisioned.app.close());

const person = (more?: object): Promise<ScimBody> => newPerson(directory, more);

describe('RFC 7644', () => {
  it('3.3: says where a new resource is', async () => {
    const { body, headers } = await directory.post('/Users', { userName: randomUUID() });
    expect(headers.get('location')).toBe((body?.['meta'] as { location: string }).location);
  });

  it('3.4.2: combines filters by and, or, not and brackets, in any case', async () => {
    const [ada, bob] = [await person({ displayName: 'Zed Ada', title: 'X' }), await person({ displayName: 'Zed Bob', active: false })];
    const found = async (filter: string): Promise<string[]> =>
      ((await directory.find('Users', filter)).body?.Resources ?? []).map(({ id }) => id);
    expect(await found('displayName sw "zed" AND active EQ true')).toEqual([ada.id]);
    expect(await found('DisplayName co "ED " and not (title pr)')).toEqual([bob.id]);
    expect(await found(`id eq "${ada.id}" or id eq "${bob.id}"`)).toEqual([ada.id, bob.id]);
    expect(await found(`displayName sw "zed" and (active eq false or title ew "y")`)).toEqual([bob.id]);
    expect(await found(`id eq "${ada.id.toUpperCase()}"`)).toEqual([]);
    expect(await found(`meta.created gt "2100-01-01T00:00:00Z"`)).toEqual([]);
    expect(await found(`id eq "${ada.id}" and meta.created gt "2020-01-01T00:00:00Z"`)).toEqual([ada.id]);
    expect(await found(`id eq "${ada.id}" and misspelled eq "x"`)).toEqual([]);
  });

  it.each([
    'userName',
    'userName eq',
    'userName eq "x',
    'userName xx "y"',
    '(userName eq "x"',
    'eq "x"',
    '',
    'userName eq "x" and',
    '('.repeat(9000),
  ])('3.4.2.2: refuses the filter %s', async (filter) => {
    expect(refusal(await directory.find('Users', filter))).toEqual([400, 'invalidFilter']);
  });

  it('3.4.2.4: counts from 1, gives the total alone for a count of 0, and no more than it says it does', async () => {
    await person();
    const { body: config } = await directory.get('/ServiceProviderConfig');
    expect((config?.['filter'] as { maxResults: number }).maxResults).toBe(200);
    expect((await directory.get('/Users?startIndex=-3&count=1')).body).toMatchObject({ startIndex: 1, itemsPerPage: 1 });
    expect((await directory.get('/Users?count=-1')).body).toMatchObject({ itemsPerPage: 0, Resources: [] });
    const { body } = await directory.get('/Users?count=0');
    expect(body).toMatchObject({ itemsPerPage: 0, Resources: [] });
    expect(body?.totalResults).toBeGreaterThan(0);
  });

  it('3.6: knows nobody any more who was deleted, by no operation', async () => {
    const { id, userName } = await person();
    expect((await directory.delete(`/Users/${id}`)).status).toBe(204);
    const answers = [
      await directory.get(`/Users/${id}`),
      await directory.put(`/Users/${id}`, { userName }),
      await directory.patch(`/Users/${id}`, { op: 'replace', path: 'title', value: 'x' }),
      await directory.delete(`/Users/${id}`),
    ];
    expect(answers.map(refusal)).toEqual(answers.map(() => [404, undefined]));
    expect((await directory.find('Users', `userName eq "${String(userName)}"`)).body?.totalResults).toBe(0);
  });

  it('3.9: shows the attributes that are asked for, and id and schemas always', async () => {
    const { id } = await person({ title: 'x', name: { givenName: 'Ada', familyName: 'L' }, emails: [{ value: 'a@b.test', type: 'work' }] });
    const shown = async (query: string): Promise<object | undefined> => (await directory.get(`/Users/${id}?${query}`)).body;
    expect(await shown('attributes=title,name.givenName')).toEqual({
      schemas: expect.any(Array) as unknown,
      id,
      title: 'x',
      name: { givenName: 'Ada' },
    });
    expect(await shown('attributes=emails[type eq "work"]')).toMatchObject({ id, emails: [{ value: 'a@b.test' }] });
    const without = await shown('excludedAttributes=title,emails.type,id,meta');
    expect(without).toMatchObject({ id, emails: [{ value: 'a@b.test' }] });
    expect(Object.keys(without ?? {})).not.toContain('title');
    expect(refusal(await directory.get(`/Users/${id}?attributes=title&excludedAttributes=name`))).toEqual([400, 'invalidValue']);
  });

  it('3.12: tells a conflict of names from one of ids', async () => {
    const { userName, externalId } = await person({ externalId: randomUUID() });
    expect(refusal(await directory.post('/Users', { userName: String(userName).toUpperCase() }))).toEqual([409, 'uniqueness']);
    expect(refusal(await directory.post('/Users', { userName: randomUUID(), externalId }))).toEqual([409, 'uniqueness']);
    const { id, ...before } = await person();
    expect(refusal(await directory.patch(`/Users/${id}`, { op: 'replace', path: 'userName', value: userName }))).toEqual([
      409,
      'uniqueness',
    ]);
    expect((await directory.get(`/Users/${id}`)).body).toEqual({ id, ...before });
  });

  it('4: says what it does, and no more', async () => {
    const { body } = await directory.get('/ServiceProviderConfig');
    expect(body).toMatchObject({
      patch: { supported: true },
      filter: { supported: true },
      authenticationSchemes: [{ type: 'oauthbearertoken' }],
    });
    for (const feature of ['bulk', 'sort', 'etag', 'changePassword']) expect(body?.[feature]).toMatchObject({ supported: false });
    expect((await directory.get('/ResourceTypes/User')).body).toMatchObject({ endpoint: '/Users' });
    expect(refusal(await directory.get('/Schemas?filter=id%20pr'))).toEqual([403, undefined]);
    expect(refusal(await directory.get('/Schemas/urn:nobody'))).toEqual([404, undefined]);
  });

  it.each([
    ['PUT', '/Users', 405, 'GET, POST'],
    ['POST', `/Users/${randomUUID()}`, 405, 'GET, PUT, PATCH, DELETE'],
    ['POST', '/Schemas', 405, 'GET'],
    ['DELETE', '/ServiceProviderConfig', 405, 'GET'],
    ['PATCH', '/ResourceTypes', 405, 'GET'],
    ['POST', '/.search', 501, null],
    ['POST', '/Users/.search', 501, null],
    ['POST', '/Bulk', 501, null],
    ['GET', '/Me', 501, null],
    ['GET', '/nowhere', 404, null],
    ['GET', '', 404, null],
    ['GET', '/Users/a/b', 404, null],
    ['GET', '/Users/%E0%A4%A', 404, null],
    ['GET', '/users', 404, null],
  ])('%s %s is %i', async (method, path, status, allow) => {
    const answer = await directory.send(method, path, method === 'GET' || method === 'DELETE' ? undefined : {});
    expect(refusal(answer)[0]).toBe(status);
    expect(answer.headers.get('allow')).toBe(allow);
  });
});
