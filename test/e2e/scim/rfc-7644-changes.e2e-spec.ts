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
  it('3.5.1: keeps what only we write, and whether somebody is active where a body does not say', async () => {
    const { id } = await person({ externalId: 'kept', active: false, title: 'gone' });
    const { body } = await directory.put(`/Users/${id}`, {
      id: 'another',
      userName: 'a.new.name',
      meta: { created: 'x' },
      groups: [{ value: 'x' }],
    });
    expect(body).toMatchObject({ id, userName: 'a.new.name', active: false, externalId: 'kept' });
    expect(Object.keys(body ?? {}).sort()).toEqual(['active', 'externalId', 'id', 'meta', 'schemas', 'userName']);
  });

  it('3.5.2: changes all of a PATCH or nothing', async () => {
    const { id, ...before } = await person({ title: 'before' });
    const answer = await directory.patch(
      `/Users/${id}`,
      { op: 'replace', path: 'title', value: 'after' },
      { op: 'replace', path: 'active', value: 7 },
    );
    expect(refusal(answer)).toEqual([400, 'invalidValue']);
    expect((await directory.get(`/Users/${id}`)).body).toEqual({ id, ...before });
  });

  it('3.5.2.1: leaves the time of the last change where nothing changes', async () => {
    const { id, meta } = await person({ emails: [{ value: 'a@b.test', type: 'work' }] });
    const { body } = await directory.patch(`/Users/${id}`, { op: 'add', path: 'emails', value: [{ value: 'a@b.test', type: 'work' }] });
    expect(body).toMatchObject({ emails: [{ value: 'a@b.test' }], meta });
  });

  it('3.5.2.1: makes the other values no primary ones when a new one is', async () => {
    const { id } = await person({ emails: [{ value: 'a@b.test', type: 'work', primary: true }] });
    const { body } = await directory.patch(`/Users/${id}`, { op: 'add', path: 'emails', value: [{ value: 'c@d.test', primary: true }] });
    expect(body?.['emails']).toEqual([
      { value: 'a@b.test', type: 'work', primary: false },
      { value: 'c@d.test', primary: true },
    ]);
  });

  it('3.5.2.2: removes one value, a part of it, and an attribute', async () => {
    const emails = [
      { value: 'a@b.test', type: 'work', primary: true },
      { value: 'c@d.test', type: 'home' },
    ];
    const { id } = await person({ emails, title: 'gone', name: { givenName: 'Ada', familyName: 'Lovelace' } });
    const { body } = await directory.patch(
      `/Users/${id}`,
      { op: 'remove', path: 'emails[type eq "home"]' },
      { op: 'remove', path: 'emails[type eq "work"].primary' },
      { op: 'remove', path: 'title' },
      { op: 'remove', path: 'name.familyName' },
    );
    expect(body).toMatchObject({ emails: [{ value: 'a@b.test', type: 'work' }], name: { givenName: 'Ada' } });
    expect(body).not.toHaveProperty('title');
    expect(body).not.toHaveProperty('name.familyName');
  });

  it.each<[string, object, unknown[]]>([
    ['3.5.2: an op that there is not', { op: 'merge', path: 'title', value: 'x' }, [400, 'invalidSyntax']],
    ['3.5.2: no path for a removal', { op: 'remove' }, [400, 'noTarget']],
    ['3.5.2.3: a value that is not there', { op: 'replace', path: 'emails[type eq "fax"].value', value: 'x' }, [400, 'noTarget']],
    ['3.5.2: a path that cannot be read', { op: 'replace', path: 'emails[', value: 'x' }, [400, 'invalidPath']],
    ['3.5.2: a filter in a path that cannot be read', { op: 'replace', path: 'emails[type zz].value', value: 'x' }, [400, 'invalidFilter']],
    ['3.5.2: an attribute that there is not', { op: 'replace', path: 'nickname2', value: 'x' }, [400, 'invalidPath']],
    ['3.5.2: a part that there is not', { op: 'replace', path: 'emails[type eq "work"].colour', value: 'x' }, [400, 'invalidPath']],
    ['3.5.2: an id', { op: 'replace', path: 'id', value: 'x' }, [400, 'mutability']],
    ['3.5.2: the removal of what is required', { op: 'remove', path: 'userName' }, [400, 'mutability']],
    ['3.5.2: a list where one text belongs', { op: 'replace', path: 'title', value: ['x'] }, [400, 'invalidValue']],
    ['3.5.2: a text for a name', { op: 'replace', path: 'name', value: 'Ada' }, [400, 'invalidValue']],
    ['3.5.2: a value without path that is no object', { op: 'replace', value: 'x' }, [400, 'invalidValue']],
    ['what no database holds', { op: 'replace', path: 'title', value: 'a\0b' }, [400, 'invalidValue']],
    ['half of a character', { op: 'replace', path: 'userName', value: '\ud800' }, [400, 'invalidValue']],
    ['a novel', { op: 'replace', path: 'title', value: 'x'.repeat(1001) }, [400, 'invalidValue']],
  ])('%s is refused', async (_title, operation, expected) => {
    const { id, ...before } = await person({ emails: [{ value: 'a@b.test', type: 'work' }] });
    expect(refusal(await directory.patch(`/Users/${id}`, operation))).toEqual(expected);
    expect((await directory.get(`/Users/${id}`)).body).toEqual({ id, ...before });
  });
});
