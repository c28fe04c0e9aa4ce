import { fetchUserInfo } from 'openid-client';
import type { EmbeddedOkta } from './embedded-okta.js';
import { RelyingParty, startOrganisation } from '../test/relying-party.js';

describe('signing in at the embedded organisation', () => {
  let okta: EmbeddedOkta;

  beforeEach(async () => {
    okta = await startOrganisation();
  });
  afterEach(() => okta.close());

  it('signs alice in through the org server', async () => {
    const app = await RelyingParty.discover(okta.origin);
    const tokens = await app.tokens(await app.signIn('alice'));
    expect(tokens.claims()).toMatchObject({
      iss: okta.origin,
      ver: 1,
      jti: expect.stringMatching(/^ID\./),
      sub: expect.stringMatching(/^00u\w{17}$/),
      idp: expect.stringMatching(/^00o\w{17}$/),
      amr: ['pwd'],
      sid: expect.any(String),
      auth_time: expect.any(Number),
      at_hash: expect.any(String),
      name: 'Alice Archer',
      email: 'alice@example.com',
      preferred_username: 'alice@example.com',
      zoneinfo: 'America/Los_Angeles',
    });
    expect(await fetchUserInfo(app.configuration, tokens.access_token, tokens.claims()?.sub ?? '')).toMatchObject({
      email: 'alice@example.com',
      email_verified: true,
    });
  });

  it('fails through default until that server has an access policy', async () => {
    const app = await RelyingParty.discover(`${okta.origin}/oauth2/default`);
    const refused = await app.signIn('alice');
    expect(Object.fromEntries(refused.url.searchParams)).toEqual({
      error: 'access_denied',
      error_description: 'Policy evaluation failed for this request, please check the policy configurations.',
      state: app.state,
    });

    okta.switches.defaultPolicy = true;
    const tokens = await app.tokens(await app.signIn('alice'));
    expect(tokens.claims()).toMatchObject({ iss: `${okta.origin}/oauth2/default` });
  });
});
