import { describePlan } from '../describe-plan.js';
import { refuses, signsIn } from '../outcome.js';
import type { JwtLie, Lie } from '../provider/lie.js';
import type { Scenario } from '../scenario.js';
import { fapi2 } from './fapi2-client.js';

const prefix = 'fapi2-security-profile-final-client-test';
const lying = (lie: Lie) => fapi2({ lie });
const idToken = (lie: JwtLie) => lying({ idToken: lie });

describePlan('fapi2-security-profile-final-client-test-plan', {
  [`${prefix}-happy-path`]: signsIn(fapi2(), pushedAndBound),
  [`${prefix}-discovery-issuer-mismatch`]: refuses('issuer_mismatch', lying({ metadata: { issuer: 'https://other.test' } })),
  [`${prefix}-invalid-iss`]: refuses('id_token_issuer', idToken({ claims: { iss: 'https://other.test' } })),
  [`${prefix}-invalid-aud`]: refuses('id_token_claims', idToken({ claims: { aud: 'another-client' } })),
  [`${prefix}-invalid-secondary-aud`]: refuses('id_token_claims', idToken({ claims: { aud: ['conformance-client', 'another-client'] } })),
  // Ours.
  'an ID token for two clients that another is authorized for': refuses(
    'id_token_claims',
    idToken({ claims: { aud: ['conformance-client', 'another-client'], azp: 'another-client' } }),
  ),
  [`${prefix}-invalid-null-alg`]: refuses('id_token_algorithm', idToken({ alg: 'none' })),
  [`${prefix}-invalid-alternate-alg`]: refuses('id_token_algorithm', idToken({ alg: 'RS256' })),
  [`${prefix}-invalid-expired-exp`]: refuses('id_token_clock', idToken({ claims: { exp: Math.floor(Date.now() / 1000) - 3600 } })),
  [`${prefix}-invalid-missing-exp`]: refuses('id_token_claims', idToken({ claims: { exp: undefined } })),
  [`${prefix}-invalid-missing-aud`]: refuses('id_token_claims', idToken({ claims: { aud: undefined } })),
  [`${prefix}-invalid-missing-iss`]: refuses('id_token_claims', idToken({ claims: { iss: undefined } })),
  [`${prefix}-valid-aud-as-array`]: signsIn(idToken({ claims: { aud: ['conformance-client'] } })),
  [`${prefix}-invalid-nonce`]: refuses('id_token_claims', idToken({ claims: { nonce: 'another-nonce' } })),
  [`${prefix}-invalid-missing-nonce`]: refuses('id_token_claims', idToken({ claims: { nonce: undefined } })),
  [`${prefix}-invalid-authorization-response-iss`]: refuses(
    'response_issuer_mismatch',
    lying({ authorizationResponse: { iss: 'https://other.test' } }),
  ),
  [`${prefix}-remove-authorization-response-iss`]: refuses('response_issuer_missing', lying({ authorizationResponse: { iss: undefined } })),
  [`${prefix}-ensure-authorization-response-with-invalid-state-fails`]: refuses(
    'transaction_missing',
    lying({ authorizationResponse: { state: 'another-state' } }),
  ),
  [`${prefix}-ensure-authorization-response-with-invalid-missing-state-fails`]: refuses(
    'transaction_missing',
    lying({ authorizationResponse: { state: undefined } }),
  ),
  [`${prefix}-token-endpoint-response-without-expires_in`]: signsIn(lying({ tokenResponse: { expires_in: undefined } })),
  [`${prefix}-token-type-case-insensitivity`]: signsIn(lying({ tokenResponse: { token_type: 'dpOp' } })),
  [`${prefix}-rs-dpop-auth-scheme-case-insensitivity`]: signsIn(fapi2({ setup: { challengeScheme: 'dPoP' } }), ({ provider }) =>
    provider.requestsTo('userinfo').length === 2 ? undefined : 'does not ask userinfo again with its nonce',
  ),
  [`${prefix}-happy-path-no-dpop-nonce`]: signsIn(fapi2({ setup: { dpop: 'required' } }), pushedAndBound),
  'fapi2-security-profile-final-client-refresh-token-test': { notApplicable: 'for Open Banking Brazil; see the refresh plan' },
  [`${prefix}-grant-management-happy-path`]: { notApplicable: 'grant management is not used for signing in' },
  [`${prefix}-grant-management-query-and-revoke`]: { notApplicable: 'as above' },
  [`${prefix}-grant-management-invalid-grant-id-fails`]: { notApplicable: 'as above' },
});

function pushedAndBound({ provider }: Scenario): string | undefined {
  const [authorize] = provider.requestsTo('authorize');
  if (!authorize?.query.has('request_uri') || authorize.query.has('scope')) return 'does not push its request';
  const [token] = provider.requestsTo('token');
  if (!token?.form.has('client_assertion')) return 'does not authenticate by its key';
  const [userinfo] = provider.requestsTo('userinfo');
  return userinfo?.headers.authorization?.startsWith('DPoP ') && userinfo.headers.dpop ? undefined : 'does not bind its token';
}
