import { OidcError } from './errors.js';
import { currentSequence, SignInSequence } from './sequence.js';

const secret = 'a-secret-of-forty-characters-0123456789ab';

function sequenceAt(times: readonly number[] = [0]): SignInSequence {
  const left = [...times];
  return new SignInSequence(() => left.shift() ?? times.at(-1) ?? 0);
}

const tokenRequest = { step: 'token', method: 'POST', url: 'https://id.example/token?tenant=1' };

describe('The sequence of a sign-in', () => {
  it('shows of parameters what is the same in every sign-in, of state and nonce the beginning, and hides all else', () => {
    const given = new URLSearchParams({ scope: 'openid', state: secret, nonce: secret, code: secret, unheard_of: secret });
    expect(sequenceAt().parameters(given)).toEqual([
      { name: 'scope', value: 'openid' },
      { name: 'state', value: 'a-se… (hidden, 41 characters)' },
      { name: 'nonce', value: 'a-se… (hidden, 41 characters)' },
      { name: 'code', value: '(hidden, 41 characters)' },
      { name: 'unheard_of', value: '(hidden, 41 characters)' },
    ]);
  });

  it('hides what the client proves itself by, and every member of a response that it does not know', () => {
    const sequence = sequenceAt([5, 25]);
    const body = new URLSearchParams({ grant_type: 'authorization_code', code_verifier: secret, client_secret: secret }).toString();
    const request = sequence.request({ ...tokenRequest, headers: { authorization: `Basic ${secret}` }, body });
    request.answered({ status: 200, text: JSON.stringify({ access_token: secret, expires_in: 60, other: { deep: secret } }) });
    expect(sequence.steps).toMatchObject([{ what: 'POST https://id.example/token', at: 5, ms: 20, result: '200' }]);
    expect(sequence.steps[0]?.sent).toContainEqual({ name: 'Authorization', value: 'Basic (hidden, 47 characters)' });
    expect(sequence.steps[0]?.received).toContainEqual({ name: 'expires_in', value: '60' });
    expect(JSON.stringify(sequence.steps)).not.toContain(secret);
  });

  it('hides a secret that comes back in the words of a refusal', () => {
    const sequence = sequenceAt();
    const request = sequence.request({ ...tokenRequest, body: `code=${secret}` });
    request.answered({ status: 400, text: JSON.stringify({ error: 'invalid_grant', error_description: `no code ${secret}` }) });
    expect(sequence.steps[0]).toMatchObject({ failed: true, received: [{ value: 'invalid_grant' }, { value: 'no code (hidden)' }] });
  });

  it('is no longer than fifty steps of thirty parameters and checks, three hundred characters each', () => {
    const sequence = sequenceAt();
    const many = Array.from({ length: 100 }, (_unused, index) => ['error', `${index} ${'x'.repeat(1000)}`] as const);
    for (let index = 0; index < 100; index++) sequence.check('the ID token', 'iss', 'y'.repeat(1000));
    for (let index = 0; index < 100; index++)
      sequence.add({ from: 'browser', to: 'application', what: 'GET /', sent: sequence.parameters(many) });
    sequence.follow(sequence.steps);
    expect(sequence.steps).toHaveLength(50);
    expect(sequence.steps[0]?.checks).toHaveLength(30);
    expect(sequence.steps[1]?.sent).toHaveLength(30);
    const longest = Math.max(
      ...(JSON.stringify(sequence.steps).match(/"value":"[^"]*"|"detail":"[^"]*"/g) ?? []).map((text) => text.length),
    );
    expect(longest).toBeLessThan(320);
  });

  it('ends with the check that failed, beside those that held', async () => {
    const sequence = sequenceAt();
    const work = sequence.record(async () => {
      currentSequence()?.check('the ID token', 'iss', 'https://id.example');
      await Promise.resolve();
      throw new OidcError('id_token_claims', 'ID token: its aud is other, expected this', 'id_token');
    });
    await expect(work).rejects.toThrow('its aud is other');
    expect(sequence.steps).toMatchObject([
      {
        what: 'Checks the ID token',
        failed: true,
        checks: [
          { what: 'iss', passed: true },
          { what: 'Stopped here', passed: false, detail: 'its aud is other, expected this' },
        ],
      },
    ]);
    expect(currentSequence()).toBeUndefined();
  });

  it('takes nothing up any more once it is over', () => {
    const sequence = sequenceAt();
    sequence.end();
    sequence.request(tokenRequest).answered({ status: 200, text: '{}' });
    expect(sequence.steps).toEqual([]);
  });
});
