/**
 * What the modules of the OpenID Foundation's conformance suite check, in short, to be held against ours. Read in its source
 * (openid-certification/conformance-suite, the mirror of gitlab.com/openid/conformance-suite): @PublishTestModule and the conditions of
 * net.openid.conformance.openid.client and .fapi2spfinal, for response_type=code. A module that “is refused” passes there when the client makes
 * no further request; each of the rest passes when the requests of a whole sign-in arrive and are in order.
 */
const oidcc = {
  'oidcc-client-test': 'a whole sign-in: scope openid, redirect_uri, PKCE where it is sent, no access token in an address, length of nonce',
  'oidcc-client-test-invalid-iss': 'an ID token of another iss is refused: no userinfo request',
  'oidcc-client-test-missing-sub': 'an ID token without sub is refused: no userinfo request',
  'oidcc-client-test-invalid-aud': 'an ID token for another aud is refused: no userinfo request',
  'oidcc-client-test-missing-iat': 'an ID token without iat is refused: no userinfo request',
  'oidcc-client-test-kid-absent-single-jwks': 'no kid, one key: it is used',
  'oidcc-client-test-kid-absent-multiple-jwks': 'RS256, no kid, several keys: each is tried, or the token is refused',
  'oidcc-client-test-idtoken-sig-rs256': 'RS256 is accepted',
  'oidcc-client-test-idtoken-sig-none': 'alg none by the code flow: accepted, or refused, which counts as skipped',
  'oidcc-client-test-invalid-sig-rs256': 'a wrong RS256 signature is refused; going on counts as skipped, as TLS may vouch for it',
  'oidcc-client-test-userinfo-invalid-sub': 'userinfo of another sub: the sign-in arrives there, and a log shows that it is refused',
  'oidcc-client-test-nonce-invalid': 'an ID token of another nonce is refused: no userinfo request',
  'oidcc-client-test-scope-userinfo-claims': 'one of the scopes profile, email, phone, address is asked for',
  'oidcc-client-test-client-secret-basic': 'client_secret_basic at the token endpoint',
  'oidcc-client-test-form-post-error': 'prompt=none with max_age=0 by form_post: the posted login_required is shown as an error',
  'oidcc-client-test-discovery-openid-config': 'the discovery document is read and its endpoints are used',
  'oidcc-client-test-discovery-jwks-uri-keys': 'the jwks_uri, another one in each run, is read after discovery',
  'oidcc-client-test-discovery-issuer-mismatch': 'a discovery document of another issuer: nothing more is asked',
  'oidcc-client-test-signing-key-rotation-just-before-signing': 'new keys just before the ID token is signed: the keys are read again',
  'oidcc-client-test-signing-key-rotation': 'new keys between two sign-ins: the keys are read again',
  'oidcc-client-test-rp-init-logout': 'end_session with the ID token as hint and the registered address; back with the state',
  'oidcc-client-test-rp-init-logout-other-state': 'the same, back with another state: no failure',
  'oidcc-client-test-rp-init-logout-no-state': 'the same, back without the state: no failure',
  'oidcc-client-test-3rd-party-init-login': 'initiate_login_uri with iss begins a sign-in',
  'oidcc-client-test-refresh-token': 'a refresh, and a userinfo request with the new token',
  'oidcc-client-test-refresh-token-invalid-issuer': 'a refreshed ID token of another iss is refused: no userinfo request',
  'oidcc-client-test-refresh-token-invalid-sub': 'a refreshed ID token of another sub is refused: no userinfo request',
  'oidcc-client-test-refresh-token-invalid-aud': 'a refreshed ID token for another aud is refused: no userinfo request',
  'oidcc-client-test-refresh-token-invalid-azp': 'a refreshed ID token of another azp is refused: no userinfo request',
  'oidcc-client-test-rp-backchannel-rpinitlogout': 'after end_session a logout token: 200 exactly, no-store',
  'oidcc-client-test-rp-backchannel-rpinitlogout-alg-none': 'a logout token of alg none: 400 exactly',
  'oidcc-client-test-rp-backchannel-rpinitlogout-no-event': 'without events: 400 exactly',
  'oidcc-client-test-rp-backchannel-rpinitlogout-with-nonce': 'with a nonce: 400 exactly',
  'oidcc-client-test-rp-backchannel-rpinitlogout-wrong-alg':
    'by a key of the provider and an algorithm that ID tokens do not have: 400 exactly',
  'oidcc-client-test-rp-backchannel-rpinitlogout-wrong-aud': 'for another aud: 400 exactly',
  'oidcc-client-test-rp-backchannel-rpinitlogout-wrong-event': 'with another event: 400 exactly',
  'oidcc-client-test-rp-backchannel-rpinitlogout-wrong-iss': 'of another iss: 400 exactly',
  'oidcc-client-test-rp-frontchannel-rpinitlogout': 'after end_session our address is loaded in a frame; a person looks at it',
  'oidcc-client-test-rp-frontchannel-opinitlogout': 'the same, begun at the provider',
  'oidcc-client-test-session-management': 'check_session_iframe is loaded and asked: unchanged, and changed after the sign-out',
  'oidcc-client-test-missing-aud': 'an ID token without aud is refused: no userinfo request',
  'oidcc-client-test-userinfo-bearer-header': 'userinfo with the token in the Authorization header',
  'oidcc-client-test-userinfo-bearer-body': 'userinfo with the token in the body',
  'oidcc-client-test-nonce-unless-code-flow': 'a nonce is sent; not for response_type=code',
  'oidcc-client-test-missing-chash': 'an ID token without c_hash is refused; not for response_type=code',
  'oidcc-client-test-invalid-chash': 'a wrong c_hash is refused; not for response_type=code',
  'oidcc-client-test-missing-athash': 'an ID token without at_hash is refused; not for response_type=code',
  'oidcc-client-test-invalid-athash': 'a wrong at_hash is refused; not for response_type=code',
  'oidcc-client-test-invalid-sig-hs256': 'a wrong HS256 signature is refused',
  'oidcc-client-test-invalid-sig-es256': 'a wrong ES256 signature is refused',
  'oidcc-client-test-aggregated-claims': 'userinfo with aggregated claims does not stop the sign-in',
  'oidcc-client-test-distributed-claims': 'the endpoint of the distributed claims is asked, with the token for it',
  'oidcc-client-test-mtls-endpoint-aliases': 'mtls_endpoint_aliases are used; only with a TLS certificate',
  'oidcc-client-test-ignores-unparseable-key-in-jwks': 'keys of unknown kinds beside the right one are passed over (RFC 7517, section 5)',
  'oidcc-client-test-discovery-webfinger-acct': 'the issuer is found by WebFinger from an acct identifier',
  'oidcc-client-test-discovery-webfinger-url': 'the issuer is found by WebFinger from an address',
  'oidcc-client-test-dynamic-registration': 'the client registers itself',
  'oidcc-client-test-request-uri-signed-rs256': 'a request object by request_uri, RS256',
  'oidcc-client-test-request-uri-signed-none': 'a request object by request_uri, not signed',
  'oidcc-client-test-userinfo-signed': 'signed userinfo is accepted',
} as const;

