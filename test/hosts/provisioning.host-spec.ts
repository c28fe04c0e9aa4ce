import { type RunningHost, startHost } from './running-host.js';

const token = 'a-token-of-the-directory-0123456789abcdef';

describe.each([
  ['Nest 11 on Express', 'nest-11-nodenext'],
  ['Nest 12 on Express', 'nest-12-express'],
  ['Nest 12 on Fastify', 'nest-12-fastify'],
])('ScimModule in %s', (_title, name) => {
  let host: RunningHost;

  beforeAll(async () => {
    host = await startHost({ name, env: { SCIM_TOKEN: token } });
  });

  afterAll(() => host?.program.remove());

  const send = async (method: string, path: string, body?: object | string, authorization = `Bearer ${token}`) => {
    const sent = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) };
    const headers = { authorization, 'content-type': 'application/scim+json; charset=utf-8' };
    const response = await fetch(`${host.url}/scim/v2${path}`, { method, headers, ...sent });
    const text = await response.text();
    if (text !== '') expect(response.headers.get('content-type')).toMatch(/^application\/scim\+json/);
    return { status: response.status, body: (text === '' ? undefined : JSON.parse(text)) as Record<string, unknown> | undefined };
  };

  it('takes people and groups, whatever the adapter and its body parsers', async () => {
    const created = await send('POST', '/Users', { userName: 'ada@example.test', externalId: '00u1ada', active: true });
    expect(created).toMatchObject({ status: 201, body: { userName: 'ada@example.test' } });
    const id = String(created.body?.['id']);
    const patch = { Operations: [{ op: 'Replace', path: 'active', value: 'False' }] };
    expect(await send('PATCH', `/Users/${id}`, patch)).toMatchObject({ status: 200, body: { active: false } });
    expect(await send('GET', `/Users?filter=${encodeURIComponent('userName eq "ADA@example.test"')}`)).toMatchObject({
      body: { totalResults: 1 },
    });
    const group = await send('POST', '/Groups', { displayName: 'Engineers', members: [{ value: id }] });
    expect(group).toMatchObject({ status: 201, body: { members: [{ value: id }] } });
    expect((await send('DELETE', `/Users/${id}`)).status).toBe(204);
    expect(await send('GET', '/Schemas/urn:ietf:params:scim:schemas:core:2.0:User')).toMatchObject({ status: 200 });
  });

  it('says no as SCIM does', async () => {
    expect(await send('GET', '/Users', undefined, 'Bearer wrong')).toMatchObject({ status: 401, body: { status: '401' } });
    expect(await send('GET', '/nowhere')).toMatchObject({ status: 404, body: { status: '404' } });
    expect(await send('PUT', '/Users', {})).toMatchObject({ status: 405, body: { status: '405' } });
    expect(await send('POST', '/Users', '{')).toMatchObject({ status: 400, body: { scimType: 'invalidSyntax' } });
    expect(await send('POST', '/.search', {})).toMatchObject({ status: 501 });
  });
});
