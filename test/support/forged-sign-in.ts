import { RelyingParty } from '../../packages/oidc/src/relying-party.js';
import type { RelyingPartyOptions, RelyingPartyRuntime } from '../../packages/oidc/src/relying-party-options.js';
import type { AuthorizationRequestExtras, LoginTransaction, SignedIn } from '../../packages/oidc/src/login.js';
import type { ForgingProvider } from './forging-provider.js';

/** Settings for the client `app` of a forging provider. */
export function optionsFor({ url }: Pick<ForgingProvider, 'url'>, changes: Partial<RelyingPartyOptions> = {}): RelyingPartyOptions {
  return {
    issuer: url,
    discoveryUrl: `${url}/.well-known/openid-configuration`,
    clientId: 'app',
    clientSecret: 'secret',
    clientAuth: 'client_secret_basic',
    clientPrivateKey: undefined,
    redirectUri: 'http://localhost:8080/authorization-code/callback',
    postLogoutRedirectUri: 'http://localhost:8080/',
    scopes: ['openid', 'profile'],
    responseMode: 'query',
    clockTolerance: 60,
    authorizeParams: {},
    dpop: false,
    pkce: true,
    nonce: true,
    idTokenDecryptionKey: undefined,
    idTokenAlgorithms: undefined,
    tenants: [],
    endSession: undefined,
    ...changes,
  };
}

export function partyOf(
  provider: ForgingProvider,
  changes: Partial<RelyingPartyOptions> = {},
  runtime: RelyingPartyRuntime = {},
): RelyingParty {
  return new RelyingParty(optionsFor(provider, changes), runtime);
}

export interface Forgery {
  /** Changes to the ID token's claims. */
  readonly claims?: object;
  readonly header?: object;
  /** Changes to the token response; may replace the ID token as a whole. */
  readonly tokens?: object;
  /** Changes to the parameters that come back; undefined removes one. */
  readonly response?: Readonly<Record<string, string | undefined>>;
  readonly extras?: AuthorizationRequestExtras;
}

/** One login from start to end at a provider that lies as told. */
export async function signInForged(party: RelyingParty, provider: ForgingProvider, forgery: Forgery = {}): Promise<SignedIn> {
  const { transaction } = await party.begin(forgery.extras);
  const idToken = await provider.idToken({ nonce: transaction.nonce, ...forgery.claims }, forgery.header);
  provider.answers.set('/token', { access_token: 'access', token_type: 'Bearer', expires_in: 3600, id_token: idToken, ...forgery.tokens });
  return party.complete(callbackOf(transaction, forgery.response), transaction);
}

export function callbackOf({ state }: LoginTransaction, changes: Forgery['response'] = {}): URLSearchParams {
  const parameters = Object.entries<string | undefined>({ code: 'the-code', state, ...changes });
  return new URLSearchParams(parameters.filter((entry): entry is [string, string] => entry[1] !== undefined));
}
