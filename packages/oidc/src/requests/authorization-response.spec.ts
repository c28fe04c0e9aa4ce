import { checkAuthorizationResponse } from './authorization-response.js';
import { readProviderMetadata } from '../provider/provider-metadata.js';
import type { LoginTransaction } from '../login.js';

const ISSUER = 'https://p.example';
const transaction: LoginTransaction = { state: 's', nonce: 'n', codeVerifier: 'v', issuer: ISSUER, startedAt: 0 };
const check = (query: string, document: Record<string, unknown> = {}, issuer = ISSUER) =>
  checkAuthorizationResponse(new URLSearchParams(query), transaction, readProviderMetadata(document, issuer, []));
const advertised = { authorization_response_iss_parameter_supported: true };
const refusedAs = (code: string) => expect.objectContaining({ code, step: 'authorize' }) as Error;

describe('checkAuthorizationResponse', () => {
  it.each([
    ['code=c&state=s', {}],
    ['code=c&state=s&iss=https%3A%2F%2Fp.example', {}],
    ['code=c&state=s&iss=https%3A%2F%2Fp.example', advertised],
    ['code=c&state=s&session_state=x&scope=openid&authuser=0&hd=x&id_token_hint=x&unknown=a&unknown=b', {}],
  ])('lets %s pass', (query, document) => {
    expect(() => check(query, document)).not.toThrow();
  });

  it.each([
    ['another iss', 'code=c&state=s&iss=https%3A%2F%2Fevil.example', {}],
    ['iss with a slash more', 'code=c&state=s&iss=https%3A%2F%2Fp.example%2F', {}],
    ['an empty iss', 'code=c&state=s&iss=', {}],
    ['an error of another issuer', 'error=access_denied&state=s&iss=https%3A%2F%2Fevil.example', {}],
  ])('refuses %s', (_title, query, document) => {
    expect(() => check(query, document)).toThrow(refusedAs('response_issuer_mismatch'));
  });

  it('tells an iss that is promised and missing from one of another issuer', () => {
    expect(() => check('code=c&state=s', advertised)).toThrow(refusedAs('response_issuer_missing'));
  });

  it('refuses an answer to a sign-in that was started at another issuer', () => {
    expect(() => check('code=c&state=s', {}, 'https://other.example')).toThrow(refusedAs('response_issuer_mismatch'));
  });

  it.each([['code=c'], ['code=c&state=t'], ['code=c&state='], ['error=access_denied&state=t'], ['error=access_denied']])(
    'refuses the state of %s, before it looks at the error',
    (query) => {
      expect(() => check(query)).toThrow(refusedAs('state_mismatch'));
    },
  );

  it.each([
    ['state=s'],
    ['error=&state=s'],
    ['error=&error_description=x&code=c&state=s'],
    ['code=&state=s'],
    [`code=${'c'.repeat(8193)}&state=s`],
    ['code=c&code=d&state=s'],
    ['code=c&state=s&state=s'],
    ['code=c&state=s&iss=a&iss=b'],
    ['error=a&error=b&state=s'],
  ])('refuses %.40s', (query) => {
    expect(() => check(query)).toThrow(refusedAs('response_invalid'));
  });

  it('tells a refusal from a fault of theirs, and cleans their words', () => {
    expect(() => check('error=access_denied&error_description=no%0A%E2%80%AEway&state=s&code=c')).toThrow(
      expect.objectContaining({
        code: 'authorization_refused',
        status: 403,
        response: { error: 'access_denied', description: 'no way' },
      }) as Error,
    );
    expect(() => check('error=server_error&state=s')).toThrow(expect.objectContaining({ code: 'provider_error', status: 502 }) as Error);
    expect(() => check(`error=x&error_description=${'y'.repeat(100_000)}&state=s`)).toThrow(
      expect.objectContaining({ response: expect.objectContaining({ description: expect.stringMatching(/^y{499}…$/) }) }) as Error,
    );
  });
});
