import Provider, { type KoaContextWithOIDC, type TokenEndpointGrantContext, type errors } from 'oidc-provider';
import { inOktasWords } from '../errors/library-errors.js';
import { OktaOAuthError } from '../errors/oauth-errors.js';
import { oktaAccessToken } from './access-token.js';
import { oktaIdToken, userinfoClaims } from './id-token.js';
import { providerConfiguration, type ProviderParts } from './provider-configuration.js';
import { checkTokenRequest } from './rules.js';

type TokenParameters = Parameters<Provider['registerGrantType']> extends [unknown, unknown, ...infer Rest] ? Rest : never;

const authorizationErrors = new WeakMap<object, unknown>();

/** oidc-provider as one of Okta's authorization servers: Okta's paths, claims and words on a certified implementation. */
export class OktaProvider extends Provider {
  private readonly parts: ProviderParts;

  constructor(parts: ProviderParts) {
    super(parts.server.issuer, providerConfiguration(parts));
    this.parts = parts;
    // Koa prints errors to the console otherwise.
    this.silent = true;
    Object.defineProperty(this, 'IdToken', { value: oktaIdToken(this, parts) });
    Object.defineProperty(this, 'AccessToken', { value: oktaAccessToken(this, parts) });
    this.speakAsOkta();
    this.use(async (ctx, next) => {
      await next();
      const { oidc } = ctx as Partial<KoaContextWithOIDC>;
      if (oidc?.route === 'userinfo' && ctx.status === 200) ctx.body = this.userinfo(oidc);
    });
  }

  /** Called while oidc-provider is being constructed: nothing of this class is there yet. */
  override registerResponseMode(name: string, handler: Parameters<Provider['registerResponseMode']>[1]): void {
    super.registerResponseMode(name, (ctx, redirectUri, { iss: _, scope: __, ...payload }) => {
      const error = inOktasWords(authorizationErrors.get(ctx), { scope: ctx.oidc.params?.['scope'] });
      return handler.call(this, ctx, redirectUri, { ...payload, ...(error instanceof OktaOAuthError && error.body) });
    });
  }

  override registerGrantType<Params extends object>(
    name: string,
    handler: (ctx: TokenEndpointGrantContext<Params>) => Promise<void> | void,
    ...rest: TokenParameters
  ): void {
    super.registerGrantType<Params>(
      name,
      async (ctx) => {
        try {
          checkTokenRequest(ctx, this.parts.organisation);
          await handler(ctx);
        } catch (error) {
          throw inOktasWords(error, { grantType: name });
        }
      },
      ...rest,
    );
  }

  private speakAsOkta(): void {
    this.on('authorization.error', (ctx, error) => authorizationErrors.set(ctx, error));
    this.on('server_error', (_ctx, error) => this.parts.onError(error));
    const send = (ctx: KoaContextWithOIDC, error: errors.OIDCProviderError) => this.sendError(ctx, error);
    this.on('grant.error', send);
    this.on('introspection.error', send);
    this.on('revocation.error', send);
    this.on('pushed_authorization_request.error', send);
  }

  private sendError(ctx: KoaContextWithOIDC, error: unknown): void {
    const said = inOktasWords(error, { configuredGrantTypes: ctx.oidc.client?.grantTypes });
    if (!(said instanceof OktaOAuthError)) return;
    ctx.status = said.status;
    // RFC 6749, section 5.2; without oidc-provider's words in it.
    if (ctx.status === 401) ctx.set('www-authenticate', `Basic realm="${this.issuer}"`);
    ctx.body = said.body;
  }

  /** oidc-provider has checked the token; the claims are Okta's. */
  private userinfo({ account, accessToken }: KoaContextWithOIDC['oidc']): Record<string, unknown> {
    const person = this.parts.organisation.person(account?.accountId ?? '');
    return person ? userinfoClaims(person, accessToken?.scopes ?? new Set()) : {};
  }
}