const fapi2 = {
  'happy-path': 'PAR, PKCE, client authentication for the issuer, DPoP proofs with the nonces that are asked for, a call with the token',
  'discovery-issuer-mismatch': 'a discovery document of another issuer: nothing more is asked',
  'invalid-iss': 'an ID token of another iss is refused: the token is not used',
  'invalid-aud': 'an ID token for another aud is refused',
  'invalid-secondary-aud': 'an aud with a second, unknown client and without azp is refused',
  'invalid-null-alg': 'an ID token of alg none is refused',
  'invalid-alternate-alg': 'an ID token signed with RS256 is refused where PS256, ES256 or EdDSA is expected',
  'invalid-expired-exp': 'an expired ID token is refused',
  'invalid-missing-exp': 'an ID token without exp is refused',
  'invalid-missing-aud': 'an ID token without aud is refused',
  'invalid-missing-iss': 'an ID token without iss is refused',
  'valid-aud-as-array': 'aud as an array of one is accepted',
  'invalid-nonce': 'an ID token of another nonce is refused',
  'invalid-missing-nonce': 'an ID token without the nonce is refused',
  'invalid-authorization-response-iss': 'an answer with another iss is refused: no token request',
  'remove-authorization-response-iss': 'an answer without iss is refused: no token request',
  'ensure-authorization-response-with-invalid-state-fails': 'an answer with another state is refused: no token request',
  'ensure-authorization-response-with-invalid-missing-state-fails': 'an answer without the state is refused: no token request',
  'token-endpoint-response-without-expires_in': 'tokens without expires_in are used',
  'token-type-case-insensitivity': 'token_type in the opposite of its upper and lower case is understood',
  'rs-dpop-auth-scheme-case-insensitivity': 'a call that is asked for a nonce by a scheme of other upper and lower case is repeated',
  'happy-path-no-dpop-nonce': 'DPoP where no nonce is asked for',
  'happy-path-no-mtls-endpoint-aliases': 'the endpoints themselves are called where there are no mtls_endpoint_aliases',
  'grant-management-happy-path': 'grant_management_action in the request; only with grant management',
  'grant-management-query-and-revoke': 'a grant is read and revoked; only with grant management',
  'grant-management-invalid-grant-id-fails': 'an unknown grant_id is an error; only with grant management',
  'ensure-jarm-without-iss-fails': 'a signed answer without iss is refused: no token request',
  'ensure-jarm-with-invalid-iss-fails': 'a signed answer of another iss is refused',
  'ensure-jarm-without-aud-fails': 'a signed answer without aud is refused',
  'ensure-jarm-with-invalid-aud-fails': 'a signed answer for another aud is refused',
  'ensure-jarm-without-exp-fails': 'a signed answer without exp is refused',
  'ensure-jarm-with-expired-exp-fails': 'an expired signed answer is refused',
  'ensure-jarm-with-invalid-sig-fails': 'a wrong signature of the answer is refused',
  'ensure-jarm-signature-is-not-none': 'an answer of alg none is refused',
} as const;

