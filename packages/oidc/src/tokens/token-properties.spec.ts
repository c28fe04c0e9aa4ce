import fc from 'fast-check';
import { ForgingProvider } from '../../../../test/support/forging-provider.js';
import { clockAt, trustIn } from '../../../../test/support/token-trust.js';
import { OidcError } from '../errors.js';
import { verifyIdToken } from './id-token.js';
import { issuerRule } from '../provider/issuer.js';
import { verifyLogoutToken } from './logout-token.js';
import type { TokenTrust } from './token-claims.js';

const now = 1_800_000_000;
const ISSUER = 'https://issuer.example';
const RULES = { issuer: issuerRule(ISSUER, []), clientId: 'app', clock: clockAt(now) };
let provider: ForgingProvider;
beforeAll(async () => (provider = await ForgingProvider.start()));
afterAll(() => provider.close());

/** Claims that are right, wrong, missing or of any type, in every mixture. */
const claims = fc.record(
  {
    iss: fc.oneof(fc.constant(ISSUER), fc.jsonValue()),
    sub: fc.oneof(fc.constant('person'), fc.jsonValue()),
    aud: fc.oneof(fc.constant('app'), fc.constant(['app']), fc.jsonValue()),
    azp: fc.oneof(fc.constant('app'), fc.jsonValue()),
    iat: fc.oneof(fc.integer({ min: now - 1000, max: now + 1000 }), fc.jsonValue()),
    exp: fc.oneof(fc.integer({ min: now - 1000, max: now + 1000 }), fc.jsonValue()),
    nbf: fc.oneof(fc.integer({ min: now - 1000, max: now + 1000 }), fc.jsonValue()),
    nonce: fc.oneof(fc.constant('n'), fc.jsonValue()),
    at_hash: fc.jsonValue(),
    auth_time: fc.oneof(fc.integer({ min: now - 1000, max: now + 1000 }), fc.jsonValue()),
    acr: fc.jsonValue(),
    jti: fc.oneof(fc.constant('id'), fc.jsonValue()),
    sid: fc.oneof(fc.constant('session'), fc.jsonValue()),
    events: fc.oneof(fc.constant({ 'http://schemas.openid.net/event/backchannel-logout': {} }), fc.jsonValue()),
  },
  { requiredKeys: [] },
);

/** The error, which must be ours; undefined when the token was accepted. */
async function verdict(judged: Promise<unknown>): Promise<OidcError | undefined> {
  try {
    await judged;
    return undefined;
  } catch (error) {
    expect(error).toBeInstanceOf(OidcError);
    return error as OidcError;
  }
}

describe('tokens of any content', () => {
  it('are ID tokens only with everything in its place, and never crash', async () => {
    const trust = trustIn(provider);
    await fc.assert(
      fc.asyncProperty(claims, async (content) => {
        const token = await provider.key.sign(content);
        const error = await verdict(verifyIdToken(token, { ...trust, ...RULES }, { nonce: 'n', maxAge: 100, accessToken: 'a' }));
        if (error === undefined) {
          expect(content).toMatchObject({ iss: ISSUER, nonce: 'n', sub: expect.stringMatching(/./) });
          expect([content.aud].flat()).toContain('app');
        }
      }),
      { numRuns: 200 },
    );
  });

  it('are logout tokens only with everything in its place, and never crash', async () => {
    const trust = trustIn(provider);
    await fc.assert(
      fc.asyncProperty(claims, async (content) => {
        const token = await provider.key.sign(content);
        const error = await verdict(verifyLogoutToken(token, { ...trust, ...RULES }));
        if (error === undefined) expect(content).toMatchObject({ iss: ISSUER, jti: expect.stringMatching(/./), events: expect.anything() });
        else expect(error.code).toBe('logout_token_invalid');
      }),
      { numRuns: 200 },
    );
  });

  it.each([
    ['ID token', (token: string, trust: TokenTrust) => verifyIdToken(token, { ...trust, ...RULES }, {})],
    ['logout token', (token: string, trust: TokenTrust) => verifyLogoutToken(token, { ...trust, ...RULES })],
  ])('that are no token at all are refused as %s without a crash', async (_title, judge) => {
    const trust = trustIn(provider);
    const parts = fc.array(
      fc.oneof(
        fc.base64String(),
        fc.string({ unit: 'binary-ascii' }),
        fc.json().map((json) => Buffer.from(json).toString('base64url')),
      ),
      { maxLength: 6 },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string({ unit: 'binary-ascii' }),
          parts.map((all) => all.join('.')),
        ),
        async (token) => {
          expect(await verdict(judge(token, trust))).toBeDefined();
        },
      ),
      { numRuns: 200 },
    );
  });
});
