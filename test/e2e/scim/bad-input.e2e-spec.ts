import { randomUUID } from 'node:crypto';
import {
  DirectoryClient,
  newPerson,
  otherToken,
  type Provisioned,
  refusal,
  type ScimBody,
  startProvisioned,
  token,
} from './directory-client.js';

// Its application starts when its own tests do: Nest's log goes to the one that was started last.
describe('Bad input', () => {
  let provisioned: Provisioned;
  let directory: DirectoryClient;

  beforeAll(async () => {
    provisioned = await startProvisioned({ SCIM_TOKEN: `${otherToken}, ${token}`, RATE_LIMIT: '5' });
    ({ directory } = provisioned);
  });

  afterAll(() => provisioned.app.close());

  const person = (more?: object): Promise<ScimBody> => newPerson(directory, more);

  describe('bodies', () => {
    it.each(['', '{', '[]', '"x"', 'null', '7', `${'['.repeat(200)}${']'.repeat(200)}`])('%s is refused', async (body) => {
      for (const kind of ['Users', 'Groups'])
        expect(refusal(await directory.send('POST', `/${kind}`, body))).toEqual([400, 'invalidSyntax']);
    });

    it('are JSON, whatever they say that they are', async () => {
      for (const type of ['application/json', 'application/scim+json', 'text/plain'])
        expect((await new DirectoryClient(directory.url, undefined, type).post('/Users', { userName: randomUUID() })).status).toBe(201);
    });

    it('have a name', async () => {
      expect(refusal(await directory.post('/Users', { displayName: 'x' }))).toEqual([400, 'invalidValue']);
      expect(refusal(await directory.post('/Users', { userName: '' }))).toEqual([400, 'invalidValue']);
      expect(refusal(await directory.post('/Groups', { members: [] }))).toEqual([400, 'invalidValue']);
      expect(refusal(await directory.post('/Users', { userName: { a: 1 } }))).toEqual([400, 'invalidValue']);
      expect(refusal(await directory.post('/Groups', { displayName: randomUUID(), members: [7] }))).toEqual([400, 'invalidValue']);
    });

    it('change no prototype', async () => {
      const { body } = await directory.send(
        'POST',
        '/Users',
        `{"userName":"${randomUUID()}","__proto__":{"active":false},"name":{"__proto__":{"x":1}}}`,
      );
      expect(body).toMatchObject({ active: true });
      expect(({} as Record<string, unknown>)['x']).toBeUndefined();
    });

    it('over eight million bytes are refused', async () => {
      expect(refusal(await directory.post('/Users', { userName: 'x'.repeat(8 * 1024 * 1024) }))[0]).toBe(413);
    });
  });

  describe('tokens', () => {
    it('are both taken while one is replaced', async () => {
      for (const text of [token, otherToken])
        expect((await new DirectoryClient(directory.url, `bearer ${text}`).get('/Users?count=0')).status).toBe(200);
    });

    it('are asked for before a body is read, and guessing them is limited', async () => {
      const guess = new DirectoryClient(directory.url, 'Bearer wrong');
      const answers = [];
      for (let at = 0; at < 7; at += 1) answers.push(await guess.post('/Users', '{'));
      expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401, 429, 429]);
      expect(answers[0]?.headers.get('www-authenticate')).toBe('Bearer');
      expect(answers[6]?.headers.get('retry-after')).toMatch(/^\d+$/);
      // The directory itself goes on.
      for (let at = 0; at < 30; at += 1) expect((await directory.get('/Users?count=0')).status).toBe(200);
    });
  });

  describe('groups', () => {
    it('leave out whom nobody knows, and say so in the log', async () => {
      const { id } = await person();
      const { body } = await directory.post('/Groups', { displayName: randomUUID(), members: [{ value: id }, { value: randomUUID() }] });
      expect(body?.['members']).toMatchObject([{ value: id }]);
      expect(provisioned.app.log.join()).toContain(`group ${body?.id} names 1 people who are not here`);
    });

    it('have names that differ in more than case', async () => {
      const displayName = randomUUID();
      await directory.post('/Groups', { displayName });
      expect(refusal(await directory.post('/Groups', { displayName: displayName.toUpperCase() }))).toEqual([409, 'uniqueness']);
    });

    it.each<[string, object, unknown[]]>([
      ['a part of a member', { op: 'replace', path: 'members.value', value: 'x' }, [400, 'invalidPath']],
      ['a filter by something else', { op: 'remove', path: 'members[display eq "x"]' }, [400, 'invalidFilter']],
      ['a filter for an addition', { op: 'add', path: 'members[value eq "x"]', value: [] }, [400, 'invalidPath']],
      ['no name', { op: 'remove', path: 'displayName' }, [400, 'mutability']],
    ])('%s is refused', async (_title, operation, expected) => {
      const { body } = await directory.post('/Groups', { displayName: randomUUID() });
      expect(
        refusal(await directory.patch(`/Groups/${body?.id}`, { op: 'replace', path: 'displayName', value: randomUUID() }, operation)),
      ).toEqual(expected);
      expect((await directory.get(`/Groups/${body?.id}`)).body).toEqual(body);
    });

    it('take two pushes at the same moment', async () => {
      const people = await Promise.all(Array.from({ length: 10 }, () => person()));
      const { body } = await directory.post('/Groups', { displayName: randomUUID() });
      const answers = await Promise.all(
        people.map(({ id }) => directory.patch(`/Groups/${body?.id}`, { op: 'add', path: 'members', value: [{ value: id }] })),
      );
      expect(answers.map(({ status }) => status)).toEqual(people.map(() => 204));
      expect((await directory.get(`/Groups/${body?.id}`)).body?.['members']).toHaveLength(10);
    });

    it('and people are created once by several posts at the same moment', async () => {
      const userName = randomUUID();
      const answers = await Promise.all([1, 2, 3, 4].map(() => directory.post('/Users', { userName })));
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
    });

    it('and two changes of one person at the same moment are both there', async () => {
      const { id } = await person();
      await Promise.all(
        [
          ['title', 'x'],
          ['nickName', 'y'],
          ['locale', 'de'],
        ].map(([path, value]) => directory.patch(`/Users/${id}`, { op: 'add', path, value })),
      );
      expect((await directory.get(`/Users/${id}`)).body).toMatchObject({ title: 'x', nickName: 'y', locale: 'de' });
    });
  });

  // At the end: Nest's log goes to the application that was started last.
  describe('without a token', () => {
    it('nothing is there', async () => {
      const off = await startProvisioned({ SCIM_TOKEN: '' });
      expect(refusal(await off.directory.get('/Users'))).toEqual([404, undefined]);
      await off.app.close();
    });
  });
});
