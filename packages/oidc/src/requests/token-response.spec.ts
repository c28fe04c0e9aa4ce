import type { HttpResponse } from '../provider/provider-response.js';
import { readTokenResponse } from './token-response.js';

const response = (status: number, body: unknown): HttpResponse => ({
  status,
  headers: new Headers(),
  text: typeof body === 'string' ? body : JSON.stringify(body),
  endpoint: 'https://p.example/token',
});
const read = (changes: object) => readTokenResponse(response(200, { access_token: 'a', token_type: 'Bearer', ...changes }), 'token');

describe('readTokenResponse', () => {
  it('takes null for absent', () => {
    expect(read({ error: null, error_description: null, refresh_token: null, scope: null, expires_in: null, id_token: null })).toEqual({
      accessToken: 'a',
      tokenType: 'Bearer',
      expiresIn: undefined,
      refreshToken: undefined,
      idToken: undefined,
      scopes: undefined,
    });
  });

  it.each([
    ['bearer', 'Bearer'],
    ['BEARER', 'Bearer'],
    ['DPoP', 'DPoP'],
    ['dpop', 'DPoP'],
  ])('reads token_type %s', (given, expected) => {
    expect(read({ token_type: given }).tokenType).toBe(expected);
  });

  it.each([[undefined], [null], ['mac'], [7], ['']])('refuses token_type %p', (type) => {
    expect(() => read({ token_type: type })).toThrow(
      expect.objectContaining({ code: 'provider_invalid_response', message: expect.stringContaining('token_type') }) as Error,
    );
  });

  it.each([
    ['3600', 3600],
    [3600.5, 3600],
    ['3600.9', 3600],
    [0, 0],
    [1e12, 315_360_000],
    [undefined, undefined],
    [null, undefined],
  ])('reads expires_in %p as %p', (given, expected) => {
    expect(read({ expires_in: given }).expiresIn).toBe(expected);
  });

  it.each([[-1], ['-1'], ['never'], [''], ['1e3'], [true], [{}], [[3600]]])('refuses expires_in %p', (given) => {
    expect(() => read({ expires_in: given })).toThrow(
      expect.objectContaining({ code: 'provider_invalid_response', message: expect.stringContaining('expires_in') }) as Error,
    );
  });

  it('reads scopes, none where the text is empty', () => {
    expect(read({ scope: ' openid  email ' }).scopes).toEqual(['openid', 'email']);
    expect(read({ scope: '' }).scopes).toEqual([]);
  });

  it.each([
    ['an OAuth error', 400, { error: 'invalid_grant' }, 'invalid_grant'],
    ['an error that is none of OAuth', 403, { error: 'invalid_code' }, 'invalid_code'],
    ['no body at all', 400, '', undefined],
    ['an error within a 200', 200, { ok: false, error: 'invalid_code' }, 'invalid_code'],
    ['a 404 in the language of OAuth', 404, { error: 'invalid_client' }, 'invalid_client'],
  ])('takes %s for a refusal', (_title, status, body, error) => {
    expect(() => readTokenResponse(response(status, body), 'refresh')).toThrow(
      expect.objectContaining({
        code: 'token_refused',
        status: 403,
        step: 'refresh',
        response: expect.objectContaining({ error, status }),
      }) as Error,
    );
  });

  it.each([
    ['HTML', 401, '<html>'],
    ["a gateway's JSON", 403, { message: 'Forbidden' }],
    ['tokens', 400, { access_token: 'a', token_type: 'Bearer' }],
  ])('blames no grant for a refusal by %s', (_title, status, body) => {
    expect(() => readTokenResponse(response(status, body), 'refresh')).toThrow(
      expect.objectContaining({
        code: 'refused_without_reason',
        status: 502,
        endpoint: 'https://p.example/token',
        message: expect.stringMatching(/^https:\/\/p\.example\/token .* credentials .* gateway/),
      }) as Error,
    );
  });

  it.each([
    ['HTML', 200, '<html>'],
    ['nothing', 200, ''],
    ['broken JSON', 200, '{"access_token":'],
    ['a list', 200, '[]'],
    ['null', 200, 'null'],
    ['no access token', 200, { token_type: 'Bearer' }],
    ['an access token that is no text', 200, { access_token: 7, token_type: 'Bearer' }],
    ['a page that is not there', 404, '<html>'],
  ])('takes %s for a fault of theirs', (_title, status, body) => {
    expect(() => readTokenResponse(response(status, body), 'token')).toThrow(
      expect.objectContaining({ code: 'provider_invalid_response', status: 502 }) as Error,
    );
  });

  it('tells an empty body from one that is no JSON', () => {
    const said = (body: string) => () => readTokenResponse(response(200, body), 'token');
    expect(said(' ')).toThrow('answered 200 with an empty body');
    expect(said('<html>')).toThrow('answered 200 with something that is no JSON object');
  });

  it('shows no token in its messages', () => {
    const leak = { access_token: 'very-secret', token_type: 'mac', refresh_token: 'very-secret' };
    expect(() => readTokenResponse(response(200, leak), 'token')).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining('very-secret') }) as Error,
    );
  });
});
