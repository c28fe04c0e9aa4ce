import fc from 'fast-check';
import { diagnose } from './diagnose.js';
import type { Facts, Symptom } from './diagnosis.js';

const okta: Facts = {
  issuer: 'https://example.okta.com',
  orgUrl: 'https://example.okta.com',
  authServerId: 'org',
  clientId: '0oa1abc',
  redirectUri: 'https://app.example/authorization-code/callback',
  postLogoutRedirectUri: 'https://app.example/',
  scopes: ['openid'],
  groupsClaim: 'groups',
};
const elsewhere: Facts = { ...okta, issuer: 'https://idp.example', orgUrl: undefined, authServerId: undefined };

/** Okta's texts that no entry explains, each close to one that does. */
const neighbours: readonly (readonly [string, string])[] = [
  ['access_denied', 'Login failed.'],
  ['access_denied', 'The MFA attestation request was denied by policy.'],
  ['access_denied', "'login_hint' did not match a user assigned to the client app."],
  ['access_denied', "User couldn't be signed-in through direct authentication because authentication policy wasn't satisfied."],
  [
    'access_denied',
    "The authentication policy on your Aerial org must meet or exceed the authentication policy on the org you're accessing.",
  ],
  ['access_denied', 'User linking was denied because the user is not in any of the specified groups.'],
  ['access_denied', 'User is not allowed by the account linking filters.'],
  ['access_denied', 'Recovery policy does not specify any authenticators that can be used for recovery.'],
  ['invalid_grant', 'Resource owner password credentials authentication denied by sign on policy.'],
  ['invalid_grant', 'The interaction code is invalid or has expired.'],
  ['invalid_grant', 'The credentials provided were invalid.'],
  ['invalid_client_metadata', "The metadata document is missing the required 'redirect_uris' field."],
  ['invalid_request', "The 'nonce' parameter is required for authorize requests with either the 'id_token' or 'token' response types.."],
  ['invalid_request', "The 'prompt' parameter value 'idp_refresh' requires the 'idp' parameter to be specified."],
  ['invalid_request', 'PKCE code challenge is required to use the interaction code flow.'],
  ['invalid_request', "The 'resource' parameter does not match the resource used in the authorization request."],
  ['invalid_request', "'subject_token' is invalid: the user is not assigned to the client application."],
  ['invalid_request', 'The id_token_hint is issued in the future.'],
  ['invalid_request', 'The request contained multiple parameters with the same name.'],
  [
    'interaction_required',
    'Your client is configured to use the interaction code flow and user interaction is required to complete the request.',
  ],
  ['expired_token', 'The device code has expired.'],
  ['server_error', 'The social identity provider returned an invalid state back to Okta.'],
  ['server_error', 'Failed to create the id_token.'],
];

/** What is close to a text of Okta's but says the opposite, or something of another thing. */
const opposites: readonly (readonly [string, string])[] = [
  ['access_denied', 'Policy evaluation succeeded for this request, please check the policy configurations.'],
  ['access_denied', 'Evaluation of the password policy failed for this request.'],
  ['access_denied', 'Policy evaluation succeeded, and all the requested scopes were granted.'],
  ['access_denied', 'User is assigned to the client application.'],
  ['access_denied', 'The request is made from inside a network that belongs to the client.'],
  ['access_denied', 'The user has not cancelled the request.'],
  ['invalid_grant', 'The authorization code is valid and has not expired.'],
  ['invalid_grant', 'The refresh token is valid and has not expired.'],
  ['invalid_grant', 'PKCE verification succeeded.'],
  ['invalid_grant', 'PKCE verification did not fail.'],
  ['invalid_request', 'PKCE code challenge is not required by the application.'],
  ['invalid_request', 'PKCE code challenge method is supported.'],
  ['invalid_request', "The authentication request has a valid 'state' parameter."],
  ['invalid_request', 'Identity provider is valid.'],
  ['invalid_request', 'The redirect page of the application failed to load.'],
  ['unauthorized_client', 'This client can use a custom authorization server.'],
  ['unauthorized_client', 'The client is authorized to use the provided grant type.'],
  ['server_error', 'The requested feature is enabled in this environment.'],
  ['server_error', 'The groups claim matched no groups.'],
  ['server_error', 'The notification service is enabled in this environment, the feature was found.'],
];

