import { plainText, readProviderAnswer } from './provider-answer.js';

const answer = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  readProviderAnswer({ status, text: typeof body === 'string' ? body : JSON.stringify(body), headers: new Headers(headers) });

describe('readProviderAnswer', () => {
  it('reads an OAuth error', () => {
    expect(answer(400, { error: 'invalid_grant', error_description: 'The code is gone.' })).toMatchObject({
      error: 'invalid_grant',
      description: 'The code is gone.',
      status: 400,
    });
  });

  it("reads Okta's own errors and the id to quote", () => {
    const body = { errorCode: 'E0000015', errorSummary: 'You do not have permission', errorId: 'oae1' };
    expect(answer(401, body, { 'x-okta-request-id': 'req1' })).toMatchObject({
      error: undefined,
      description: 'You do not have permission',
      providerCode: 'E0000015',
      correlationId: 'req1',
    });
    expect(answer(401, body).correlationId).toBe('oae1');
    expect(answer(401, body, { 'x-request-id': 'req2' }).correlationId).toBe('req2');
  });

  it("reads Entra's error code", () => {
    expect(answer(401, { error: 'invalid_client', error_codes: [7000215], correlation_id: 'c' })).toMatchObject({
      providerCode: 'AADSTS7000215',
      correlationId: 'c',
    });
  });

  it.each([
    ['Bearer error="invalid_token", error_description="gone, really"', 'invalid_token', 'gone, really'],
    ['error=invalid_request,error_description=Invalid request', 'invalid_request', 'Invalid request'],
    ['Basic realm="x"', undefined, undefined],
    ['"""===', undefined, undefined],
  ])('reads the header %s', (header, error, description) => {
    expect(answer(401, '', { 'www-authenticate': header })).toMatchObject({ error, description });
  });

  it.each([['null'], ['[]'], ['"x"'], ['<html>'], ['{"error":{"code":1}}'], ['{"error":5,"error_description":[]}']])(
    'finds nothing in %s',
    (body) => {
      expect(answer(500, body)).toMatchObject({ error: undefined, description: undefined, providerCode: undefined });
    },
  );
});

describe('plainText', () => {
  it('leaves neither line breaks nor control nor bidirectional characters', () => {
    expect(plainText('a\r\nb\u0000c\u202Ed\u2028e\u{E0001}f')).toBe('a b c d e f');
  });

  it('finds nothing in what is empty or no text', () => {
    expect([plainText(' \n'), plainText(''), plainText(7), plainText(undefined)]).toEqual([undefined, undefined, undefined, undefined]);
  });

  it('cuts what is long', () => {
    expect(plainText('x'.repeat(100_000))).toHaveLength(500);
    expect(plainText('😀😀', 2)).toBe('…');
    expect(plainText('ab', 2)).toBe('ab');
  });
});
