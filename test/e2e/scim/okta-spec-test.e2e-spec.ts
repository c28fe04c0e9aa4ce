import { randomUUID } from 'node:crypto';
import { DirectoryClient, oktaUser, type Provisioned, type ScimBody, startProvisioned } from './directory-client.js';

const listSchema = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';
const errorSchema = 'urn:ietf:params:scim:api:messages:2.0:Error';
const userSchema = 'urn:ietf:params:scim:schemas:core:2.0:User';

let provisioned: Provisioned;
let directory: DirectoryClient;

beforeAll(async () => {
  provisioned = await startProvisioned();
  ({ directory } = provisioned);
});

afterAll(() => provisioned.app.close());

const person = { userName: `ada.${randomUUID()}@example.test`, externalId: '00u1ada' };

// https://developer.okta.com/standards/SCIM/SCIMFiles/Okta-SCIM-20-SPEC-Test.json: the steps have its names.
describe("Okta's SCIM 2.0 spec test", () => {
  let first: ScimBody;
  const random = `random.${randomUUID()}`;
  // As the test has it: no externalId, and plain JSON.
  const created = {
    schemas: [userSchema],
    userName: `${random}@atko.test`,
    name: { givenName: 'Random', familyName: 'Atko' },
    emails: [{ primary: true, value: `${random}@atko.test`, type: 'work' }],
    displayName: 'Random Atko',
    active: true,
  };
  let idUserOne: string;
  const plainJson = (): DirectoryClient => new DirectoryClient(directory.url, undefined, 'application/json');

  // It needs one person who is there beforehand.
  beforeAll(async () => {
    expect((await directory.post('/Users', oktaUser(person.userName, person.externalId))).status).toBe(201);
  });

  it('1. Required Test: Test Users endpoint', async () => {
    const { status, body } = await directory.get('/Users?count=1&startIndex=1');
    expect(status).toBe(200);
    expect(body).toMatchObject({ schemas: [listSchema], itemsPerPage: 1, startIndex: 1, totalResults: 1 });
    first = body?.Resources[0] as ScimBody;
    expect(first).toMatchObject({
      id: expect.stringMatching(/.+/) as unknown,
      name: { familyName: 'Lovelace', givenName: 'Ada' },
      userName: person.userName,
      active: true,
      emails: [{ value: person.userName }],
    });
  });

  it('2. Required Test: Get Users/{{id}}', async () => {
    const { status, body } = await directory.get(`/Users/${first.id}`);
    expect(status).toBe(200);
    expect(body).toEqual(first);
  });

  it('3. Required Test: Test invalid User by username', async () => {
    const { status, body } = await directory.find('Users', 'userName eq "invalid.user@atko.test"');
    expect(status).toBe(200);
    expect(body).toMatchObject({ schemas: [listSchema], totalResults: 0 });
  });

  it('4. Required Test: Test invalid User by ID', async () => {
    const { status, body } = await directory.get(`/Users/${randomUUID()}`);
    expect(status).toBe(404);
    expect(body).toMatchObject({ schemas: [errorSchema], status: '404', detail: expect.stringMatching(/.+/) as unknown });
  });

  it("5. Required Test: Make sure random user doesn't exist", async () => {
    const { body } = await directory.find('Users', `userName eq "${random}@atko.test"`);
    expect(body).toMatchObject({ schemas: [listSchema], totalResults: 0 });
  });

  it('6. Required Test: Create Okta user with realistic values', async () => {
    const { status, body, headers } = await plainJson().post('/Users', created);
    idUserOne = body?.id ?? '';
    expect(status).toBe(201);
    expect(body).toMatchObject({
      schemas: [userSchema],
      id: expect.stringMatching(/.+/) as unknown,
      active: true,
      userName: `${random}@atko.test`,
      name: { familyName: 'Atko', givenName: 'Random' },
    });
    expect(headers.get('location')).toBe(`${provisioned.app.url}/scim/v2/Users/${body?.id}`);
  });

  it('7. Required Test: Verify that user was created', async () => {
    const { status, body } = await directory.get(`/Users/${idUserOne}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ userName: `${random}@atko.test`, name: { familyName: 'Atko', givenName: 'Random' } });
  });

  it('8. Required Test: Expect failure when recreating user with same values', async () => {
    const { status, body } = await plainJson().post('/Users', created);
    expect(status).toBe(409);
    expect(body).toMatchObject({ schemas: [errorSchema], status: '409', scimType: 'uniqueness' });
  });

  it('9. Required Test: Username Case Sensitivity Check', async () => {
    const { status, body } = await directory.find('Users', `userName eq "${`${random}@atko.test`.toUpperCase()}"`);
    expect(status).toBe(200);
    expect(body?.Resources).toMatchObject([{ userName: `${random}@atko.test` }]);
  });

  it('10. Optional Test: Verify Groups endpoint', async () => {
    const { status, body } = await directory.get('/Groups');
    expect(status).toBe(200);
    expect(body).toMatchObject({ schemas: [listSchema], totalResults: 0, Resources: [] });
  });

  it('11. Required Test: Check status 401', async () => {
    const { status, body } = await new DirectoryClient(directory.url, 'non-token').get('/Users');
    expect(status).toBe(401);
    expect(body).toMatchObject({ schemas: [errorSchema], status: '401', detail: expect.stringMatching(/.+/) as unknown });
  });

  it('12. Required Test: Check status 404', async () => {
    const { status, body } = await directory.get('/Users/00919288221112222');
    expect(status).toBe(404);
    expect(body).toMatchObject({ schemas: [errorSchema], status: '404', detail: expect.stringMatching(/.+/) as unknown });
  });
});
