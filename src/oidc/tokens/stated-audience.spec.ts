import { UnsecuredJWT } from 'jose';
import { statedAudience } from './access-token.js';

describe('The audience of an access token', () => {
  it.each([
    ['one', new UnsecuredJWT({ aud: 'api://one' }).encode(), ['api://one']],
    ['several', new UnsecuredJWT({ aud: ['api://one', 'api://two'] }).encode(), ['api://one', 'api://two']],
    ['none', new UnsecuredJWT({}).encode(), undefined],
    ['an opaque token', 'opaque', undefined],
    ['three parts that are no JWT', 'a.b.c', undefined],
    ['an encrypted token', 'a.b.c.d.e', undefined],
  ])('is read where the token states it: %s', (_what, token, audience) => {
    expect(statedAudience(token)).toEqual(audience);
  });
});
