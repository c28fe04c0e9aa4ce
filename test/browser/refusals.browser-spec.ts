import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { EmbeddedOktaSwitches } from '../../packages/dev-okta/src/embedded-okta.js';
import { catalogue } from '../../packages/doctor/src/diagnosis/catalogue/catalogue.js';
import { checkAccessibility } from '../servers/accessibility.js';
import { type Browser as Chromium, launchChromium } from '../servers/chromium.js';
import { Browser } from '../support/browser.js';
import { signIn } from '../support/sign-in.js';
import { startPair, type RunningPair } from '../support/start-pair.js';
import { enterPassword, welcomeVisitor } from './visitor.js';

const shots = join(import.meta.dirname, '../../artifacts/refusals');

/** What brings a refusal about: a switch or a person. */
interface Case {
  readonly id: string;
  readonly switches?: Partial<EmbeddedOktaSwitches>;
  readonly person?: string;
}

const usual = { OIDC_SCOPES: 'openid profile email', RATE_LIMIT: '10000' };

const ordered = (id: string, ...codes: EmbeddedOktaSwitches['refusal'][]): Case[] =>
  codes.map((refusal) => ({ id, switches: { refusal } }));

const org: readonly Case[] = [
  { id: 'user-not-assigned', switches: { everyoneAssigned: false } },
  { id: 'user-not-assigned', person: 'unassigned' },
  { id: 'redirect-uri-not-registered', switches: { redirectUriRegistered: false } },
  { id: 'client-unknown', switches: { clientActive: false } },
  { id: 'client-secret-invalid', switches: { clientSecretValid: false } },
  { id: 'custom-scope-on-org-server', switches: { profileScopes: false } },
  { id: 'response-type-unsupported', switches: { codeFlow: false } },
  { id: 'dpop-required', switches: { requireDpop: true } },
  { id: 'clock-differs', switches: { clockSkew: 3600 } },
  { id: 'clock-differs', switches: { clockSkew: -7200 } },
  { id: 'issuer-differs', switches: { customDomainIssuer: true } },
  { id: 'network-zone', person: 'elsewhere' },
  { id: 'mfa-not-configured', person: 'nofactors' },
  { id: 'password-expired', person: 'expired' },
  { id: 'too-many-groups', person: 'overflow' },
  { id: 'provider-answer-refused', person: 'noconsent' },
  ...ordered('feature-not-enabled', 'feature_not_enabled', 'feature_not_enabled_access_denied'),
  ...ordered('service-application', 'invalid_client_application_type'),
  ...ordered('pkce-challenge-malformed', 'pkce_invalid_challenge'),
  ...ordered('pkce-method', 'pkce_unsupported_code_challenge_method'),
  ...ordered('openid-scope-missing', 'openid_scope_required', 'missing_scopes'),
  ...ordered('state-missing', 'invalid_state'),
  ...ordered('identity-provider-unknown', 'unknown_idp'),
  ...ordered('prompt-invalid', 'invalid_prompt'),
  ...ordered('login-required', 'login_required', 'app_sign_on_required', 'no_existing_session'),
  ...ordered('provider-error', 'temporarily_unavailable'),
  ...ordered('consent-required', 'consent_required'),
  ...ordered('acr-not-met', 'unmet_authentication_requirements'),
  ...ordered('client-authentication-failed', 'invalid_token_endpoint_auth_method'),
  ...ordered(
    'client-credentials-malformed',
    'missing_client_credentials',
    'invalid_basic_auth_creds',
    'multiple_client_credentials',
    'client_credentials_in_query',
  ),
  ...ordered('grant-type-not-enabled', 'unauthorized_client'),
  ...ordered('code-invalid', 'invalid_authorization_code'),
  ...ordered('redirect-uri-differs', 'mismatched_redirect_uri'),
  ...ordered('grant-of-another-client', 'mismatched_client', 'mismatched_authorization_server', 'invalid_authorization_server'),
  ...ordered('pkce-verifier-missing', 'pkce_missing_verifier'),
  ...ordered('pkce-verification-failed', 'pkce_verification_failed'),
  ...ordered('dpop-nonce', 'use_dpop_nonce'),
  ...ordered('browser-request', 'unsupported_auth_method_browser_request', 'not_trusted_origin_browser_request'),
];

