import { randomBytes } from 'node:crypto';
import type { Account, Adapter, AdapterFactory, AdapterPayload, Configuration, KoaContextWithOIDC } from 'oidc-provider';
import { OktaOAuthError } from '../errors/oauth-errors.js';
import { type AuthorizationServer, clientMetadata, type Organisation } from '../organisation/organisation.js';
import type { Person } from '../organisation/people.js';
import { checkAuthorizationRequest, checkIdentityProvider, requirePkce } from './rules.js';
import { promptPolicy } from './prompt-policy.js';
import type { SigningKey } from './signing-key.js';
import type { Store } from './store.js';

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

/** Cookies of localhost reach every port, so their names must be nobody else's. */
const cookies: Configuration['cookies'] = {
  names: { session: 'okta_embedded_session', interaction: 'okta_embedded_interaction', resume: 'okta_embedded_resume' },
  long: { httpOnly: true, sameSite: 'lax' },
  short: { httpOnly: true, sameSite: 'lax' },
};

export interface ProviderParts {
  readonly organisation: Organisation;
  readonly server: AuthorizationServer;
  readonly store: Store;
  readonly key: SigningKey;
  readonly renderError: NonNullable<Configuration['renderError']>;
  /** Called with what is broken here, as opposed to refused. */
  readonly onError: (error: unknown) => void;
}

/** @returns the paths below the issuer, as Okta lays them out. */
export function oktaRoutes(server: AuthorizationServer): NonNullable<Configuration['routes']> {
  const base = server.kind === 'org' ? '/oauth2/v1' : '/v1';
  return {
    authorization: `${base}/authorize`,
    token: `${base}/token`,
    userinfo: `${base}/userinfo`,
    jwks: `${base}/keys`,
    introspection: `${base}/introspect`,
    revocation: `${base}/revoke`,
    pushed_authorization_request: `${base}/par`,
  };
}

/** @returns oidc-provider's settings for one authorization server. Every function is given, so that it has nothing to warn about. */
export function providerConfiguration(parts: ProviderParts): Configuration {
  const { organisation, server, key, renderError } = parts;
  const { switches } = organisation;
  return {
    adapter: adapterFor(parts),
    jwks: { keys: [key.jwk] },
    routes: oktaRoutes(server),
    scopes: [...server.scopes],
    claims: { acr: null, auth_time: null, iss: null, sid: null, openid: ['sub'] },
    acrValues: ['urn:okta:loa:1fa:any'],
    responseTypes: ['code'],
    cookies,
    clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'private_key_jwt', 'none'],
    allowOmittingSingleRegisteredRedirectUri: false,
    conformIdTokenClaims: true,
    clientBasedCORS: () => false,
    extraParams: {
      idp: (_ctx, idp) => checkIdentityProvider(idp, organisation),
      // Called for every request, after oidc-provider's own checks.
      sessionToken: (ctx) => checkAuthorizationRequest(ctx, organisation, server),
    },
    features: {
      devInteractions: { enabled: false },
      introspection: { enabled: true, allowedPolicy: () => true },
      revocation: { enabled: true, allowedPolicy: () => true },
      rpInitiatedLogout: { enabled: false },
      resourceIndicators: { enabled: false },
      pushedAuthorizationRequests: { enabled: true },
      dPoP: { enabled: true, nonceSecret: randomBytes(32), requireNonce: () => switches.requireDpop },
    },
    // Okta's tokens outlive the session that they came from.
    expiresWithSession: () => false,
    findAccount: (ctx, id) => findAccount(ctx, organisation.person(id)),
    loadExistingGrant: (ctx) => grantEverything(ctx),
    interactions: { policy: promptPolicy(organisation, server), url: (_ctx, { uid }) => `/signin/${server.id}/${uid}` },
    pkce: { required: () => requirePkce(organisation) },
    issueRefreshToken: (_ctx, client, source) => client.grantTypeAllowed('refresh_token') && source.scopes.has('offline_access'),
    rotateRefreshToken: () => switches.rotateRefreshTokens,
    renderError,
    ttl: {
      AccessToken: () => hour,
      AuthorizationCode: () => 5 * minute,
      IdToken: () => hour,
      RefreshToken: () => 90 * day,
      Interaction: () => hour,
      Session: () => 2 * hour,
      Grant: () => 90 * day,
    },
  };
}

/** @throws OktaOAuthError when Okta refuses the person at the token endpoint */
function findAccount({ oidc }: KoaContextWithOIDC, person: Person | undefined): Account | undefined {
  if (!person) return undefined;
  if (oidc.route === 'token' && person.refused?.at === 'token') throw new OktaOAuthError(person.refused.code);
  return { accountId: person.id, claims: () => ({ sub: person.id }) };
}

/** Okta asks for no consent unless it was told to: what was requested is granted. */
async function grantEverything({ oidc }: KoaContextWithOIDC): Promise<InstanceType<typeof oidc.provider.Grant>> {
  const grant = new oidc.provider.Grant({ accountId: oidc.account?.accountId, clientId: oidc.client?.clientId });
  grant.addOIDCScope(oidc.requestParamScopes);
  await grant.save();
  return grant;
}

/** One Okta session serves all authorization servers; codes and tokens belong to the one that issued them. */
const sharedKinds = new Set(['Session', 'Interaction', 'Grant']);

/** @returns oidc-provider's storage on our store; clients come from the organisation, so that its switches count at once. */
function adapterFor({ organisation, server, store }: ProviderParts): AdapterFactory {
  return (model): Adapter => {
    const kind = sharedKinds.has(model) ? model : `${server.id}:${model}`;
    const leeway = () => (model === 'RefreshToken' ? organisation.switches.refreshTokenLeeway * 1000 : 0);
    const usable = (payload: AdapterPayload | undefined) => payload && withinLeeway(payload, leeway());
    return {
      upsert: async (id, payload, expiresIn) => store.put(kind, id, payload, expiresIn),
      find: async (id) => (model === 'Client' ? clientMetadata(id, organisation) : usable(store.get(kind, id))),
      findByUid: async (uid) => usable(store.get(kind, uid, "payload ->> 'uid'")),
      findByUserCode: async () => undefined,
      consume: async (id) => store.consume(kind, id),
      destroy: async (id) => store.remove(kind, id),
      revokeByGrantId: async (grantId) => store.removeBy('grantId', kind, grantId),
    };
  };
}

/** A payload that was used up counts as unused for so many milliseconds. */
function withinLeeway({ consumed, ...payload }: AdapterPayload, leeway: number): AdapterPayload {
  return typeof consumed === 'number' && Date.now() - consumed >= leeway ? { ...payload, consumed: true } : payload;
}
