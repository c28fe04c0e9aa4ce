import type { EmbeddedOkta } from '../embedded-okta.js';
import { switchTable } from '../organisation/switches.js';
import { CLIENT_ID, startOrganisation } from '../../test/relying-party.js';

describe("the organisation's page", () => {
  let okta: EmbeddedOkta;

  beforeAll(async () => {
    okta = await startOrganisation();
  });
  afterAll(() => okta.close());

  it('lists people, servers, the application and a control for each switch', async () => {
    const text = await (await fetch(okta.origin)).text();
    for (const { username } of okta.people) expect(text).toContain(username);
    for (const name of Object.keys(switchTable)) expect(text).toContain(`name="${name}"`);
    expect(text).toContain(CLIENT_ID);
    expect(text).toContain(`${okta.origin}/oauth2/default/.well-known/openid-configuration`);
    expect(text).not.toContain('<script');
  });

  it('changes what the form says and leaves the rest', async () => {
    const answer = await submit({ requirePkce: 'on', clockSkew: '300', idToken: 'thin', defaultPolicy: 'nonsense' });
    expect(answer.status).toBe(303);
    expect(okta.switches).toMatchObject({ requirePkce: true, clockSkew: 300, idToken: 'thin', defaultPolicy: false, available: true });
    expect(await (await fetch(okta.origin)).text()).toContain('<option selected>thin</option>');
  });

  it('says of each switch what its present value does, and of no other that it is so', async () => {
    const nows = async (): Promise<(string | undefined)[]> =>
      [...(await (await fetch(okta.origin)).text()).matchAll(/<strong>Now (\w+):/g)].map(([, choice]) => choice);
    const inOrder = () =>
      Object.entries(okta.switches)
        .filter(([name]) => typeof switchTable[name as keyof typeof switchTable].effects !== 'string')
        .map(([, value]: [string, unknown]) => (typeof value === 'boolean' ? (value ? 'on' : 'off') : String(value)));
    expect(await nows()).toEqual(inOrder());
    await submit({ defaultPolicy: 'on', groupsClaim: 'off', idToken: 'fat' });
    expect(await nows()).toEqual(inOrder());
    const text = await (await fetch(okta.origin)).text();
    expect(text).toContain('<strong>Now on:</strong> default has one.');
    expect(text).toContain('<span class="quiet">Off: every sign-in through default fails, as in a new organisation.</span>');
    expect(text).not.toContain('has no access policy');
  });

  it('says what the application answered when sessions were cleared, and where it cannot be asked', async () => {
    const answer = await submit({ 'clear-sessions': 'alice@example.com' });
    const page = await (await fetch(new URL(answer.headers.get('location') ?? '', okta.origin))).text();
    expect(page).toContain(
      'The sessions of <bdi>alice@example.com</bdi> are cleared here. The application has no address for Universal Logout',
    );
  });

  it('rotates the key', async () => {
    const keys = async () => (await fetch(`${okta.origin}/oauth2/v1/keys`)).text();
    const before = await keys();
    await submit({ action: 'rotate-keys' });
    expect(await keys()).not.toBe(before);
  });

  it('takes no form from another site', async () => {
    const answer = await submit({ available: 'off' }, { 'sec-fetch-site': 'cross-site' });
    expect(answer.status).toBe(403);
    expect(okta.switches.available).toBe(true);
  });

  function submit(form: Record<string, string>, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(okta.origin, { method: 'POST', body: new URLSearchParams(form), headers, redirect: 'manual' });
  }
});
