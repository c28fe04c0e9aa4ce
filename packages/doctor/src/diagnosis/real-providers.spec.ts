import { catalogue } from './catalogue/catalogue.js';
import { inVain } from './catalogue/chapter.js';
import { diagnose } from './diagnose.js';
import type { Facts, Symptom } from './diagnosis.js';

const dex: Facts = {
  issuer: 'https://dex.example',
  orgUrl: undefined,
  authServerId: undefined,
  clientId: 'app',
  redirectUri: 'https://app.example/authorization-code/callback',
  postLogoutRedirectUri: 'https://app.example/',
  scopes: ['openid'],
  groupsClaim: 'groups',
};
const provider = { name: 'Keycloak', log: 'Events', guide: 'docs/keycloak.md' };
const keycloak: Facts = { ...dex, issuer: 'https://k.example/realms/r', provider };
const okta: Facts = { ...dex, issuer: 'https://example.okta.com', orgUrl: 'https://example.okta.com', authServerId: 'org' };

type Row = readonly [seen: string, symptom: Symptom, id: string];

/** As Keycloak 26.7.3, dex, Spring Authorization Server, zitadel's example and Auth0 sent them. */
const refusals: readonly Row[] = [
  [
    'Keycloak: secret, at PAR',
    { where: 'par', status: 401, error: 'invalid_request', description: 'Authentication failed.' },
    'client-authentication-failed',
  ],
  [
    'Keycloak: secret',
    { where: 'token', status: 401, error: 'unauthorized_client', description: 'Invalid client or Invalid client credentials' },
    'client-authentication-failed',
  ],
  [
    'Keycloak: another spelling',
    { where: 'token', status: 401, error: 'invalid_client', description: 'Invalid client or Invalid client credentials' },
    'client-authentication-failed',
  ],
  [
    'Keycloak: scope',
    { where: 'par', status: 400, error: 'invalid_request', description: 'Invalid scopes: openid profile no-such-scope' },
    'scope-refused',
  ],
  [
    'Keycloak: offline_access',
    { where: 'token', status: 400, error: 'not_allowed', description: 'Offline tokens not allowed for the user or client' },
    'scope-refused',
  ],
  [
    'Keycloak: PKCE',
    { where: 'par', status: 400, error: 'invalid_request', description: 'Missing parameter: code_challenge_method' },
    'pkce-required',
  ],
  [
    'Keycloak: PKCE, newer',
    { where: 'callback', error: 'invalid_request', description: 'Missing parameter: code_challenge' },
    'pkce-required',
  ],
  ['Keycloak: realm off', { where: 'par', status: 403, error: 'access_denied', description: 'Realm not enabled' }, 'realm-unavailable'],
  ['Keycloak: realm gone', { where: 'refresh', status: 404, error: 'Realm does not exist' }, 'realm-unavailable'],
  [
    'Keycloak: realm gone, discovery',
    { where: 'discovery', status: 404, error: 'Realm does not exist', code: 'discovery_failed' },
    'realm-unavailable',
  ],
  [
    'Keycloak: assertion',
    { where: 'par', status: 401, error: 'invalid_client', description: 'invalid audience in client assertion' },
    'client-assertion-refused',
  ],
  [
    'Keycloak: assertion, older words',
    {
      where: 'token',
      status: 400,
      error: 'unauthorized_client',
      description: 'Client authentication with signed JWT failed: Signature on JWT token failed validation',
    },
    'client-assertion-refused',
  ],
  [
    'dex: secret',
    { where: 'token', status: 401, error: 'invalid_client', description: 'Invalid client credentials.' },
    'client-authentication-failed',
  ],
  ['dex: scope', { where: 'callback', error: 'invalid_scope', description: 'Unrecognized scope(s) ["no-such-scope"]' }, 'scope-refused'],
  [
    'dex: redirect URI',
    { where: 'authorize', description: 'Unregistered redirect_uri ("https://app.example/authorization-code/callback").' },
    'redirect-uri-not-registered',
  ],
  ['dex: client', { where: 'authorize', description: 'Invalid client_id ("another").' }, 'client-unknown'],
  ['Spring: PKCE', { where: 'callback', error: 'invalid_request', description: 'OAuth 2.0 Parameter: code_challenge' }, 'pkce-required'],
  ['Spring: scope', { where: 'callback', error: 'invalid_scope', description: 'OAuth 2.0 Parameter: scope' }, 'scope-refused'],
  ['Spring: secret', { where: 'token', status: 401, error: 'invalid_client' }, 'client-authentication-failed'],
  [
    'zitadel: client',
    { where: 'token', status: 400, error: 'invalid_client', description: 'unable to retrieve client by id' },
    'client-unknown',
  ],
  ['zitadel: introspection', { where: 'introspection', status: 401, code: 'refused_without_reason' }, 'client-authentication-failed'],
  ['Auth0: secret', { where: 'token', status: 401, error: 'access_denied', description: 'Unauthorized' }, 'client-authentication-failed'],
  [
    'oidc-provider: PKCE',
    { where: 'callback', error: 'invalid_request', description: 'Authorization Server policy requires PKCE to be used for this request' },
    'pkce-required',
  ],
];

describe('a refusal of a real provider', () => {
  it.each(refusals)('%s', (_seen, symptom, id) => {
    const diagnosis = diagnose({ code: 'token_refused', ...symptom }, dex);
    expect(diagnosis).toMatchObject({ id, known: true });
    expect(JSON.stringify(diagnosis)).not.toMatch(/Okta\b(?!\.com|-)/);
  });

  it.each(['token', 'par', 'introspection', 'revocation', 'refresh'] as const)('is one of the client where it is a 401 at %s', (where) => {
    for (const said of [{}, { error: 'something_new' }, { error: 'invalid_request', description: 'Nobody knows.' }])
      expect(diagnose({ where, status: 401, ...said }, dex).id).toBe('client-authentication-failed');
  });
});

describe('the words', () => {
  const unknown: Symptom = { where: 'par', error: 'invalid_request', description: 'Something that nobody knows' };

  it('name a known provider, where its log is, and the page that is about it', () => {
    const { summary, steps } = diagnose(unknown, keycloak);
    expect(summary).toBe("Keycloak's endpoint for pushed requests gave an error that this application does not know.");
    expect(steps.join('\n')).toMatch(/in the log of Keycloak \(Events\)[\s\S]*docs\/keycloak\.md/);
  });

  it('name Okta where it is Okta', () => {
    expect(diagnose(unknown, okta).steps.join(' ')).toContain('Reports > System Log');
    expect(diagnose({ where: 'token', code: 'provider_error' }, okta).steps.join(' ')).toContain('https://status.okta.com');
  });

  it('name Okta nowhere else, whatever this application met by itself', () => {
    for (const { ownCodes = [] } of catalogue)
      for (const code of ownCodes)
        for (const facts of [dex, keycloak])
          expect([code, JSON.stringify({ ...diagnose({ where: 'application', code }, facts), source: undefined })]).not.toEqual([
            code,
            expect.stringMatching(/Okta|Admin Console/),
          ]);
  });

  it('say that another try is in vain exactly where no button offers one', () => {
    for (const { ownCodes = [], advice } of catalogue)
      for (const code of ownCodes)
        expect([code, diagnose({ where: 'application', code }, dex).retry]).toEqual([code, !advice.startsWith(inVain)]);
    expect(diagnose({ where: 'token', status: 401 }, dex)).toMatchObject({
      retry: false,
      advice: expect.stringContaining(inVain) as string,
    });
    expect(diagnose({ where: 'token', code: 'provider_error' }, dex).retry).toBe(true);
  });
});
