import { ConnectionTable } from '../../../packages/signin/src/connections/connection-table.js';
import { Database } from '../../../packages/signin/src/database/database.js';
import { KeyRing } from '../../../packages/signin/src/session/key-ring.js';
import { startApp } from '../../support/start-app.js';
import { DirectoryClient, oktaUser, otherToken, type Provisioned, refusal, startProvisioned, token } from './directory-client.js';

const acme = {
  CONNECTIONS: 'acme',
  CONNECTION_ACME_OIDC_ISSUER: 'https://login.acme.test',
  CONNECTION_ACME_OIDC_CLIENT_ID: 'acme',
  CONNECTION_ACME_OIDC_CLIENT_SECRET: 'k3Jd9sWq0aPz7',
};

let provisioned: Provisioned;
let ours: DirectoryClient;
let theirs: DirectoryClient;

beforeAll(async () => {
  provisioned = await startProvisioned({ ...acme, CONNECTION_ACME_SCIM_TOKEN: otherToken });
  ours = provisioned.directory;
  theirs = new DirectoryClient(ours.url, `Bearer ${otherToken}`);
});

afterAll(() => provisioned.app.close());

describe('the token of a connection', () => {
  it('is for its people and groups alone: those of another are not there', async () => {
    const person = oktaUser('ada@example.test', '00u1ada');
    const { id } = (await ours.post('/Users', person)).body ?? { id: '' };
    const group = (await ours.post('/Groups', { displayName: 'Engineers', members: [{ value: id }] })).body?.id ?? '';
    const answers = [
      await theirs.get(`/Users/${id}`),
      await theirs.put(`/Users/${id}`, person),
      await theirs.patch(`/Users/${id}`, { op: 'replace', path: 'active', value: false }),
      await theirs.delete(`/Users/${id}`),
      await theirs.get(`/Groups/${group}`),
      await theirs.put(`/Groups/${group}`, { displayName: 'Engineers' }),
      await theirs.patch(`/Groups/${group}`, { op: 'replace', path: 'members', value: [] }),
      await theirs.delete(`/Groups/${group}`),
    ];
    expect(answers.map(refusal)).toEqual(answers.map(() => [404, undefined]));
    for (const kind of ['Users', 'Groups'] as const) {
      expect((await theirs.get(`/${kind}`)).body?.totalResults).toBe(0);
      expect((await theirs.find(kind, `id eq "${kind === 'Users' ? id : group}"`)).body?.totalResults).toBe(0);
    }
    // The same names are no conflict, and a member of another connection is nobody.
    const own = await theirs.post('/Users', person);
    expect(own.status).toBe(201);
    const posted = await theirs.post('/Groups', { displayName: 'Engineers', members: [{ value: id }, { value: own.body?.id }] });
    expect(posted.body?.['members']).toMatchObject([{ value: own.body?.id }]);
    expect((await ours.get(`/Users/${id}`)).body).toMatchObject({ active: true });
    expect((await ours.get(`/Groups/${group}`)).body?.['members']).toMatchObject([{ value: id }]);
  });

  it('is found in the database as well, as long as its connection is there', async () => {
    const { app } = provisioned.app;
    const table = new ConnectionTable(app.get(Database), app.get(KeyRing));
    const stored = 'the-token-of-a-stored-connection-0123456789';
    const texts = { LABEL: 'Globex', OIDC_ISSUER: 'https://login.globex.test', OIDC_CLIENT_ID: 'a', OIDC_CLIENT_SECRET: 'k3Jd9sWq0aPz7' };
    const keys = { label: 'Globex', issuer: texts.OIDC_ISSUER, organisation: undefined, hidden: false, domains: [] };
    await table.save('globex', new Map(Object.entries({ ...texts, SCIM_TOKEN: stored })), keys);
    const globex = new DirectoryClient(ours.url, `Bearer ${stored}`);
    expect((await globex.post('/Users', oktaUser('grace@globex.test', '00u2grace'))).status).toBe(201);
    expect((await ours.find('Users', 'userName eq "grace@globex.test"')).body?.totalResults).toBe(0);
    // Whoever is not let in any more can still be told to have left.
    await table.enable('globex', false);
    expect((await globex.get('/Users')).body?.totalResults).toBe(1);
    await table.remove('globex');
    expect((await globex.get('/Users')).status).toBe(401);
  });

  it("is no other one's: the same twice is refused at start", async () => {
    await expect(startApp({ ...acme, SCIM_TOKEN: token, CONNECTION_ACME_SCIM_TOKEN: token })).rejects.toThrow(
      'CONNECTION_ACME_SCIM_TOKEN is the token of another connection as well',
    );
  });
});