const prefix = 'fapi2-security-profile-final-client-test';

export const officialModules: ReadonlyMap<string, string> = new Map([
  ...Object.entries(oidcc),
  ...Object.entries(fapi2).map(([name, text]): [string, string] => [`${prefix}-${name}`, text]),
  ['fapi2-security-profile-final-client-refresh-token-test', 'two refreshes after refusals of the token; for Open Banking Brazil'],
]);

const names = [...officialModules.keys()];
const fapi2Names = names.filter((name) => name.startsWith('fapi2-'));
const isJarm = (name: string): boolean => name.includes('-ensure-jarm-');
const between = (first: keyof typeof oidcc, last: keyof typeof oidcc): string[] =>
  names.slice(names.indexOf(first), names.indexOf(last) + 1);

const basic = between('oidcc-client-test', 'oidcc-client-test-client-secret-basic');
const inNoPlan = [
  'oidcc-client-test-refresh-token-invalid-aud',
  'oidcc-client-test-refresh-token-invalid-azp',
  'oidcc-client-test-ignores-unparseable-key-in-jwks',
  `${prefix}-happy-path-no-mtls-endpoint-aliases`,
];

/** The modules of each plan, in its words for plans; of those that repeat others, what they add. */
export const officialPlans: ReadonlyMap<string, readonly string[]> = new Map([
  ['oidcc-client-basic-certification-test-plan', basic],
  ['oidcc-client-formpost-basic-certification-test-plan', basic],
  [
    'oidcc-client-config-certification-test-plan',
    [
      ...between('oidcc-client-test-discovery-openid-config', 'oidcc-client-test-signing-key-rotation'),
      'oidcc-client-test-idtoken-sig-none',
    ],
  ],
  ['oidcc-client-rp-initiated-logout-rp-basic', between('oidcc-client-test-rp-init-logout', 'oidcc-client-test-rp-init-logout-no-state')],
  ['oidcc-client-test-3rd-party-init-login-test-plan', ['oidcc-client-test-3rd-party-init-login']],
  ['oidcc-client-refreshtoken-test-plan', between('oidcc-client-test-refresh-token', 'oidcc-client-test-refresh-token-invalid-sub')],
  [
    'oidcc-client-back-channel-logout-rp-basic',
    between('oidcc-client-test-rp-backchannel-rpinitlogout', 'oidcc-client-test-rp-backchannel-rpinitlogout-wrong-iss'),
  ],
  ['oidcc-client-front-channel-logout-rp-basic', ['oidcc-client-test-rp-frontchannel-rpinitlogout']],
  ['oidcc-client-logout-test-plan', ['oidcc-client-test-rp-frontchannel-opinitlogout', 'oidcc-client-test-session-management']],
  [
    'oidcc-client-test-plan',
    ['oidcc-client-test-form-post-error', ...between('oidcc-client-test-missing-aud', 'oidcc-client-test-mtls-endpoint-aliases')],
  ],
  [
    'oidcc-client-dynamic-certification-test-plan',
    between('oidcc-client-test-discovery-webfinger-acct', 'oidcc-client-test-userinfo-signed'),
  ],
  ['fapi2-security-profile-final-client-test-plan', fapi2Names.filter((name) => !isJarm(name) && !inNoPlan.includes(name))],
  ['fapi2-message-signing-final-client-test-plan', [`${prefix}-happy-path`, ...fapi2Names.filter(isJarm)]],
  ['published by the suite, in no plan', inNoPlan],
]);
