import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signOut } from '../sign-out.js';
import { describeShapes, without } from './describe-shapes.js';

const noLogout = ['end_session_endpoint', 'backchannel_logout_supported', 'frontchannel_logout_supported'];
const plain = { responseIssuer: 'off' as const };
const keptSession = { signedOutAt: '/logout' };

const folder = mkdtempSync(join(tmpdir(), 'client-key-'));
afterAll(() => rmSync(folder, { recursive: true }));
const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const keyFile = join(folder, 'key.pem');
writeFileSync(keyFile, privateKey.export({ type: 'pkcs8', format: 'pem' }));

describeShapes('A provider like', {
  'Cognito: texts for truth values, a kid of base64, no sign-out': {
    ...keptSession,
    setup: plain,
    lie: {
      metadata: without(...noLogout, 'code_challenge_methods_supported', 'response_modes_supported'),
      userinfo: { email_verified: 'true', username: 'ada', 'cognito:groups': ['a'] },
      idToken: { header: { kid: 'a/b+c=' } },
      jwks: (keys) => keys.map((key) => ({ ...key, kid: 'a/b+c=' })),
    },
  },
  'Cognito, its sign-out named by a setting: logout_uri and client_id': {
    signedOutAt: '/logout',
    setup: { ...plain, paths: { end_session: '/logout' } },
    lie: { metadata: without(...noLogout) },
    env: ({ origin }) => ({
      OIDC_END_SESSION_URL: `${origin}/logout`,
      OIDC_END_SESSION_RETURN_PARAM: 'logout_uri',
      OIDC_END_SESSION_CLIENT_ID_PARAM: 'client_id',
    }),
    check: async (scenario) => {
      await signOut(scenario);
      const [request] = scenario.provider.requestsTo('end_session');
      expect([...(request?.query ?? [])]).toEqual([
        ['logout_uri', `${scenario.app.url}/`],
        ['client_id', scenario.provider.client.clientId],
      ]);
      await scenario.signIn();
    },
  },
  'Apple: form_post, no userinfo, the name beside the code': {
    ...keptSession,
    setup: { ...plain, client: { auth: 'client_secret_post' } },
    lie: {
      metadata: {
        ...without(...noLogout, 'userinfo_endpoint', 'code_challenge_methods_supported'),
        token_endpoint_auth_methods_supported: ['client_secret_post'],
      },
      authorizationResponse: { user: '{"name":{"firstName":"Ada","lastName":"Lovelace"}}' },
      idToken: { claims: { email: 'ada@example.test', email_verified: 'true', nonce_supported: true } },
    },
    env: { OIDC_RESPONSE_MODE: 'form_post', OIDC_CLIENT_AUTH: 'client_secret_post' },
  },
  'GitLab: no expires_in, token_type in lower case, an old alias of the subject': {
    ...keptSession,
    setup: plain,
    lie: {
      metadata: without(...noLogout),
      tokenResponse: { expires_in: undefined, token_type: 'bearer', created_at: 1553982929 },
      idToken: { claims: { sub_legacy: 'x' } },
    },
  },
  'Salesforce: an issuer that the document names otherwise is a setting': {
    ...keptSession,
    setup: plain,
    lie: (origin) => ({
      metadata: { ...without(...noLogout), issuer: `${origin}/my-domain`, register_endpoint: `${origin}/register` },
      idToken: { claims: { iss: `${origin}/my-domain` } },
      tokenResponse: { expires_in: undefined },
    }),
    env: ({ origin }) => ({ OIDC_ISSUER: `${origin}/my-domain`, OIDC_DISCOVERY_URL: `${origin}/.well-known/openid-configuration` }),
  },
  'OneLogin: a key without alg, HS256 on the list': {
    setup: { ...plain, issuerPath: '/oidc/2', paths: { userinfo: '/oidc/2/me' } },
    lie: {
      metadata: { id_token_signing_alg_values_supported: ['HS256', 'RS256', 'PS256'] },
      jwks: (keys) => keys.map((key) => ({ ...key, alg: undefined })),
    },
  },
  'Zitadel: several audiences with azp, roles as an object': {
    setup: plain,
    lie: {
      idToken: {
        claims: {
          aud: ['100000000000000001@proj', 'conformance-client', '100000000000000009'],
          azp: 'conformance-client',
          'urn:zitadel:iam:org:project:roles': { admin: { '312': 'acme.example' } },
        },
      },
    },
    env: { OIDC_GROUPS_CLAIM: 'urn:zitadel:iam:org:project:roles' },
    check: async ({ app, browser }) => {
      const me = await browser.get(`${app.url}/api/me`, { accept: 'application/json' });
      expect(me.json()).toMatchObject({ groups: ['admin'] });
    },
  },
  'Authentik: a slash at the end, ES256, discovery per application': {
    setup: { ...plain, issuerPath: '/application/o/app/', signing: 'ES256', paths: { end_session: '/application/o/app/end-session/' } },
  },
  'Authentik without a signing key: HS256, which is refused by name': {
    outcome: 'refuses: id_token_algorithm',
    setup: { ...plain, issuerPath: '/application/o/app/' },
    lie: { metadata: { id_token_signing_alg_values_supported: ['HS256'] }, idToken: { alg: 'HS256' } },
  },
  'LINE: says ES256, signs with the channel secret, which a setting allows': {
    ...keptSession,
    setup: plain,
    lie: {
      metadata: {
        ...without(...noLogout, 'token_endpoint_auth_methods_supported'),
        id_token_signing_alg_values_supported: ['ES256'],
      },
      idToken: { alg: 'HS256' },
    },
    env: { OIDC_ID_TOKEN_ALGORITHMS: 'HS256' },
  },
  'Slack: an error with status 200 in words of its own': {
    outcome: 'refuses: token_refused',
    setup: plain,
    lie: {
      metadata: without(...noLogout),
      faults: { token: { status: 200, headers: { 'content-type': 'application/json' }, body: '{"ok":false,"error":"invalid_code"}' } },
    },
  },
  'LinkedIn: never returns the nonce, so that PKCE has to protect the code': {
    ...keptSession,
    setup: { ...plain, client: { auth: 'client_secret_post' } },
    lie: { metadata: without(...noLogout, 'code_challenge_methods_supported'), idToken: { claims: { nonce: undefined } } },
    env: { OIDC_NONCE: 'off', OIDC_CLIENT_AUTH: 'client_secret_post' },
    check: ({ provider }) => expect(provider.requestsTo('token')[0]?.form.has('code_verifier')).toBe(true),
  },
  'ORCID: amr is a text, there is no e-mail address and perhaps no name': {
    ...keptSession,
    setup: plain,
    lie: {
      metadata: without(...noLogout),
      idToken: { claims: { amr: 'pwd' } },
      userinfo: without('name', 'given_name', 'family_name', 'preferred_username', 'email', 'email_verified'),
    },
  },
  'Login.gov: a private key only, acr_values, long state and nonce': {
    setup: {
      ...plain,
      issuerPath: '/',
      client: { auth: 'private_key_jwt', publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString() },
    },
    lie: { metadata: { token_endpoint_auth_methods_supported: ['private_key_jwt'], ...without('code_challenge_methods_supported') } },
    env: {
      OIDC_CLIENT_AUTH: 'private_key_jwt',
      OIDC_CLIENT_SECRET: '',
      OIDC_CLIENT_PRIVATE_KEY_FILE: keyFile,
      OIDC_AUTHORIZE_PARAMS: 'acr_values=http://idmanagement.gov/ns/assurance/ial/1',
    },
    check: ({ provider }) => {
      const query = provider.requestsTo('authorize')[0]?.query;
      expect([(query?.get('state') ?? '').length >= 32, (query?.get('nonce') ?? '').length >= 32]).toEqual([true, true]);
      expect(query?.get('acr_values')).toBe('http://idmanagement.gov/ns/assurance/ial/1');
    },
  },
  'FusionAuth: an issuer of free text': {
    setup: plain,
    lie: { metadata: { issuer: 'acme.com' }, idToken: { claims: { iss: 'acme.com' } } },
    env: ({ origin }) => ({ OIDC_ISSUER: 'acme.com', OIDC_DISCOVERY_URL: `${origin}/.well-known/openid-configuration` }),
  },
  'LemonLDAP::NG: no kid anywhere, aud as a list, token_type bearer': {
    setup: { ...plain, issuerPath: '/' },
    lie: {
      idToken: { header: { kid: undefined }, claims: { aud: ['conformance-client'], azp: 'conformance-client', acr: 'loa-1' } },
      jwks: (keys) => keys.map((key) => ({ ...key, kid: undefined, alg: undefined })),
      tokenResponse: { token_type: 'bearer' },
    },
  },
  'Glewlwyd: iss sent but not advertised, auth_time 0, a whole ID token echoed': {
    setup: { responseIssuer: 'sent', issuerPath: '/api/oidc', par: 'offered' },
    lie: {
      authorizationResponse: { session_state: 'x', prompt: 'none', id_token_hint: 'e30.e30.e30' },
      idToken: { claims: { auth_time: 0 } },
    },
  },
});
