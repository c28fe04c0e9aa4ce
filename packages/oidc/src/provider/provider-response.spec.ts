import { plainText, readProviderResponse } from './provider-response.js';

const answer = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  readProviderResponse({ status, text: typeof body === 'string' ? body : JSON.stringify(body), headers: new Headers(headers) });

describe('readProviderResponse', () => {
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

describe('The excerpt of an answer that explains nothing', () => {
  it('is how it begins, on one line', () => {
    const page = `<html>\r\n<h1>Blocked\u001b[31m by the firewall</h1>${'<p>x</p>'.repeat(100)}`;
    const { excerpt } = answer(403, page);
    expect(excerpt).toMatch(/^<html> <h1>Blocked \[31m by the firewall<\/h1><p>/);
    expect(excerpt).toHaveLength(200);
  });

  it('holds no token and nothing like one', () => {
    const token = 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.c2lnbmF0dXJl';
    expect(answer(403, `<pre>code=${token}</pre>`).excerpt).toBe('<pre>…</pre>');
    expect(answer(400, { access_token: token, id_token: token }).excerpt).toBe('JSON with the members access_token, id_token');
    expect(answer(400, JSON.stringify([token])).excerpt).toBe('["…"]');
  });

  it('is none where the provider says what is wrong', () => {
    expect(answer(400, { error: 'invalid_grant', access_token: 'a' })).not.toHaveProperty('excerpt');
    expect(answer(401, { errorCode: 'E0000015' })).not.toHaveProperty('excerpt');
    expect(answer(401, '')).not.toHaveProperty('excerpt');
  });
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