const custom: readonly Case[] = [
  { id: 'policy-missing', switches: { defaultPolicy: false } },
  { id: 'policy-missing', person: 'nopolicy' },
  { id: 'policy-scopes-rejected', person: 'noscopes' },
  { id: 'scope-unknown', switches: { profileScopes: false } },
  ...ordered('policy-scopes-denied', 'scope_denied'),
  ...ordered('org-server-only', 'org_authorization_server_only_client'),
];

/** An application that starts on the fault, since it keeps discovery and takes the pause that Okta asks for. */
const fromTheStart: readonly (Case & { readonly env?: Readonly<Record<string, string>> })[] = [
  { id: 'provider-rate-limit', switches: { rateLimited: true } },
  { id: 'provider-error', switches: { available: false } },
  { id: 'api-access-management-missing', switches: { apiAccessManagement: false }, env: { OKTA_AUTH_SERVER: 'default' } },
  { id: 'server-not-found', env: { OKTA_AUTH_SERVER: 'aus9nope' } },
  { id: 'pkce-required', switches: { requirePkce: true }, env: { OIDC_PKCE: 'off' } },
];

beforeAll(() => mkdir(shots, { recursive: true }));

describe.each([
  { server: 'org', cases: org },
  { server: 'default', cases: custom },
])('Through the $server server', ({ cases, server }) => {
  let chromium: Chromium;
  let pair: RunningPair;
  let healthy: EmbeddedOktaSwitches;

  beforeAll(async () => {
    chromium = await launchChromium();
    pair = await startPair({ ...usual, OKTA_AUTH_SERVER: server }, { switches: { defaultPolicy: true } });
    healthy = { ...pair.okta.switches };
  });
  afterAll(async () => {
    await chromium.close();
    await pair.close();
  });

  it.each(cases.map((given) => ({ ...given, by: JSON.stringify(given.switches ?? given.person) })))(
    '$by brings $id: the page names cause and fix, and without it people sign in',
    async ({ id, by, switches = {}, person }) => {
      Object.assign(pair.okta.switches, switches);
      await expectExplained(chromium, pair, { id, person, shot: `${server}-${id}-${by.replace(/\W+/g, '-')}` });
      Object.assign(pair.okta.switches, healthy);
      expect((await signIn(new Browser(), pair.url, 'alice@example.com', 'alice')).text).toContain('Alice Archer');
    },
  );
});

describe('An application that starts on the fault', () => {
  it.each(fromTheStart)('explains $id', async ({ id, switches = {}, env = {} }) => {
    const chromium = await launchChromium();
    const pair = await startPair({ ...usual, ...env }, { switches });
    try {
      await expectExplained(chromium, pair, { id, shot: `start-${id}` });
    } finally {
      await Promise.all([chromium.close(), pair.close()]);
    }
  });
});

it('shows every failure of Okta that docs/okta.md says the error page names', () => {
  const shown = new Set([...org, ...custom, ...fromTheStart].map(({ id }) => id));
  const promised = catalogue.filter(({ row }) => row && 'by' in row.page).map(({ id }) => id);
  // Of addresses that are none, diagnose.spec.ts and doctor.spec.ts; of groups, a page that asks for one: decorators.e2e-spec.ts;
  // of scopes at a refresh, refusals-afterwards.browser-spec.ts.
  const elsewhere = ['path-not-found', 'developer-org-gone', 'groups-missing', 'refresh-scope-widened'];
  expect(promised.filter((id) => !shown.has(id))).toEqual(elsewhere);
});

async function expectExplained(
  chromium: Chromium,
  { url, okta }: RunningPair,
  { id, person = 'alice', shot }: { readonly id: string; readonly person?: string | undefined; readonly shot: string },
): Promise<void> {
  const visitor = await welcomeVisitor(chromium, { viewport: { width: 1280, height: 800 } });
  const { page } = visitor;
  try {
    await page.goto(`${url}/profile`);
    if (new URL(page.url()).origin === okta.origin) {
      await enterPassword(page, `${person}@example.com`, person);
      await page.waitForURL(`${url}/**`);
    }
    await page.screenshot({ path: join(shots, `${shot}.png`), fullPage: true });
    const text = (await page.locator('main').innerText()).replace(/\s+/g, ' ');
    const entry = catalogue.find((known) => known.id === id);
    expect(text).toContain(`Catalogue entry ${id} `);
    expect(text).toContain(entry?.title);
    expect(text.includes('How to fix it')).toBe(entry?.steps.length !== 0);
    expect(await checkAccessibility(page)).toEqual([]);
  } finally {
    await visitor.close();
  }
}
