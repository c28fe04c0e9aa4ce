import type { ProxySettings, RelyingPartyOptions } from '@fanlight/oidc';

/**
 * The application's settings after loading and checking: frozen, typed, the only shape that the rest of the code knows.
 * An abstract class, so that it serves as type and as Nest injection token.
 * All durations are in seconds.
 */
export abstract class Settings {
  abstract readonly environment: 'development' | 'test' | 'production';
  abstract readonly listen: { readonly host: string; readonly port: number };
  abstract readonly publicUrl: PublicUrl;
  /** Of the connection `default`. */
  abstract readonly provider: ProviderSettings;
  /** Of the connection `default`; who may enter holds for all that say nothing of their own. */
  abstract readonly entry: EntryRules;
  /** Every way to sign in that the settings name; the first is `default`. A source of the host's, or the database, may know more. */
  abstract readonly connections: readonly ConnectionSettings[];
  /** On the way to every provider but the embedded one. */
  abstract readonly proxy: ProxySettings;
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
  /** Where the last sign-in is kept, step by step; undefined: none is kept. */
  abstract readonly signInTrace: { readonly file: string } | undefined;
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

/** The id of the connection whose provider the settings without a prefix name. */
export const defaultConnection = 'default';

/** One way to sign in: an organisation's provider, and this application's client there. */
export interface ConnectionSettings {
  /** Lower-case letters, digits and hyphens. */
  readonly id: string;
  /** For people. */
  readonly label: string;
  /** Of e-mail addresses, in lower case and ASCII: whoever names one of these signs in here. */
  readonly domains: readonly string[];
  /** Nobody is offered it: it is found by its domains, or by a link that names it. */
  readonly hidden: boolean;
  /** Who may enter by it, and as what. Roles are its own alone, since its organisation chooses how its groups are called. */
  readonly entry: EntryRules;
  readonly provider: ProviderSettings;
  /** How the organisation's directory keeps people and groups in step (@fanlight/scim). */
  readonly scim: ScimSettings;
}

/** What the settings say of the provider and of this client there: what the protocol client takes, and what only the application reads. */
export interface ProviderSettings extends Required<
  Omit<RelyingPartyOptions, keyof ServerAddresses | 'timeout' | 'onNotice' | 'onRequest' | 'around'>
> {
  readonly server: AuthorizationServer;
  /** Name or path of the claim that lists groups. */
  readonly groupsClaim: string;
  /** What separates the groups where that claim is one text; undefined: the text is one group. */
  readonly groupsSeparator: string | undefined;
  /** The known provider that the issuer looks like. */
  readonly recognised: RecognisedProvider | undefined;
}

/** Who may enter, and as what. An empty list lets everybody pass whom the provider lets through. */
export interface EntryRules {
  /** An address must be verified, and of one of these domains or one of `emails`; both as comparableAddress has them. */
  readonly emailDomains: readonly string[];
  readonly emails: readonly string[];
  /** One of them is enough; asked for beside the address. */
  readonly groups: readonly string[];
  readonly roles: readonly RoleRule[];
  /** What a link to /login may pass on, beside what always may. */
  readonly loginParameters: readonly string[];
  /** Somebody has said who may enter, be it everybody. */
  readonly isStated: boolean;
}

/** A role of the application, and the groups of the provider that have it. */
export interface RoleRule {
  readonly role: RoleName;
  readonly groups: readonly string[];
}

type ServerAddresses = Pick<RelyingPartyOptions, 'issuer' | 'discoveryUrl' | 'endpoints' | 'redirectUri' | 'postLogoutRedirectUri'>;

/** A provider known by the form of its issuer. */
export interface RecognisedProvider {
  /** Stable: `google`, `entra`, `cognito` … */
  readonly id: string;
  readonly name: string;
  /** Where its own log is, in the words of its administration. */
  readonly log?: string;
  /** The page of docs/ that is about it. */
  readonly guide?: string;
  /** What is special about it, a sentence each, for people. */
  readonly notes: readonly string[];
  /** Anybody in the world has an account there, or can make one. */
  readonly isPublic?: boolean | undefined;
  /** What it is asked for, so that the person can choose another account. Default: login. */
  readonly otherAccount?: 'select_account' | undefined;
}

/**
 * The roles of an application, for the compiler to know them:
 * `declare module '@fanlight/signin' { interface RoleNames { admin: true; editor: true } }`. Undeclared: any text is one.
 */
export interface RoleNames {}

export type RoleName = [keyof RoleNames] extends [never] ? string : Extract<keyof RoleNames, string>;

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

export interface ScimSettings {
  /** Secret. Each is enough; none: no directory is connected. */
  readonly tokens: readonly string[];
  /** The claim of the ID token that is the directory's externalId. */
  readonly claim: string;
  /** Whose groups count where both say some. */
  readonly groups: 'token' | 'directory';
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
