import { type EmbeddedOkta, managementToken, startEmbeddedOkta } from '@fanlight/dev-okta';
import { doctor } from './doctor.js';

let okta: EmbeddedOkta;

beforeEach(async () => {
  okta = await startEmbeddedOkta({
    port: 0,
    redirectUris: ['http://localhost:8080/authorization-code/callback'],
    postLogoutRedirectUris: ['http://localhost:8080/'],
    clientId: 'doctor-test',
    clientSecret: 'test-secret-0123456789',
    switches: { defaultPolicy: false, redirectUriRegistered: false, logoutUriRegistered: false },
  });
});
afterEach(() => okta.close());

async function run(options: readonly string[], answer: boolean): Promise<{ status: number; text: string; questions: string[] }> {
  let text = '';
  const questions: string[] = [];
  const terminal = {
    say: (more: string) => void (text += more),
    confirm: (question: string) => {
      questions.push(question);
      return Promise.resolve(answer);
    },
    paint: (_: unknown, painted: string) => painted,
  };
  const env = {
    NODE_ENV: 'test',
    SESSION_SECRET: 'session-secret-of-the-doctor-spec-0123456789',
    OKTA_ORG_URL: okta.origin,
    OKTA_AUTH_SERVER: 'default',
    OKTA_API_TOKEN: managementToken,
    OIDC_CLIENT_ID: 'doctor-test',
    OIDC_CLIENT_SECRET: 'test-secret-0123456789',
  };
  return { status: await doctor(options, { env, files: false }, terminal), text, questions };
}

describe('doctor --fix', () => {
  it('shows each call, asks, mends, and finds nothing wrong afterwards', async () => {
    const { status, text, questions } = await run(['--fix'], true);
    expect(questions).toHaveLength(3);
    expect(text).toContain('POST /api/v1/authorizationServers/default/policies\n');
    expect(text).toContain('PUT /oauth2/v1/clients/doctor-test\n');
    expect(text).toMatch(/✔ ok +Authorization request[^]*Nothing found that stops a sign-in/);
    expect(status).toBe(0);
    expect((await run([], false)).status).toBe(0);
  });

  it('changes nothing without a yes', async () => {
    const { status, questions } = await run(['--fix'], false);
    expect(questions).toHaveLength(3);
    expect(status).toBe(1);
    expect(okta.switches).toMatchObject({ redirectUriRegistered: false, logoutUriRegistered: false });
  });

  it('does not ask with --yes', async () => {
    const { status, questions, text } = await run(['--fix', '--yes', '--json'], false);
    expect(questions).toEqual([]);
    expect(JSON.parse(text)).toMatchObject({ ok: true });
    expect(status).toBe(0);
  });

  it('keeps the addresses that are registered already', async () => {
    await run(['--fix', '--yes'], false);
    const response = await fetch(`${okta.origin}/oauth2/v1/clients/doctor-test`, {
      headers: { authorization: `SSWS ${managementToken}` },
    });
    expect(await response.json()).toMatchObject({
      redirect_uris: ['https://elsewhere.example/callback', 'http://localhost:8080/authorization-code/callback'],
      post_logout_redirect_uris: ['http://localhost:8080/'],
    });
  });
});
