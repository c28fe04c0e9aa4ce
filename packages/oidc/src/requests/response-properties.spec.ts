import fc from 'fast-check';
import { checkAuthorizationResponse } from './authorization-response.js';
import { OidcError } from '../errors.js';
import { plainText } from '../provider/provider-response.js';
import { readProviderMetadata } from '../provider/provider-metadata.js';
import { readTokenResponse } from './token-response.js';

/** What a reader returns; undefined when it refuses, which it must do with an error of ours. */
function outcome<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    expect(error).toBeInstanceOf(OidcError);
    return undefined;
  }
}

describe('answers of any content', () => {
  it('at the redirect URI pass only with the state and one code', () => {
    const name = fc.oneof(fc.constantFrom('code', 'state', 'error', 'iss', 'error_description', 'response'), fc.string());
    const value = fc.oneof(fc.constantFrom('s', 'https://p.example', ''), fc.string({ unit: 'binary-ascii' }));
    const transaction = { state: 's', nonce: 'n', codeVerifier: 'v', issuer: 'https://p.example', startedAt: 0 };
    const metadata = readProviderMetadata({}, 'https://p.example', []);
    fc.assert(
      fc.property(fc.array(fc.tuple(name, value)), (pairs) => {
        const response = new URLSearchParams(pairs);
        const passed = outcome(() => {
          checkAuthorizationResponse(response, transaction, metadata);
          return true;
        });
        if (!passed) return;
        expect(response.getAll('state')).toEqual(['s']);
        expect(response.getAll('code')).toEqual([expect.stringMatching(/[^]/)]);
        expect(response.has('error')).toBe(false);
      }),
    );
  });

  it('of the token endpoint give tokens that can be used, or an error of ours', () => {
    const body = fc.record(
      {
        access_token: fc.oneof(fc.string(), fc.jsonValue()),
        token_type: fc.oneof(fc.constantFrom('Bearer', 'dpop'), fc.jsonValue()),
        expires_in: fc.oneof(fc.double(), fc.string(), fc.jsonValue()),
        refresh_token: fc.jsonValue(),
        id_token: fc.jsonValue(),
        scope: fc.jsonValue(),
        error: fc.jsonValue(),
      },
      { requiredKeys: [] },
    );
    const text = fc.oneof(
      fc.string(),
      fc.json(),
      body.map((value) => JSON.stringify(value)),
    );
    fc.assert(
      fc.property(text, fc.constantFrom(200, 201, 400, 401, 403, 404), (content, status) => {
        const tokens = outcome(() =>
          readTokenResponse({ status, text: content, headers: new Headers(), endpoint: 'https://p.example/token' }, 'token'),
        );
        if (tokens === undefined) return;
        expect(status).toBeLessThan(300);
        expect(tokens.accessToken).not.toBe('');
        expect(tokens.expiresIn === undefined || Number.isSafeInteger(tokens.expiresIn)).toBe(true);
      }),
    );
  });

  it('of discovery give metadata, or an error of ours', () => {
    fc.assert(
      fc.property(
        fc.object({ key: fc.constantFrom('token_endpoint', 'jwks_uri', 'id_token_signing_alg_values_supported') }),
        (document) => {
          outcome(() => readProviderMetadata(document, 'https://p.example', []));
        },
      ),
    );
  });

  it('leave only words on one line', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'ab \r\n\t\0\x9F\u202E\u2066\u200B\u2028\uFEFF\uD83D\uDE00😀é') }), (value) => {
        const text = plainText(value, 50);
        if (text === undefined) return;
        expect(text.length).toBeLessThanOrEqual(50);
        expect(text).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
      }),
    );
  });
});
