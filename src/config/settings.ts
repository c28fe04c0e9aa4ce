/**
 * The application's settings after loading and checking: frozen, typed, the only shape that the rest of the code knows.
 * An abstract class, so that it serves as type and as Nest injection token.
 * All durations are in seconds.
 */
export abstract class Settings {
  abstract readonly environment: 'development' | 'test' | 'production';
  abstract readonly listen: { readonly host: string; readonly port: number };
  abstract readonly publicUrl: PublicUrl;
  abstract readonly provider: ProviderSettings;
  /** Set when no provider is configured outside production: the embedded provider is to be started for this process. */
  abstract readonly embeddedProvider: EmbeddedProviderSettings | undefined;
  abstract readonly session: SessionSettings;
  abstract readonly database: DatabaseSettings;
  abstract readonly sessionStore: SessionStoreSettings;
  /** Addresses or CIDR ranges of the proxies whose forwarded headers count. Empty: none. */
  abstract readonly trustProxy: readonly string[];
  /** Sign-in and logout requests a minute and address. */
  abstract readonly rateLimit: number | 'off';
  abstract readonly logLevel: LogLevel;
  /** Bearer token that /metrics asks for; undefined: anyone who reaches the port may read it. */
  abstract readonly metricsToken: string | undefined;
  /** Where spans of requests go; undefined: requests are not traced. */
  abstract readonly tracing: TracingSettings | undefined;
  /** How access tokens of other programs are judged at /api; undefined: none are accepted. */
  abstract readonly api: ApiSettings | undefined;
  /** Absolute path of the folder for the database file, the development secret and the like. */
  abstract readonly dataDirectory: string;
  /** What an operator should know although the application can start. Shown once at start-up; holds no secret. */
  abstract readonly warnings: readonly SettingWarning[];
}

export interface SettingWarning {
  /** The variable it is about, as the person wrote it. */
  readonly setting: string;
  readonly message: string;
}

export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';

/** The address people use. Every redirect URI, link and cookie path is built from it, never from a request header. */
export interface PublicUrl {
  /** Without a slash at the end: `https://example.com` or `https://example.com/app`. */
  readonly href: string;
  readonly origin: string;
  /** The path prefix without a slash at the end: `''` or `/app`. */
  readonly path: string;
  /** True for https: cookies are Secure then. */
  readonly secure: boolean;
}

/** How this application presents itself to the token endpoint (OpenID Connect Core 1.0, section 9). */
export type ClientAuth = 'client_secret_basic' | 'client_secret_post' | 'private_key_jwt' | 'none';

export interface ProviderSettings {
  readonly server: AuthorizationServer;
  readonly clientId: string;
  readonly clientSecret: string | undefined;
  readonly clientAuth: ClientAuth;
  /** PEM or JWK text, and the key id to send with it; for private_key_jwt. */
  readonly clientPrivateKey: { readonly pem: string; readonly kid: string | undefined } | undefined;
  readonly scopes: readonly string[];
  readonly responseMode: 'query' | 'form_post' | 'jwt' | 'query.jwt' | 'form_post.jwt';
  /** Name or path of the claim that lists groups. */
  readonly groupsClaim: string;
  /** What separates the groups where that claim is one text; undefined: the text is one group. */
  readonly groupsSeparator: string | undefined;
  /** Whether userinfo is asked. `auto`: a failure is no obstacle to sign-in; `required`: it is one. */
  readonly userinfo: 'auto' | 'required' | 'off';
  /** Seconds by which clocks may differ. */
  readonly clockTolerance: number;
  /** Extra parameters of the authorization request, such as access_type or domain_hint. */
  readonly authorizeParams: Readonly<Record<string, string>>;
  readonly dpop: boolean;
  /** Send PKCE (always, unless a provider breaks on it). */
  readonly pkce: boolean;
  /** Expect the nonce back in the ID token (always, unless a provider never returns it). */
  readonly nonce: boolean;
  /** PEM of the key that decrypts ID tokens; undefined: encrypted ID tokens are refused. */
  readonly idTokenDecryptionKey: string | undefined;
  /** Overrides the algorithms that discovery advertises for ID tokens. */
  readonly idTokenAlgorithms: readonly string[] | undefined;
  /** Tenants accepted where the issuer is a template (Entra common). Empty: none; `*` as the only member: any. */
  readonly tenants: readonly string[];
  /** For providers whose discovery lacks end_session_endpoint or names its parameters in its own way. */
  readonly endSession:
    { readonly url: string; readonly returnParameter: string; readonly clientIdParameter: string | undefined } | undefined;
  /** The proxies on the way to it. */
  readonly proxy: ProxySettings;
  /** The known provider that the issuer looks like. */
  readonly recognised: RecognisedProvider | undefined;
}

