import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { calculateJwkThumbprint, EmbeddedJWK, jwtVerify } from 'jose';
import { ForgingProvider } from '../../../../test/support/forging-provider.js';
import { partyOf } from '../../../../test/support/forged-sign-in.js';
import type { Tokens } from '../login.js';
import { generateDpopKey } from '../provider/dpop.js';

/** An API that asks for proofs as RFC 9449, section 7 wants them, each with the nonce that it gave last. */
let provider: ForgingProvider;
let nonce: string;
let thumbprints: string[];
let bodies: string[];
const server = createServer((request, response) => void answer(request, response));

beforeAll(async () => {
  provider = await ForgingProvider.start();
  await once(server.listen(0, '127.0.0.1'), 'listening');
});
afterAll(async () => {
  server.close();
  await provider.close();
});
beforeEach(() => {
  nonce = 'first';
  thumbprints = [];
  bodies = [];
});

const address = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/orders`;

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  bodies.push(Buffer.concat(await request.toArray()).toString());
  const refuse = (error: string) => response.writeHead(401, { 'www-authenticate': `DPoP error="${error}"`, 'dpop-nonce': nonce }).end();
  const { authorization = '', dpop } = request.headers;
  if (authorization === 'Bearer plain' && dpop === undefined) return void response.writeHead(200).end('plain');
  if (authorization !== 'DPoP bound' || typeof dpop !== 'string') return void refuse('invalid_token');
  const { payload, protectedHeader } = await jwtVerify(dpop, EmbeddedJWK, { typ: 'dpop+jwt', requiredClaims: ['jti', 'iat'] });
  if (payload.nonce !== nonce) return void refuse('use_dpop_nonce');
  const ath = createHash('sha256').update('bound').digest('base64url');
  if (payload.htm !== request.method || payload.htu !== address() || payload.ath !== ath) return void refuse('invalid_dpop_proof');
  thumbprints.push(await calculateJwkThumbprint(protectedHeader.jwk ?? {}));
  response.writeHead(302, { location: '/elsewhere' }).end('bound');
}

const tokens = async (bound: boolean): Promise<Tokens> => ({
  accessToken: bound ? 'bound' : 'plain',
  tokenType: bound ? 'DPoP' : 'Bearer',
  expiresAt: undefined,
  refreshToken: undefined,
  idToken: '',
  scopes: [],
  ...(bound && { dpopKey: await generateDpopKey(undefined) }),
});

describe('fetch', () => {
  it('sends a plain token as such, and no proof', async () => {
    expect(await (await partyOf(provider).fetch(await tokens(false), address())).text()).toBe('plain');
  });

  it('proves the key that a token is bound to, with the nonce that the API asks for, and sends the body again', async () => {
    const party = partyOf(provider);
    const held = await tokens(true);
    const post = () => party.fetch(held, `${address()}?page=2`, { method: 'POST', body: 'an order' });
    // Not followed: the proof is for one address.
    expect((await post()).status).toBe(302);
    expect(bodies).toEqual(['an order', 'an order']);
    expect((await post()).status).toBe(302);
    expect(bodies).toHaveLength(3);
    nonce = 'second';
    expect((await post()).status).toBe(302);
    expect(bodies).toHaveLength(5);
    expect(new Set(thumbprints)).toEqual(new Set([await calculateJwkThumbprint(held.dpopKey ?? {})]));
  });

  it('gives up where the API goes on asking', async () => {
    const party = partyOf(provider);
    const held = await tokens(true);
    expect((await party.fetch({ ...held, accessToken: 'another' }, address())).status).toBe(401);
    expect(bodies).toHaveLength(1);
  });
});
