import { answering, ForgingProvider, type Handler } from '../../../../../test/support/forging-provider.js';
import type { CheckResult } from '../check.js';
import { createCheckContext, runCheck } from '../run-checks.js';
import { signOutCheck } from './sign-out.js';

let provider: ForgingProvider;
beforeAll(async () => (provider = await ForgingProvider.start()));
afterAll(() => provider.close());
beforeEach(() => provider.reset());

const home = 'http://localhost:8080/';

async function check(logout: Handler): Promise<CheckResult> {
  provider.answers.set('/logout', logout);
  const env = {
    NODE_ENV: 'test',
    SESSION_SECRET: 'session-secret-of-the-sign-out-spec-0123456789',
    OIDC_ISSUER: provider.url,
    OIDC_CLIENT_ID: 'app',
    OIDC_CLIENT_SECRET: 'test-secret-0123456789',
  };
  return runCheck(signOutCheck, createCheckContext({ env, files: false }));
}

/** Judges the address as a provider does that knows only some; without one it shows its page. */
const knowing =
  (known: string, page: Handler, way: Handler = page): Handler =>
  (request, response) => {
    const uri = request.query.get('post_logout_redirect_uri');
    const answer = uri === null ? page : uri === known ? way : answering(400, '<h1>We are sorry</h1><p>Invalid redirect uri</p>');
    return answer(request, response);
  };
const page = answering(200, '<form>Do you want to log out?</form>');

describe('the check of sign-out', () => {
  it('is content where the browser comes back to this application (Keycloak)', async () => {
    const back = answering(302, '', { location: `${home}?state=doctor` });
    expect(await check(knowing(home, page, back))).toMatchObject({ status: 'ok', finding: `The provider sends people back to ${home}.` });
  });

  it('is content where a page is shown, and an error for an address of nobody (oidc-provider)', async () => {
    expect(await check(knowing(home, page))).toMatchObject({ status: 'ok', finding: expect.stringContaining('knows') });
  });

  it('names the address that is not registered, in the words of the provider', async () => {
    const result = await check(knowing('http://localhost:8080/elsewhere', page));
    expect(result).toMatchObject({
      status: 'warning',
      diagnosis: { id: 'logout-uri-not-registered' },
      providerWords: 'We are sorry · Invalid redirect uri',
    });
    expect(result.diagnosis?.steps.join(' ')).not.toMatch(/Okta|Admin Console/);
  });

  it.each([
    ['its page', page],
    ['an error', answering(400, 'id_token_hint is missing')],
  ])('cannot tell where the provider shows %s whatever it is asked', async (_what, answer) => {
    expect((await check(answer)).status).toBe('unknown');
  });

  it('says where people are signed out here only', async () => {
    provider.describe({ end_session_endpoint: undefined });
    expect(await check(page)).toMatchObject({ status: 'ok', finding: expect.stringContaining('here only') });
  });

  it('says what a front channel has to send, where the provider has one', async () => {
    provider.describe({ frontchannel_logout_supported: true });
    expect((await check(page)).details?.join()).toContain('frontchannel_logout_session_required');
    provider.describe({ frontchannel_logout_supported: false });
    expect((await check(page)).details).toEqual([]);
  });
});
