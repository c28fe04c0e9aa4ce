import { decodeProtectedHeader } from 'jose';
import type * as client from 'openid-client';
import { login, startWithClient } from './independent-client.js';
import type { Lie } from './lie.js';
import { startProvider, type Provider } from './start-provider.js';

let provider: Provider;
afterEach(() => provider.close());

async function honestClient(...options: Parameters<typeof startWithClient>): Promise<client.Configuration> {
  const started = await startWithClient(...options);
  provider = started.provider;
  return started.config;
}

describe('the lying provider', () => {
  const refused: [string, Lie, string][] = [
    ['a wrong issuer', { idToken: { claims: { iss: 'https://evil.test' } } }, 'OAUTH_JWT_CLAIM_COMPARISON_FAILED'],
    ['a missing subject', { idToken: { claims: { sub: undefined } } }, 'OAUTH_INVALID_RESPONSE'],
    ['a tampered signature', { idToken: { signature: 'tampered' } }, 'OAUTH_INVALID_RESPONSE'],
    ['a foreign key', { idToken: { signature: 'foreign-key' } }, 'OAUTH_INVALID_RESPONSE'],
    ['no signature', { idToken: { alg: 'none' } }, 'OAUTH_INVALID_RESPONSE'],
    ['another response issuer', { authorizationResponse: { iss: 'https://evil.test' } }, 'OAUTH_INVALID_RESPONSE'],
    ['no state', { authorizationResponse: { state: undefined } }, 'OAUTH_INVALID_RESPONSE'],
  ];
  it.each(refused)('is caught by an independent client: %s', async (_title, lie, code) => {
    await expect(login(await honestClient(lie))).rejects.toMatchObject({ code });
  });

  it('signs in with the same request once it stops lying', async () => {
    const config = await honestClient({ idToken: { claims: { nonce: 'other' } } });
    await expect(login(config)).rejects.toMatchObject({ code: 'OAUTH_JWT_CLAIM_COMPARISON_FAILED' });
    provider.lie = {};
    await login(config);
  });

  it('rotates its keys, under a new name or the old one', async () => {
    const config = await honestClient();
    const kidOf = async () => decodeProtectedHeader((await login(config)).tokens.id_token ?? '').kid;
    const keys = async () => (await (await fetch(`${provider.origin}/jwks`)).json()) as { keys: { kid: string; n: string }[] };
    const first = await kidOf();
    const before = await keys();
    provider.rotateKeys({ sameKid: true });
    const after = await keys();
    expect(after.keys[0]?.kid).toBe(first);
    expect(after.keys[0]?.n).not.toBe(before.keys[0]?.n);
    provider.rotateKeys({ keepOld: true });
    expect((await keys()).keys).toHaveLength(2);
  });

  it.each(['hang', 'trickle', 'endless'] as const)('does not answer to the end: %s', async (fault) => {
    provider = await startProvider({ faults: { userinfo: fault } });
    const answer = fetch(`${provider.origin}/userinfo`, { signal: AbortSignal.timeout(300) }).then((response) => response.text());
    await expect(answer).rejects.toMatchObject({ name: 'TimeoutError' });
  });

  it.each(['reset', 'cut'] as const)('breaks the connection: %s', async (fault) => {
    provider = await startProvider({ faults: { jwks: fault } });
    await expect(fetch(`${provider.origin}/jwks`).then((response) => response.text())).rejects.toThrow();
  });
});
