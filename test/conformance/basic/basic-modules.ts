import type { ConformanceModule } from '../describe-plan.js';
import { refuses, signsIn } from '../outcome.js';
import type { Lie } from '../provider/lie.js';
import { signingKey } from '../provider/signing.js';
import type { Scenario } from '../scenario.js';

const withoutKid = { header: { kid: undefined } };
const nameless = (key: Record<string, unknown>) => ({ ...key, kid: undefined });
const anotherKey = () => ({ ...signingKey('RS256', 'another').publicKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256' });

/** The modules of the Basic plan; the Form Post plan runs the same ones with response_mode=form_post. */
export function basicModules(env: Readonly<Record<string, string>> = {}): Record<string, ConformanceModule> {
  const lying = (lie: Lie) => ({ lie, env });
  return {
    'oidcc-client-test': signsIn({ env }, honestRequests),
    'oidcc-client-test-invalid-iss': refuses('id_token_issuer', lying({ idToken: { claims: { iss: 'https://other.test' } } })),
    'oidcc-client-test-missing-sub': refuses('id_token_claims', lying({ idToken: { claims: { sub: undefined } } })),
    'oidcc-client-test-invalid-aud': refuses('id_token_claims', lying({ idToken: { claims: { aud: 'another-client' } } })),
    'oidcc-client-test-missing-iat': refuses('id_token_claims', lying({ idToken: { claims: { iat: undefined } } })),
    'oidcc-client-test-kid-absent-single-jwks': signsIn(lying({ idToken: withoutKid, jwks: (keys) => keys.map(nameless) })),
    'oidcc-client-test-kid-absent-multiple-jwks': signsIn(
      lying({ idToken: withoutKid, jwks: (keys) => [anotherKey(), ...keys.map(nameless)] }),
    ),
    'oidcc-client-test-idtoken-sig-rs256': signsIn({ env, setup: { signing: 'RS256' } }),
    'oidcc-client-test-idtoken-sig-none': refuses('id_token_algorithm', lying({ idToken: { alg: 'none' } })),
    'oidcc-client-test-invalid-sig-rs256': refuses('id_token_signature', lying({ idToken: { signature: 'tampered' } })),
    'oidcc-client-test-userinfo-invalid-sub': refuses('userinfo_subject', lying({ userinfo: { sub: 'another-person' } })),
    'oidcc-client-test-nonce-invalid': refuses('id_token_claims', lying({ idToken: { claims: { nonce: 'another-nonce' } } })),
    'oidcc-client-test-scope-userinfo-claims': signsIn({ env: { ...env, OIDC_SCOPES: 'openid profile email address phone' } }, askedScopes),
    'oidcc-client-test-client-secret-basic': signsIn({ env: { ...env, OIDC_CLIENT_AUTH: 'client_secret_basic' } }, usedBasic),
  };
}

/** What the suite checks beside each module: openid, the same redirect_uri twice, PKCE, no access token in an address. */
function honestRequests({ provider, app }: Scenario): string | undefined {
  const [authorize] = provider.requestsTo('authorize');
  const [token] = provider.requestsTo('token');
  const redirectUri = `${app.url}/authorization-code/callback`;
  if (!authorize?.query.get('scope')?.split(' ').includes('openid')) return 'asks without openid';
  if (authorize.query.get('redirect_uri') !== redirectUri || token?.form.get('redirect_uri') !== redirectUri) return 'two redirect URIs';
  if (authorize.query.get('code_challenge_method') !== 'S256' || !token.form.has('code_verifier')) return 'no PKCE';
  if (!authorize.query.get('nonce') || !authorize.query.get('state')) return 'no nonce or no state';
  if (provider.requests.some(({ query }) => query.has('access_token'))) return 'sends the access token in an address';
  return provider.requestsTo('userinfo').length === 1 ? undefined : 'does not read userinfo once';
}

async function askedScopes({ provider, app, browser }: Scenario): Promise<string | undefined> {
  const scope = provider.requestsTo('authorize')[0]?.query.get('scope');
  if (scope !== 'openid profile email address phone') return `asks for ${String(scope)}`;
  const profile = await browser.get(`${app.url}/profile`);
  return profile.text.includes('ada@example.test') ? undefined : 'does not show the claims of userinfo';
}

function usedBasic({ provider }: Scenario): string | undefined {
  const [token] = provider.requestsTo('token');
  return token?.headers.authorization?.startsWith('Basic ') && !token.form.has('client_secret') ? undefined : 'does not use Basic';
}
