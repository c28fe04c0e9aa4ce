import { Controller, Get, Module } from '@nestjs/common';
import { Public } from '../../packages/signin/src/auth/access/decorators.js';
import { StoreUnavailableError } from '../../packages/signin/src/database/errors.js';
import { Browser } from '../support/browser.js';
import { signIn } from '../support/sign-in.js';
import { startPair, type RunningPair } from '../support/start-pair.js';

@Controller('broken')
class BrokenController {
  @Public() @Get() page(): never {
    throw new StoreUnavailableError('store_unreachable', 'The store is away.', { setting: 'DATABASE_URL' });
  }
}

@Module({ controllers: [BrokenController] })
class BrokenModule {}

const callback = '/authorization-code/callback?state=made-up&code=made-up';
const html = { accept: 'text/html' };

describe('The outcome of a sign-in', () => {
  let pair: RunningPair;

  beforeEach(async () => {
    pair = await startPair({ OKTA_AUTH_SERVER: 'default', OIDC_SCOPES: 'openid profile email' }, {}, [BrokenModule]);
    pair.okta.switches.defaultPolicy = true;
  });

  afterEach(() => pair.close());

  /** What the metric has counted, as `outcome reason`. */
  const counted = async (): Promise<string[]> => {
    const metrics = await (await fetch(`${pair.url}/metrics`)).text();
    return [...metrics.matchAll(/^signin_logins_total\{outcome="(\w+)",reason="([^"]*)",connection="\w*"\} /gm)].map(
      ([, outcome, reason]) => `${outcome} ${reason}`.trim(),
    );
  };
  const audited = (): unknown[] =>
    pair.app.log
      .map((line) => JSON.parse(line) as { kind?: string; reason?: string })
      .filter(({ kind }) => kind === 'refused')
      .map(({ reason }) => reason);

  it('is counted and logged by the id under which docs/okta.md explains it, one for each cause', async () => {
    await signIn(new Browser(), pair.url, 'alice@example.com', 'alice');
    await signIn(new Browser(), pair.url, 'unassigned@example.com', 'unassigned');
    await signIn(new Browser(), pair.url, 'noconsent@example.com', 'noconsent');
    await signIn(new Browser(), pair.url, 'nopolicy@example.com', 'nopolicy');
    await fetch(pair.url + callback, { headers: html });
    const refusals = ['user-not-assigned', 'provider-answer-refused', 'policy-missing', 'transaction-missing'];
    expect((await counted()).sort()).toEqual(['signed_in', ...refusals.map((id) => `refused ${id}`)].sort());
    expect(audited()).toEqual(refusals);
  });

  it('is "failed" where people cannot sign in until somebody mends it, whichever side noticed', async () => {
    pair.okta.switches.clientSecretValid = false;
    await signIn(new Browser(), pair.url, 'alice@example.com', 'alice');
    pair.okta.switches.available = false;
    await fetch(`${pair.url}/login`, { headers: html, redirect: 'manual' });
    expect(await counted()).toEqual(['failed client-secret-invalid', expect.stringMatching(/^failed (provider|discovery)-/)]);
  });

  it.each([
    ['a prefetch of the sign-in', 'GET', '/login', { 'sec-purpose': 'prefetch;prerender' }],
    ['a prefetch of the callback', 'GET', callback, { purpose: 'prefetch' }],
    ['a HEAD request', 'HEAD', '/login', {}],
    ['a page that is broken', 'GET', '/broken', {}],
    ['a page that does not exist', 'GET', '/nothing-here', {}],
  ])('is none for %s', async (_what, method, path, headers) => {
    await fetch(pair.url + path, { method, headers: { ...html, ...headers }, redirect: 'manual' });
    expect(await counted()).toEqual([]);
    expect(audited()).toEqual([]);
  });
});