/** Each may be empty: none. */
export interface ProxySettings {
  /** Address of the proxy for https addresses, with its password; empty: as for http. */
  readonly https: string;
  readonly http: string;
  /** Hosts that are asked directly, with commas between; `*` for all. */
  readonly noProxy: string;
}

/** A provider known by the form of its issuer. */
export interface RecognisedProvider {
  /** Stable: `google`, `entra`, `cognito` … */
  readonly id: string;
  readonly name: string;
  /** What is special about it, a sentence each, for people. */
  readonly notes: readonly string[];
}

export interface EmbeddedProviderSettings {
  readonly port: number;
  /** `http://localhost:8081` */
  readonly origin: string;
}

export interface TracingSettings {
  /** Where spans are posted, as OTLP in JSON over HTTP. */
  readonly url: string;
  /** Secret: many collectors take a key in one. */
  readonly headers: Readonly<Record<string, string>>;
  /** Milliseconds for one delivery, repeated attempts included. */
  readonly timeout: number;
  /** Attributes of this process, `service.name` among them. */
  readonly resource: Readonly<Record<string, string>>;
  readonly sampler: { readonly name: SamplerName; /** From 0 to 1, for the samplers by ratio. */ readonly ratio: number };
}

/** Which requests are traced, by the names of the OpenTelemetry specification. */
export type SamplerName = `${'' | 'parentbased_'}${'always_on' | 'always_off' | 'traceidratio'}`;

export interface ApiSettings {
  /** What the tokens must have as `aud`. */
  readonly audience: string;
  /** `jwt`: judged here by the provider's keys (RFC 9068). `introspection`: the provider is asked about each (RFC 7662). */
  readonly tokens: 'jwt' | 'introspection';
}

export interface SessionSettings {
  /** Newest first: the first one seals, all of them open. */
  readonly secrets: readonly string[];
  readonly idleTimeout: number;
  readonly absoluteTimeout: number;
}

export type DatabaseSettings =
  | { readonly kind: 'sqlite'; /** Absolute path, or `:memory:`. */ readonly file: string }
  | { readonly kind: 'postgres'; readonly url: string };

export type SessionStoreSettings =
  { readonly kind: 'database' } | { readonly kind: 'redis'; readonly urls: readonly string[]; readonly cluster: boolean };

/** Where sign-in happens: Okta's org server, one of its custom servers, or any other OpenID Connect issuer. */
export interface AuthorizationServer {
  readonly kind: 'okta-org' | 'okta-custom' | 'oidc';
  /** `org`, the custom server's id, or the issuer itself: for showing. */
  readonly id: string;
  /** For people: `Okta org authorization server at dev-1.okta.com`. */
  readonly label: string;
  /** Kept to the letter: OpenID Connect Discovery 1.0, section 4.3 compares it as a string. */
  readonly issuer: string;
  readonly discoveryUrl: string;
  /** Okta's org address without a slash at the end; undefined for other providers. */
  readonly orgUrl: string | undefined;
  /** Known from Okta's naming; undefined where only discovery knows. */
  readonly endpoints: ServerEndpoints | undefined;
}

export type ServerEndpoints = Readonly<
  Record<'authorization' | 'token' | 'userinfo' | 'keys' | 'logout' | 'introspection' | 'revocation' | 'pushedAuthorization', string>
>;
