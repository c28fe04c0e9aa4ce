import { describePlan } from '../describe-plan.js';
import { refuses, signsIn } from '../outcome.js';
import type { Scenario } from '../scenario.js';

const claimSource = { _claim_names: { credit_score: 'source' } };

/** What the plan of all modules adds to the Basic and Form Post plans. */
describePlan('oidcc-client-test-plan', {
  'oidcc-client-test-form-post-error': refuses('authorization_refused', {
    env: { OIDC_RESPONSE_MODE: 'form_post' },
    lie: { authorizationResponse: { code: undefined, error: 'login_required', error_description: 'prompt=none without a session' } },
  }),
  'oidcc-client-test-missing-aud': refuses('id_token_claims', { lie: { idToken: { claims: { aud: undefined } } } }),
  'oidcc-client-test-userinfo-bearer-header': signsIn({}, userinfoByHeader),
  'oidcc-client-test-userinfo-bearer-body': {
    notApplicable: 'an alternative to userinfo-bearer-header, which this application uses (RFC 6750 2.1)',
  },
  'oidcc-client-test-nonce-unless-code-flow': {
    notApplicable: 'for hybrid and implicit flows only; the nonce is always sent here, see oidcc-client-test',
  },
  'oidcc-client-test-missing-chash': signsIn({ lie: { idToken: { claims: { c_hash: undefined } } } }),
  'oidcc-client-test-invalid-chash': refuses('id_token_claims', { lie: { idToken: { claims: { c_hash: 'AAAAAAAAAAAAAAAAAAAAAA' } } } }),
  'oidcc-client-test-missing-athash': signsIn({ lie: { idToken: { claims: { at_hash: undefined } } } }),
  'oidcc-client-test-invalid-athash': refuses('id_token_claims', { lie: { idToken: { claims: { at_hash: 'AAAAAAAAAAAAAAAAAAAAAA' } } } }),
  'oidcc-client-test-invalid-sig-hs256': refuses('id_token_algorithm', { lie: { idToken: { alg: 'HS256', signature: 'tampered' } } }),
  'oidcc-client-test-invalid-sig-es256': refuses('id_token_signature', {
    setup: { signing: 'ES256' },
    lie: { idToken: { signature: 'tampered' } },
  }),
  'oidcc-client-test-aggregated-claims': signsIn({
    lie: { userinfo: { ...claimSource, _claim_sources: { source: { JWT: 'e30.e30.' } } } },
  }),
  'oidcc-client-test-distributed-claims': {
    notApplicable: 'wants the claims fetched from their endpoint (Core 1.0, section 5.6.2): nothing here asks for such claims',
  },
  // Ours: they are no obstacle to a sign-in.
  'distributed claims that nobody asked for': signsIn({
    lie: { userinfo: { ...claimSource, _claim_sources: { source: { endpoint: 'http://127.0.0.1:9/' } } } },
  }),
  'oidcc-client-test-mtls-endpoint-aliases': { notApplicable: 'the client does not authenticate by a TLS certificate (RFC 8705)' },
});

describePlan('published by the suite, in no plan', {
  'oidcc-client-test-ignores-unparseable-key-in-jwks': signsIn({
    lie: { jwks: (keys) => [{ kty: 'AKP', alg: 'ML-DSA-99', kid: 'pq', pub: 'AA' }, { kty: 'made-up', kid: 'odd' }, ...keys] },
  }),
  'oidcc-client-test-refresh-token-invalid-aud': { elsewhere: 'the plan of refresh tokens: “a refreshed ID token for another client”' },
  'oidcc-client-test-refresh-token-invalid-azp': { elsewhere: 'the plan of refresh tokens: “a refreshed ID token of another azp”' },
  'fapi2-security-profile-final-client-test-happy-path-no-mtls-endpoint-aliases': {
    notApplicable: 'the client uses no TLS certificate (RFC 8705)',
  },
});

function userinfoByHeader({ provider }: Scenario): string | undefined {
  const [userinfo] = provider.requestsTo('userinfo');
  return userinfo?.method === 'GET' && userinfo.headers.authorization?.startsWith('Bearer ')
    ? undefined
    : 'does not use the Authorization header';
}

describePlan('oidcc-client-dynamic-certification-test-plan', {
  'oidcc-client-test-discovery-webfinger-acct': {
    notApplicable: 'the issuer is a setting; people are not asked for an identifier that leads to one',
  },
  'oidcc-client-test-discovery-webfinger-url': { notApplicable: 'as above' },
  'oidcc-client-test-dynamic-registration': { notApplicable: 'the client is registered by an administrator' },
  'oidcc-client-test-request-uri-signed-rs256': {
    notApplicable: 'requests are pushed (RFC 9126), not passed by a reference to this application',
  },
  'oidcc-client-test-request-uri-signed-none': { notApplicable: 'as above' },
  'oidcc-client-test-userinfo-signed': signsIn({ setup: { userinfo: 'jwt' } }),
});
