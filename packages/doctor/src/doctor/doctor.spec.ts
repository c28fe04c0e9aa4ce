import { catalogue } from '../diagnosis/catalogue/catalogue.js';
import { type EmbeddedOkta, type EmbeddedOktaSwitches, managementToken, startEmbeddedOkta } from '@fanlight/dev-okta';
import { checks as allChecks } from './checks.js';
import { doctor } from './doctor.js';

const secret = 'test-secret-0123456789';
let okta: EmbeddedOkta;

beforeEach(async () => {
  okta = await startEmbeddedOkta({
    port: 0,
    redirectUris: ['http://localhost:8080/authorization-code/callback'],
    postLogoutRedirectUris: ['http://localhost:8080/'],
    clientId: 'doctor-test',
    clientSecret: secret,
    switches: { defaultPolicy: true },
  });
});
afterEach(() => okta.close());

const token = { OKTA_API_TOKEN: managementToken };
const custom = { OKTA_AUTH_SERVER: 'default' };

interface Run {
  readonly status: number;
  readonly text: string;
}

/** Answers every question with yes. */
async function run(options: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Run> {
  let text = '';
  const terminal = {
    say: (more: string) => void (text += more),
    confirm: () => Promise.resolve(true),
    paint: (_: unknown, painted: string) => painted,
  };
  const settings = {
    NODE_ENV: 'test',
    SESSION_SECRET: 'session-secret-of-the-doctor-spec-0123456789',
    OKTA_ORG_URL: okta.origin,
    OIDC_CLIENT_ID: 'doctor-test',
    OIDC_CLIENT_SECRET: secret,
    ...env,
  };
  const status = await doctor(options, { env: settings, files: false }, terminal);
  expect(text).not.toContain(secret);
  expect(text).not.toContain(managementToken);
  return { status, text };
}

interface JsonCheck {
  readonly id: string;
  readonly status: string;
  readonly finding: string;
  readonly diagnosis?: string;
  readonly details?: readonly string[];
}

async function checksOf(env: Readonly<Record<string, string>> = {}): Promise<{ status: number; checks: Map<string, JsonCheck> }> {
  const { status, text } = await run(['--json'], env);
  const document = JSON.parse(text) as { checks: readonly JsonCheck[] };
  return { status, checks: new Map(document.checks.map((check) => [check.id, check])) };
}

describe('doctor', () => {
  it.each([
    ['the org server', {}],
    ['the org server, with a token', token],
    ['a custom server', custom],
    ['a custom server, with a token', { ...custom, ...token }],
  ])('finds nothing that stops a sign-in through %s of a healthy organisation', async (_, env) => {
    const { status, checks } = await checksOf(env);
    expect([...checks.values()].filter((check) => check.status === 'failed' || check.status === 'warning')).toEqual([]);
    expect(status).toBe(0);
  });

  const switches: readonly (readonly [string, string, Partial<EmbeddedOktaSwitches>, Record<string, string>])[] = [
    ['authorize', 'redirect-uri-not-registered', { redirectUriRegistered: false }, {}],
    ['client', 'client-unknown', { clientActive: false }, {}],
    ['credentials', 'client-secret-invalid', { clientSecretValid: false }, {}],
    ['authorize', 'response-type-unsupported', { codeFlow: false }, {}],
    ['authorize', 'scope-unknown', { profileScopes: false }, custom],
    ['authorize', 'custom-scope-on-org-server', { profileScopes: false }, {}],
    ['token', 'dpop-required', { requireDpop: true }, {}],
    ['clock', 'clock-differs', { clockSkew: 3600 }, {}],
    ['clock', 'clock-differs', { clockSkew: -3600 }, {}],
    ['discovery', 'api-access-management-missing', { apiAccessManagement: false }, custom],
    ['discovery', 'provider-error', { available: false }, {}],
    ['pkce', 'pkce-required', { requirePkce: true }, { OIDC_PKCE: 'off' }],
    ['policy', 'policy-missing', { defaultPolicy: false }, { ...custom, ...token }],
    ['assignment', 'user-not-assigned', { everyoneAssigned: false }, token],
    ['redirect-uri', 'redirect-uri-not-registered', { redirectUriRegistered: false }, token],
    ['grants', 'response-type-unsupported', { codeFlow: false }, token],
    ['dpop', 'dpop-required', { requireDpop: true }, token],
    ['pkce-setting', 'pkce-required', { requirePkce: true }, { ...token, OIDC_PKCE: 'off' }],
    ['credentials', 'client-authentication-failed', { refusal: 'invalid_token_endpoint_auth_method' }, {}],
    ['credentials', 'client-credentials-malformed', { refusal: 'missing_client_credentials' }, {}],
    ['token', 'browser-request', { refusal: 'not_trusted_origin_browser_request' }, {}],
    ['token', 'grant-type-not-enabled', { refusal: 'unauthorized_client' }, {}],
    ['token', 'network-zone', { refusal: 'disallowed_network_zone' }, {}],
    ['authorize', 'service-application', { refusal: 'invalid_client_application_type' }, {}],
    ['authorize', 'openid-scope-missing', { refusal: 'openid_scope_required' }, {}],
    ['authorize', 'state-missing', { refusal: 'invalid_state' }, {}],
    ['authorize', 'identity-provider-unknown', { refusal: 'unknown_idp' }, {}],
    ['authorize', 'pkce-challenge-malformed', { refusal: 'pkce_invalid_challenge' }, {}],
    ['authorize', 'pkce-method', { refusal: 'pkce_unsupported_code_challenge_method' }, {}],
    ['authorize', 'org-server-only', { refusal: 'org_authorization_server_only_client' }, custom],
    ['client', 'issuer-differs', { customDomainIssuer: true }, {}],
    ['discovery', 'server-not-found', {}, { OKTA_AUTH_SERVER: 'aus9nope' }],
    ['keys', 'id-token-algorithm', {}, { OIDC_ID_TOKEN_ALGORITHMS: 'ES384' }],
  ];

  it.each(switches)('check %s finds %s', async (id, diagnosis, switched, env) => {
    Object.assign(okta.switches, switched);
    const { status, checks } = await checksOf(env);
    expect(checks.get(id)).toMatchObject({ status: 'failed', diagnosis });
    expect(status).toBe(1);
  });

  it('finds that the provider does not sign its authorization responses', async () => {
    const { status, checks } = await checksOf({ OIDC_RESPONSE_MODE: 'jwt' });
    expect(checks.get('offer')).toMatchObject({ status: 'failed', finding: expect.stringContaining('response_modes_supported') });
    expect(status).toBe(1);
  });

  const warned = [
    ['logout-uri', 'logout-uri-not-registered', { logoutUriRegistered: false }, token],
    ['groups', 'groups-missing', { groupsClaim: false }, { ...custom, ...token }],
  ] as const;

  /** Scopes are named in the details of “Access policy” (access-rules.spec.ts); login_required is what the check hopes for; of old organisations diagnose.spec.ts. */
  const shownElsewhere = [
    'Discovery document: path-not-found',
    'Discovery document: developer-org-gone',
    'Access policy: policy-scopes-rejected',
    'Access policy: policy-scopes-denied',
    'Authorization request: login-required',
    'Discovery document: issuer-differs',
  ];

  it.each([
    ['path-not-found', '/nowhere', '/nowhere'],
    ['issuer-differs', '/oauth2/default', ''],
  ])('check discovery finds %s, of an issuer that is none', async (diagnosis, issuer, described) => {
    const { checks } = await checksOf({
      OKTA_ORG_URL: '',
      OIDC_ISSUER: okta.origin + issuer,
      OIDC_DISCOVERY_URL: `${okta.origin}${described}/.well-known/openid-configuration`,
    });
    expect(checks.get('discovery')).toMatchObject({ status: 'failed', diagnosis });
  });

  it.each(warned)('check %s warns of %s, which stops no sign-in', async (id, diagnosis, switched, env) => {
    Object.assign(okta.switches, switched);
    const { status, checks } = await checksOf(env);
    expect(checks.get(id)).toMatchObject({ status: 'warning', diagnosis });
    expect(status).toBe(0);
  });

  it('finds all that docs/okta.md says it finds, each by the check that is named there', () => {
    const titles = new Map(allChecks.map(({ id, title }) => [id, title]));
    const shown = new Set([...switches, ...warned].map(([id, diagnosis]) => `${titles.get(id)}: ${diagnosis}`));
    const promised = catalogue.flatMap(({ id, row }) => {
      const [, title] = /check “(.+?)”/.exec(row && 'by' in row.doctor ? row.doctor.by : '') ?? [];
      return title === undefined ? [] : [`${title}: ${id}`];
    });
    expect(promised.filter((promise) => !shown.has(promise))).toEqual(shownElsewhere);
  });

  it('warns that there will be no refresh tokens where their grant is not ticked', async () => {
    okta.switches.refreshTokenGrant = false;
    const { status, checks } = await checksOf({ ...token, OIDC_SCOPES: 'openid offline_access' });
    expect(checks.get('grants')).toMatchObject({ status: 'warning', finding: expect.stringContaining('Refresh Token') });
    expect(status).toBe(0);
  });

  it('with a token blames no authorization server for a client that is not there', async () => {
    okta.switches.clientActive = false;
    const { checks } = await checksOf(token);
    expect(checks.get('api')).toMatchObject({
      status: 'unknown',
      diagnosis: 'management-not-found',
      details: ['GET /oauth2/v1/clients/doctor-test answered 404'],
    });
    for (const { finding } of checks.values()) expect(finding).not.toContain('authorization server “');
  });

  it('stops asking when the provider limits requests, and calls nothing wrong', async () => {
    okta.switches.rateLimited = true;
    const { status, checks } = await checksOf(token);
    const unknown = [...checks.values()].filter((check) => check.status === 'unknown');
    expect(unknown[0]).toMatchObject({ id: 'authorize', diagnosis: 'provider-rate-limit' });
    for (const { finding } of unknown.slice(1)) expect(finding).toContain('Not asked any more');
    expect(status).toBe(0);
  });

  it('names the server that would work where a custom one does not', async () => {
    okta.switches.apiAccessManagement = false;
    const { checks } = await checksOf(custom);
    expect(checks.get('discovery')?.details?.join(' ')).toContain('OKTA_AUTH_SERVER=org would work');
  });

  it('cannot tell the rest when the discovery document cannot be read', async () => {
    okta.switches.available = false;
    const { checks } = await checksOf();
    expect(checks.get('token')).toMatchObject({
      status: 'unknown',
      finding: 'Cannot be told before the check “Discovery document” passes.',
    });
  });

  it('leaves out at another provider what only Okta has', async () => {
    const { checks } = await checksOf({ ...token, OKTA_ORG_URL: '', OIDC_ISSUER: okta.origin });
    expect([...checks.keys()].join(' ')).toBe('settings discovery clock keys offer authorize pkce credentials token sign-out');
  });

  it('warns when the issuer differs by the slash at its end', async () => {
    const { checks } = await checksOf({ OKTA_ORG_URL: '', OIDC_ISSUER: `${okta.origin}/` });
    expect(checks.get('discovery')).toMatchObject({ status: 'warning', finding: expect.stringContaining(okta.origin) });
  });

  it('tells a token that is not valid once, and looks from outside all the same', async () => {
    const { status, checks } = await checksOf({ OKTA_API_TOKEN: 'revoked' });
    expect(checks.get('api')).toMatchObject({ status: 'unknown', diagnosis: 'api-token-invalid' });
    expect(checks.get('policy')).toBeUndefined();
    expect(checks.get('assignment')?.finding).toBe('Cannot be told before the check “API token” passes.');
    expect(status).toBe(0);
  });

  it('says what is wrong in the settings, all of it, as JSON too, and exits with 78', async () => {
    const { status, text } = await run([], { OKTA_ORG_URL: 'https://example-admin.okta.com', OIDC_CLIENT_ID: '{clientId}' });
    expect(text).toContain('OKTA_ORG_URL');
    expect(text).toContain('OIDC_CLIENT_ID');
    expect(status).toBe(78);
    const json = await run(['--json'], { OKTA_ORG_URL: 'https://example-admin.okta.com' });
    expect([json.status, JSON.parse(json.text)]).toMatchObject([78, { ok: false, problems: [{ setting: 'OKTA_ORG_URL' }] }]);
  });

  it.each([[['--nope']], [['--yes']], [['--json', '--fix']]])('refuses the options %j', async (options) => {
    expect((await run(options)).status).toBe(64);
  });

  it('prints one line for a check that is fine, and the steps below one that is not', async () => {
    okta.switches.redirectUriRegistered = false;
    const { text } = await run([]);
    expect(text).toMatch(/^✔ ok +Discovery document +The provider calls itself/m);
    expect(text).toMatch(/^✖ failed +Authorization request/m);
    expect(text).toContain('Sign-in redirect URI: http://localhost:8080/authorization-code/callback');
  });
});
