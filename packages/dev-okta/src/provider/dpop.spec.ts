import * as client from 'openid-client';
import { decodeJwt } from 'jose';
import type { EmbeddedOkta } from '../embedded-okta.js';
import { REDIRECT_URI, RelyingParty, startOrganisation, BASIC, post } from '../../test/relying-party.js';

describe('an application that must use DPoP (RFC 9449)', () => {
  let okta: EmbeddedOkta;

  beforeEach(async () => {
    okta = await startOrganisation({ switches: { requireDpop: true } });
  });
  afterEach(() => okta.close());

  it('is told to use a nonce when it proves without one', async () => {
    const app = await RelyingParty.discover(okta.origin);
    const proofs: string[] = [];
    app.configuration[client.customFetch] = (url, options) => {
      const proof = new Headers(options.headers).get('dpop');
      if (proof !== null) proofs.push(proof);
      return fetch(url, options);
    };
    const DPoP = client.getDPoPHandle(app.configuration, await client.randomDPoPKeyPair());
    await client.authorizationCodeGrant(app.configuration, (await app.signIn('alice')).url, checks(app), undefined, { DPoP });

    const [first = ''] = proofs;
    const refused = await post(
      `${okta.origin}/oauth2/v1/token`,
      { grant_type: 'authorization_code', code: 'x', redirect_uri: REDIRECT_URI },
      { authorization: BASIC, dpop: first },
    );
    expect(refused).toMatchObject({
      status: 400,
      body: { error: 'use_dpop_nonce', error_description: 'Authorization server requires nonce in DPoP proof.' },
    });
    expect(refused.headers.get('dpop-nonce')).toMatch(/\S/);
  });

  it.each(['', '/oauth2/aus1embedded'])('gets tokens of %s bound to its key, which userinfo takes with a proof only', async (path) => {
    const app = await RelyingParty.discover(okta.origin + path);
    const DPoP = client.getDPoPHandle(app.configuration, await client.randomDPoPKeyPair());
    const tokens = await client.authorizationCodeGrant(app.configuration, (await app.signIn('alice')).url, checks(app), undefined, {
      DPoP,
    });
    expect(tokens.token_type).toBe('dpop');
    if (path !== '') expect(decodeJwt(tokens.access_token)).toHaveProperty('cnf.jkt');

    const sub = tokens.claims()?.sub ?? '';
    await expect(client.fetchUserInfo(app.configuration, tokens.access_token, sub, { DPoP })).resolves.toMatchObject({ sub });
    await expect(client.fetchUserInfo(app.configuration, tokens.access_token, sub)).rejects.toThrow();
  });

  function checks(app: RelyingParty): client.AuthorizationCodeGrantChecks {
    return { pkceCodeVerifier: app.codeVerifier, expectedNonce: app.nonce, expectedState: app.state };
  }
});
