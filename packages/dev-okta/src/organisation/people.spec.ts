import { fetchUserInfo } from 'openid-client';
import type { EmbeddedOkta } from '../embedded-okta.js';
import { RelyingParty, startOrganisation } from '../../test/relying-party.js';
import { people } from './people.js';

const DENIED = 'access_denied';

describe('the people of the organisation', () => {
  let okta: EmbeddedOkta;

  beforeAll(async () => {
    okta = await startOrganisation({ switches: { defaultPolicy: true } });
  });
  afterAll(() => okta.close());

  it.each([
    ['unassigned', DENIED, 'User is not assigned to the client application.'],
    ['noconsent', DENIED, 'The resource owner or authorization server denied the request.'],
    ['nofactors', DENIED, 'The authorize request required an MFA prompt but the org has no factors configured.'],
    ['expired', DENIED, "The user's password is expired."],
    ['overflow', 'server_error', 'The groups claim matched too many groups and must be configured to match fewer groups.'],
  ])('refuses %s through every server', async (person, error, description) => {
    for (const path of ['', '/oauth2/default']) {
      const app = await RelyingParty.discover(okta.origin + path);
      const { url } = await app.signIn(person);
      expect(Object.fromEntries(url.searchParams)).toEqual({ error, error_description: description, state: app.state });
    }
  });

  it.each([
    ['nopolicy', 'Policy evaluation failed for this request, please check the policy configurations.'],
    ['noscopes', 'Policy evaluation succeeded, but all the requested scopes were rejected.'],
  ])('refuses %s through a custom server only', async (person, description) => {
    const custom = await RelyingParty.discover(`${okta.origin}/oauth2/default`);
    expect((await custom.signIn(person)).url.searchParams.get('error_description')).toBe(description);
    const org = await RelyingParty.discover(okta.origin);
    expect((await org.signIn(person)).url.searchParams.has('code')).toBe(true);
  });

  it('keeps someone who is locked out on the sign-in page', async () => {
    const app = await RelyingParty.discover(okta.origin);
    const page = await app.signIn('locked');
    expect(page.status).toBe(401);
    expect(page.text).toContain('Unable to sign in');
  });

  it('refuses elsewhere at the token endpoint', async () => {
    const app = await RelyingParty.discover(okta.origin);
    await expect(app.tokens(await app.signIn('elsewhere'))).rejects.toMatchObject({
      error: DENIED,
      status: 403,
      error_description: "The request is made from outside the client's permitted network zones.",
    });
  });

  it('leaves out an e-mail address that is not there', async () => {
    const { claims, userinfo } = await signIn('noemail');
    for (const set of [claims, userinfo]) {
      expect(set).not.toHaveProperty('email');
      expect(set).not.toHaveProperty('email_verified');
      expect(set).toHaveProperty('name', 'Nell Nomail');
    }
  });

  it.each([
    ['sameemail', { email: 'alice@example.com' }],
    ['html', { name: '<b>Hugo</b> <script>alert("html")</script>' }],
    ['verified', { email_verified: 'true' }],
    ['unverified', { email_verified: 'false' }],
    ['unicode', { family_name: 'عربى \u202Etxt' }],
  ])('gives %s the odd claims', async (person, expected) => {
    const { claims, userinfo } = await signIn(person);
    expect(claims).toMatchObject(expected);
    expect(userinfo).toMatchObject(expected);
  });

  it('keeps odd e-mail claims to the scope email', async () => {
    const { claims, userinfo } = await signIn('verified', 'openid profile');
    expect(claims).not.toHaveProperty('email_verified');
    expect(userinfo).not.toHaveProperty('email_verified');
  });

  it('lists 3000 groups', async () => {
    const { claims } = await signIn('manygroups', 'openid groups');
    expect(claims['groups']).toHaveLength(3000);
  });

  it('sends a claim named __proto__ as it is', async () => {
    const { claims } = await signIn('proto');
    expect(Object.keys(claims)).toEqual(expect.arrayContaining(['__proto__', 'constructor', 'toString']));
  });

  it('tells of each scenario in one line, and gives everyone a user id of their own', () => {
    expect(okta.people.filter(({ scenario }) => scenario === undefined).map(({ username }) => username)).toEqual([
      'alice@example.com',
      'bob@example.com',
    ]);
    expect(okta.people.every(({ username, password }) => username === `${password}@example.com`)).toBe(true);
    expect(new Set(people.map(({ id }) => id)).size).toBe(people.length);
  });

  async function signIn(person: string, scope = 'openid profile email') {
    const app = await RelyingParty.discover(okta.origin);
    const tokens = await app.tokens(await app.signIn(person, { scope }));
    const [, payload = ''] = (tokens.id_token ?? '').split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>;
    return { claims, userinfo: await fetchUserInfo(app.configuration, tokens.access_token, String(claims['sub'])) };
  }
});
