import type { EmbeddedOkta } from '../embedded-okta.js';
import { CLIENT_ID, REDIRECT_URI, RelyingParty, startOrganisation } from '../../test/relying-party.js';
import { managementToken } from './management-api.js';

const SERVERS = '/api/v1/authorizationServers';
const POLICY = {
  type: 'OAUTH_AUTHORIZATION_POLICY',
  status: 'ACTIVE',
  name: 'app',
  description: 'app',
  priority: 1,
  conditions: { clients: { include: [CLIENT_ID] } },
};

describe('the Management API', () => {
  let okta: EmbeddedOkta;

  beforeEach(async () => {
    okta = await startOrganisation();
  });
  afterEach(() => okta.close());

  it('wants its token', async () => {
    for (const authorization of ['', 'SSWS wrong', 'Bearer wrong', `Basic ${managementToken}`]) {
      const response = await fetch(okta.origin + SERVERS, { headers: { authorization } });
      expect(response.status).toBe(401);
      expect(await response.json()).toMatchObject({ errorCode: 'E0000011', errorSummary: 'Invalid token provided' });
    }
  });

  it('lists custom servers with their claims', async () => {
    expect((await call('GET', SERVERS)).body).toEqual([
      expect.objectContaining({ id: 'default', issuer: `${okta.origin}/oauth2/default`, audiences: ['api://default'], status: 'ACTIVE' }),
      expect.objectContaining({ id: 'aus1embedded' }),
    ]);
    expect((await call('GET', `${SERVERS}/default`)).body).toMatchObject({ id: 'default' });
    expect((await call('GET', `${SERVERS}/default/claims`)).body).toMatchObject([{ name: 'groups', valueType: 'GROUPS' }]);
  });

  it('gives default its policy and rule, and sign-in works', async () => {
    expect((await call('GET', `${SERVERS}/default/policies`)).body).toEqual([]);
    const policy = await call('POST', `${SERVERS}/default/policies`, POLICY);
    expect(policy).toMatchObject({ status: 201, body: { id: expect.stringMatching(/^00p/), conditions: POLICY.conditions } });
    const rules = `${SERVERS}/default/policies/${String(policy.body['id'])}/rules`;
    expect(await refusal()).toBe('access_denied');

    const conditions = rule(['openid']);
    expect((await call('POST', rules, { type: 'RESOURCE_ACCESS', name: 'too narrow', priority: 1, conditions })).status).toBe(201);
    expect(await refusal()).toBe('access_denied');

    expect((await call('POST', rules, { type: 'RESOURCE_ACCESS', name: 'code', priority: 1, conditions: rule(['*']) })).status).toBe(201);
    expect(await refusal()).toBeNull();
    expect(okta.switches.defaultPolicy).toBe(true);
    expect((await call('GET', rules)).body).toHaveLength(2);
  });

  it('evaluates the groups and clients of a policy', async () => {
    const forOthers = await call('POST', `${SERVERS}/default/policies`, { ...POLICY, conditions: { clients: { include: ['other'] } } });
    await call('POST', `${SERVERS}/default/policies/${String(forOthers.body['id'])}/rules`, { name: 'code', conditions: rule(['*']) });
    expect(await refusal()).toBe('access_denied');

    const policy = await call('POST', `${SERVERS}/default/policies`, POLICY);
    await call('POST', `${SERVERS}/default/policies/${String(policy.body['id'])}/rules`, {
      name: 'admins',
      conditions: rule(['*'], ['Admins']),
    });
    expect(await refusal('bob')).toBe('access_denied');
    expect(await refusal('alice')).toBeNull();
  });

  it('evaluates the grant types of a rule', async () => {
    const policy = await call('POST', `${SERVERS}/default/policies`, POLICY);
    const conditions = { ...rule(['*']), grantTypes: { include: ['client_credentials'] } };
    await call('POST', `${SERVERS}/default/policies/${String(policy.body['id'])}/rules`, { name: 'services', conditions });
    expect(await refusal()).toBe('access_denied');
  });

  it('shows the application, who is assigned, and assigns Everyone', async () => {
    okta.switches.everyoneAssigned = false;
    const [app] = (await call('GET', '/api/v1/apps?q=my%20web')).body as unknown as { id: string }[];
    expect(await call('GET', `/api/v1/apps/${app?.id}`)).toMatchObject({
      body: { signOnMode: 'OPENID_CONNECT', settings: { oauthClient: { redirect_uris: [REDIRECT_URI] } } },
    });
    expect((await call('GET', `/api/v1/apps/${app?.id}/groups`)).body).toEqual([]);
    expect((await call('GET', `/api/v1/apps/${app?.id}/users`)).body).toEqual([]);

    okta.switches.everyoneAssigned = true;
    const [everyone] = (await call('GET', `/api/v1/apps/${app?.id}/groups`)).body as unknown as { id: string }[];
    okta.switches.everyoneAssigned = false;
    expect((await call('PUT', `/api/v1/apps/${app?.id}/groups/${everyone?.id}`, {})).status).toBe(200);
    expect(okta.switches.everyoneAssigned).toBe(true);
    const users = JSON.stringify((await call('GET', `/api/v1/apps/${app?.id}/users`)).body);
    expect(users).toContain('alice@example.com');
    expect(users).not.toContain('unassigned@example.com');
    expect((await call('GET', '/api/v1/apps?q=nothing')).body).toEqual([]);
  });

  it('changes the redirect URIs of the client', async () => {
    expect((await call('GET', `/oauth2/v1/clients/${CLIENT_ID}`)).body).toMatchObject({
      client_id: CLIENT_ID,
      redirect_uris: [REDIRECT_URI],
    });
    const changed = { redirect_uris: ['http://localhost:9/other'], post_logout_redirect_uris: [] };
    expect((await call('PUT', `/oauth2/v1/clients/${CLIENT_ID}`, changed)).body).toMatchObject(changed);
    const org = await RelyingParty.discover(okta.origin);
    expect((await org.browser.visit(await org.authorizationUrl())).status).toBe(400);
    expect((await call('PUT', `/oauth2/v1/clients/${CLIENT_ID}`, { redirect_uris: ['no address'] })).status).toBe(400);
  });

  it.each([
    ['GET', `${SERVERS}/nothing`, 404, 'E0000007'],
    ['GET', `${SERVERS}/org`, 404, 'E0000007'],
    ['GET', `${SERVERS}/default/policies/nothing/rules`, 404, 'E0000007'],
    ['GET', '/api/v1/apps/%E0%A4%A', 404, 'E0000007'],
    ['GET', '/oauth2/v1/clients/nobody', 404, 'E0000007'],
    ['GET', '/api/v1/nothing', 404, 'E0000008'],
    ['PUT', SERVERS, 405, 'E0000022'],
    ['POST', `${SERVERS}/default/policies`, 400, 'E0000001'],
  ])('answers %s %s with %d %s', async (method, path, status, errorCode) => {
    expect(await call(method, path, method === 'GET' ? undefined : {})).toMatchObject({ status, body: { errorCode } });
  });

  it('refuses a body that is no JSON object', async () => {
    for (const body of ['[', '[]', '"text"']) {
      const response = await fetch(`${okta.origin}${SERVERS}/default/policies`, {
        method: 'POST',
        body,
        headers: { authorization: `SSWS ${managementToken}` },
      });
      expect(await response.json()).toMatchObject({ errorCode: 'E0000003' });
    }
  });

  it('has no authorization servers without API Access Management', async () => {
    okta.switches.apiAccessManagement = false;
    for (const path of [SERVERS, `${SERVERS}/default`]) expect((await call('GET', path)).body).toMatchObject({ errorCode: 'E0000015' });
  });

  async function call(method: string, path: string, body?: object) {
    const response = await fetch(okta.origin + path, {
      method,
      headers: { authorization: `SSWS ${managementToken}`, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  }

  async function refusal(person = 'alice'): Promise<string | null> {
    const app = await RelyingParty.discover(`${okta.origin}/oauth2/default`);
    return (await app.signIn(person)).url.searchParams.get('error');
  }

  function rule(scopes: string[], groups: string[] = ['EVERYONE']): object {
    return { people: { groups: { include: groups } }, grantTypes: { include: ['authorization_code'] }, scopes: { include: scopes } };
  }
});
