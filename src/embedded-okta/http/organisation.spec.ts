import type { EmbeddedOkta } from '../embedded-okta.js';
import { SWITCH_TEXTS } from '../organisation/switches.js';
import { CLIENT_ID, startOrganisation } from '../testing/relying-party.js';

describe("the organisation's page", () => {
  let okta: EmbeddedOkta;

  beforeAll(async () => {
    okta = await startOrganisation();
  });
  afterAll(() => okta.close());

  it('lists people, servers, the application and a control for each switch', async () => {
    const text = await (await fetch(okta.origin)).text();
    for (const { username } of okta.people) expect(text).toContain(username);
    for (const name of Object.keys(SWITCH_TEXTS)) expect(text).toContain(`name="${name}"`);
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

  it('rotates the key', async () => {
    const keys = async () => (await fetch(`${okta.origin}/oauth2/v1/keys`)).text();
    const before = await keys();
    await submit({ action: 'rotate-key' });
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