/** Errors that mean one thing whatever the text says would match any text, and rightly. */
const broadErrors = ['access_denied', 'invalid_request', 'server_error', 'unauthorized_client', 'invalid_grant', 'something_new', ''];
const places: readonly Symptom['where'][] = ['authorize', 'callback', 'token', 'id_token', 'userinfo', 'discovery', 'par', 'logout'];

/** RFC 6749, section 5.2: whatever the words, the client did not prove who it is. */
const ofTheClient: readonly (readonly [string, string])[] = [
  ['invalid_client', 'The client_assertion token is expired.'],
  ['invalid_client', "The 'client_id' parameter does not match the expected value for the provided request_uri."],
  ['invalid_client', 'The client secret is too short to verify a JWT HMAC.'],
  ['invalid_client', 'No encryption key found for the client.'],
  ['invalid_client', 'The client secret supplied for a confidential client is valid.'],
  ['invalid_client', 'Client authentication succeeded.'],
];

describe('what is not known', () => {
  it.each(ofTheClient)('%s “%s” is at least a matter of the client', (error, description) => {
    for (const facts of [okta, elsewhere])
      expect(diagnose({ where: 'token', error, description, code: 'token_refused' }, facts).id).toMatch(/^client-/);
  });

  it.each(neighbours)('%s “%s” is said to be unknown', (error, description) => {
    expect(diagnose({ where: 'callback', error, description, code: 'authorization_refused' }, okta).id).toBe('unknown');
    expect(diagnose({ where: 'token', error, description, code: 'token_refused' }, okta).id).toBe('unknown');
  });

  it.each(opposites)('%s “%s” is not taken for the text that it is close to', (error, description) => {
    for (const facts of [okta, elsewhere])
      expect(diagnose({ where: 'token', error, description, code: 'token_refused' }, facts)).toMatchObject({ id: 'unknown', known: false });
  });

  it('includes any text of other words', () => {
    fc.assert(
      fc.property(fc.constantFrom(...places), fc.constantFrom(...broadErrors), fc.lorem({ maxCount: 20 }), (where, error, description) => {
        const diagnosis = diagnose({ where, error, description, code: 'authorization_refused' }, okta);
        expect(diagnosis).toMatchObject({ id: 'unknown', known: false });
      }),
    );
  });

  it('includes any text of other signs', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1 }).filter((value) => /[\p{L}\p{N}]/u.test(value));
    fc.assert(
      fc.property(fc.constantFrom(...places), fc.constantFrom(...broadErrors), text, (where, error, description) => {
        expect(diagnose({ where, error, description }, okta).known).toBe(false);
      }),
    );
  });

  it('never makes it throw, whatever comes from outside', () => {
    const symptom = fc.record<Symptom>({
      where: fc.constantFrom(...places),
      error: fc.option(fc.string({ unit: 'binary' }), { nil: undefined }),
      description: fc.option(fc.string({ unit: 'binary', maxLength: 5000 }), { nil: undefined }),
      status: fc.option(fc.integer(), { nil: undefined }),
      code: fc.option(fc.string(), { nil: undefined }),
    });
    fc.assert(fc.property(symptom, fc.constantFrom(okta, elsewhere), (seen, facts) => typeof diagnose(seen, facts).id === 'string'));
  });

  it('is not decided by a text that goes on for ever', () => {
    const description = `${'redirect uri '.repeat(50_000)}is not registered`;
    expect(diagnose({ where: 'callback', error: 'invalid_request', description }, okta).id).toBe('unknown');
  });
});

describe('at a provider other than Okta', () => {
  it('steps name no menu of Okta', () => {
    const diagnosis = diagnose(
      { where: 'callback', error: 'invalid_request', description: 'redirect_uri is not registered for this client' },
      elsewhere,
    );
    expect(diagnosis).toMatchObject({ id: 'redirect-uri-not-registered', api: undefined });
    expect(diagnosis.steps.join(' ')).not.toMatch(/Admin Console|Okta/);
  });

  it("Okta's own words still bring Okta's steps: it may stand behind a custom domain", () => {
    const description = 'Policy evaluation failed for this request, please check the policy configurations.';
    expect(diagnose({ where: 'callback', error: 'access_denied', description }, elsewhere).steps.join(' ')).toContain('Security > API');
  });

  it('a failure that only Okta has is not guessed from similar words', () => {
    expect(diagnose({ where: 'callback', error: 'access_denied', description: 'No policy matched your request' }, elsewhere).id).toBe(
      'unknown',
    );
  });
});
