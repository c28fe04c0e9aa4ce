import { randomUUID } from 'node:crypto';
import { type DirectoryClient, type Provisioned, type ScimBody, startProvisioned } from './directory-client.js';
import { createdBy, enterprise } from './entra-user.js';

let provisioned: Provisioned;
let directory: DirectoryClient;

beforeAll(async () => {
  provisioned = await startProvisioned();
  ({ directory } = provisioned);
});

afterAll(() => provisioned.app.close());

const create = (more?: object): Promise<ScimBody> => createdBy(directory, more);

// https://learn.microsoft.com/entra/identity/app-provisioning/application-provisioning-config-problem-scim-compatibility
describe.each([
  ['Without feature flag', 'Replace', 'Add', 'Remove', 'False'],
  ['With feature flag', 'replace', 'add', 'remove', false],
] as const)('%s', (_title, replace, add, remove, disabled) => {
  it('Requests made to disable users', async () => {
    const { id } = await create();
    expect((await directory.patch(`/Users/${id}`, { op: replace, path: 'active', value: disabled })).body).toMatchObject({ active: false });
    expect(
      (await directory.patch(`/Users/${id}`, { op: replace, path: 'active', value: disabled === false ? true : 'True' })).body,
    ).toMatchObject({
      active: true,
    });
  });

  it('Requests made to add a single-value string attribute', async () => {
    const { id } = await create();
    expect((await directory.patch(`/Users/${id}`, { op: add, path: 'nickName', value: 'Babs' })).body).toMatchObject({ nickName: 'Babs' });
  });

  it('Requests to replace multiple attributes', async () => {
    const { id } = await create({ displayName: 'before', [enterprise]: { employeeNumber: '1' } });
    const one = (path: string, value: string): object => ({ op: replace, path, value });
    const operations =
      disabled === 'False'
        ? [
            one('displayName', 'Pvlo'),
            one('emails[type eq "work"].value', 'TestBcwqnm@test.microsoft.com'),
            one('name.givenName', 'Gtfd'),
            one('name.familyName', 'Pkqf'),
            one('externalId', `Eqpj${id}`),
            one(`${enterprise}:employeeNumber`, 'Eqpj'),
          ]
        : [
            one('emails[type eq "work"].value', 'TestBcwqnm@test.microsoft.com'),
            {
              op: replace,
              value: {
                displayName: 'Pvlo',
                'name.givenName': 'Gtfd',
                'name.familyName': 'Pkqf',
                externalId: `Eqpj${id}`,
                [`${enterprise}:employeeNumber`]: 'Eqpj',
              },
            },
          ];
    const { status, body } = await directory.patch(`/Users/${id}`, ...operations);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      displayName: 'Pvlo',
      emails: [{ type: 'work', value: 'TestBcwqnm@test.microsoft.com', primary: true }],
      name: { givenName: 'Gtfd', familyName: 'Pkqf', formatted: 'givenName familyName' },
      externalId: `Eqpj${id}`,
      [enterprise]: { employeeNumber: 'Eqpj' },
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:User', enterprise],
    });
    expect(body).not.toHaveProperty('name.givenName'.split('.').join('\\.'));
    expect(Object.keys(body ?? {})).not.toContain('name.givenName');
  });

  it('Requests made to remove a group member', async () => {
    const [{ id: stays }, { id: goes }] = [await create(), await create()];
    const posted = await directory.post('/Groups', { displayName: randomUUID(), members: [{ value: stays }, { value: goes }] });
    const removal =
      disabled === 'False'
        ? { op: remove, path: 'members', value: [{ value: goes }] }
        : { op: remove, path: `members[value eq "${goes}"]` };
    expect((await directory.patch(`/Groups/${posted.body?.id}`, removal)).status).toBe(204);
    expect((await directory.get(`/Groups/${posted.body?.id}`)).body?.['members']).toMatchObject([{ value: stays }]);
  });
});

describe('what else Entra is known to send', () => {
  it('adds an address of a kind that is not there', async () => {
    const { id } = await create({ emails: [{ type: 'home', value: 'ada@home.test' }] });
    const { body } = await directory.patch(`/Users/${id}`, { op: 'Add', path: 'emails[type eq "work"].value', value: 'ada@work.test' });
    expect(body?.['emails']).toEqual([
      { type: 'home', value: 'ada@home.test' },
      { type: 'work', value: 'ada@work.test' },
    ]);
  });

  it('adds the parts of a new postal address one by one', async () => {
    const { id } = await create();
    const { body } = await directory.patch(
      `/Users/${id}`,
      { op: 'Add', path: 'addresses[type eq "work"].streetAddress', value: '1 Analytical Way' },
      { op: 'Add', path: 'addresses[type eq "work"].locality', value: 'London' },
    );
    expect(body?.['addresses']).toEqual([{ type: 'work', streetAddress: '1 Analytical Way', locality: 'London' }]);
  });

  it('says who the manager is by the id alone', async () => {
    const { id: manager } = await create();
    const { id } = await create({ [enterprise]: { manager } });
    expect((await directory.get(`/Users/${id}`)).body).toMatchObject({ [enterprise]: { manager: { value: manager } } });
    const patched = await directory.patch(`/Users/${id}`, { op: 'Add', path: `${enterprise}:manager`, value: id });
    expect(patched.body).toMatchObject({ [enterprise]: { manager: { value: id } } });
  });

  it('puts and takes all of an extension at once', async () => {
    const { id } = await create({ [enterprise]: { department: 'Mathematics' } });
    const { body } = await directory.patch(`/Users/${id}`, { op: 'Add', path: enterprise, value: { costCenter: '7' } });
    expect(body?.[enterprise]).toEqual({ department: 'Mathematics', costCenter: '7' });
    expect((await directory.patch(`/Users/${id}`, { op: 'Remove', path: enterprise })).body).not.toHaveProperty([enterprise]);
  });

  it('creates somebody by texts that mean booleans, and by names in another case', async () => {
    const { body } = await directory.post('/Users', { UserName: randomUUID(), Active: 'False', DisplayName: 'Ada', roles: [] });
    expect(body).toMatchObject({ active: false, displayName: 'Ada' });
  });

  it('tests a connection by looking for nobody', async () => {
    expect((await directory.find('Users', `userName eq "${randomUUID()}"`)).body).toMatchObject({ totalResults: 0 });
  });
});
