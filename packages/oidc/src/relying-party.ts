import { type AccessTokenExpectations, type VerifiedAccessToken, verifyAccessToken } from './tokens/access-token.js';
import { beginLogin } from './requests/authorization-request.js';
import { exchangeCode } from './requests/code-exchange.js';
import type { ProviderStatus } from './provider/discovery.js';
import { configuredEndSession, discoveredEndSession, type EndSessionInput, type EndSessionRequest } from './requests/end-session.js';
import { OidcError } from './errors.js';
import { introspectAccessToken } from './requests/introspection.js';
import { expectsSignedResponse, openAuthorizationResponse } from './requests/authorization-response.js';
import type { JsonObject } from './json-object.js';
import {
  type LogoutToken,
  type RevocationRequestToken,
  openLogoutToken,
  verifyLogoutToken,
  verifyRevocationRequest,
} from './tokens/logout-token.js';
import { accessTokenRules, logoutTokenRules, ProviderConnection, type ProviderContext } from './provider/provider-connection.js';
import { fetchWithToken } from './provider/dpop.js';
import { refreshTokens, type RevocableTokens, revokeToken } from './requests/refresh.js';
import type { RelyingPartyOptions, RelyingPartyRuntime } from './relying-party-options.js';
import type { AuthorizationRequestExtras, AuthorizationResponse, LoginTransaction, Refreshed, SignedIn, Tokens } from './login.js';
import { readUserinfo } from './requests/userinfo.js';

/** This application as a client of one OpenID provider. Whatever fails in its members is an OidcError. */
export class RelyingParty {
  private readonly connection: ProviderConnection;

  /** Asks nothing of the provider yet. @throws OidcError configuration */
  constructor(
    private readonly options: RelyingPartyOptions,
    runtime: RelyingPartyRuntime = {},
  ) {
    this.connection = new ProviderConnection(options, runtime);
  }

  /** The issuer of the discovery document, to the letter, or the configured one while that is unknown. */
  get issuer(): string {
    return this.connection.discovery.known?.issuer.issuer ?? this.options.issuer;
  }

  /** Whether an `iss` is this provider's, that of a tenant that is let in included. */
  isIssuer(iss: string): boolean {
    const rule = this.connection.discovery.known?.issuer;
    return rule === undefined ? iss === this.options.issuer : rule.accepts(iss);
  }

  /** The discovery document as it was read last, without asking; undefined: not yet. */
  get knownMetadata(): JsonObject | undefined {
    return this.connection.discovery.known?.document;
  }

  /** Whether `prompt: 'create'` leads to a page where people make an account, as far as that is known without asking. */
  get offersSignUp(): boolean {
    return this.connection.discovery.known?.prompts.includes('create') ?? false;
  }

  /** The discovery document. */
  async metadata(): Promise<JsonObject> {
    return (await this.connection.discovery.metadata()).document;
  }

  /** What is known about the provider without asking it. */
  status(): ProviderStatus {
    return this.connection.discovery.status();
  }

  /** Starts a login: makes state, nonce and verifier; pushes the request where the provider offers that (RFC 9126). */
  begin(extras: AuthorizationRequestExtras = {}): Promise<{ readonly transaction: LoginTransaction; readonly url: string }> {
    return this.run((context) => beginLogin(context, extras));
  }

  /** Opens a signed answer (JARM) where such are asked for. To be called on every answer before anything in it is used. */
  async openResponse(response: AuthorizationResponse): Promise<AuthorizationResponse> {
    // Others pass as they are, without a look at the provider's metadata.
    if (!expectsSignedResponse(this.options)) return response;
    return this.run((context) => openAuthorizationResponse(context, response));
  }

  /**
   * Exchanges the code, checks everything, reads userinfo.
   * @param onUnused takes a refresh token that came with what was refused here: to be revoked, since no session holds it
   */
  complete(
    response: AuthorizationResponse,
    transaction: LoginTransaction,
    onUnused: (refreshToken: string) => void = () => undefined,
  ): Promise<SignedIn> {
    return this.run(async (context) => {
      const { tokens, idClaims } = await exchangeCode(context, response, transaction, onUnused);
      try {
        return { tokens, idClaims, ...(await readUserinfo(context, tokens, idClaims.sub)) };
      } catch (error) {
        if (tokens.refreshToken !== undefined) onUnused(tokens.refreshToken);
        throw error;
      }
    });
  }

  /**
   * New tokens for the refresh token. token_refused: the provider ended it; provider_*: it may work later.
   * @param onUnused takes a new refresh token that came with what was refused here: to be revoked where the session ends
   */
  refresh(tokens: Tokens, subject: string, onUnused: (refreshToken: string) => void = () => undefined): Promise<Refreshed> {
    return this.run((context) => refreshTokens(context, tokens, subject, onUnused));
  }

  /** Revokes a refresh token (RFC 7009). False: the provider offers no revocation. */
  revoke(tokens: RevocableTokens): Promise<boolean> {
    return this.run((context) => revokeToken(context, tokens));
  }

  /** Calls another API with the person's access token, and with a proof where it is bound to a key (RFC 9449, section 7). */
  fetch(tokens: Tokens, url: string | URL, init?: RequestInit): Promise<Response> {
    return fetchWithToken(tokens, new Request(url, { redirect: 'manual', ...init }), this.connection.dpopNonces);
  }

  /** Undefined: the provider has no way to end its session. */
  async endSession(input: EndSessionInput): Promise<EndSessionRequest | undefined> {
    // What the settings name works while the provider is down, too.
    return configuredEndSession(this.options) ?? this.run(async (context) => discoveredEndSession(context, input));
  }

  /** Judges the bearer token of a request to sign a person out everywhere, but for the replay of its `jti`. */
  verifyRevocationRequest(token: string, audience: string): Promise<RevocationRequestToken> {
    return this.run((context) => verifyRevocationRequest(token, audience, accessTokenRules(context)));
  }

  /** What is inside an encrypted logout token, not judged; undefined: it is not for this client's key. Asks nothing of the provider. */
  openLogoutToken(token: string): Promise<string | undefined> {
    return openLogoutToken(token, this.connection.decryptionKey);
  }

  /** Back-Channel Logout 1.0, section 2.6, but for the replay of `jti`, which needs a memory. */
  verifyLogoutToken(token: string): Promise<LogoutToken> {
    return this.run((context) => verifyLogoutToken(token, logoutTokenRules(context)));
  }

  /** Lets the provider judge a bearer token that an API was called with (RFC 7662). */
  introspectAccessToken(token: string, expected: AccessTokenExpectations): Promise<VerifiedAccessToken> {
    return this.run((context) => introspectAccessToken(context, token, expected));
  }

  /** Judges a bearer token that an API was called with (RFC 9068). */
  verifyAccessToken(token: string, expected: AccessTokenExpectations): Promise<VerifiedAccessToken> {
    return this.run((context) => verifyAccessToken(token, accessTokenRules(context), expected));
  }

  private async run<T>(step: (context: ProviderContext) => Promise<T>): Promise<T> {
    try {
      return await step(await this.connection.context());
    } catch (error) {
      if (error instanceof OidcError && (error.code === 'provider_unreachable' || error.code === 'provider_timeout')) {
        this.connection.discovery.readSoon();
      }
      throw error;
    }
  }
}
