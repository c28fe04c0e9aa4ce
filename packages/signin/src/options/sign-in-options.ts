import type { RoleName, Settings } from '../config/settings.js';
import type { OwnRoute } from '../config/own-addresses.js';
import { prefixOf } from '../config/sources/connection-sources.js';
import type { PageFunctions } from '../pages/pages.js';
import type { Tracing } from '../tracing/tracing.js';

/** What only code can say: the rest of the settings are texts, and can stand in the environment as well. */
export abstract class SignInOptions {
  /**
   * `everything`: every HTTP route and GraphQL operation needs a signed-in person but those that are `@Public()`. `marked`: only those
   * that are `@SignedIn()` or ask for groups, scopes, claims or a step-up. Default: everything.
   */
  readonly protect?: 'everything' | 'marked';
  /** Where the routes of sign-in are, each with a slash in front; a global prefix comes before it. */
  readonly paths?: Partial<Readonly<Record<OwnRoute, `/${string}`>>>;
  /** The path below which programs are served: they get JSON and may send access tokens. Default: /api. */
  readonly api?: `/${string}`;
  /** Pages of one's own in place of the built-in ones, each a function of what it shows. */
  readonly pages?: PageFunctions;
  /** False: a filter of the host shows the errors of sign-in; they are Nest's HttpExceptions, with `code`. Default: true. */
  readonly errors?: boolean;
  /** Makes spans of requests to the provider. Default: none are made. */
  readonly tracing?: Tracing;
}

/** The options of a module whose settings were loaded before, by loadSettings(). */
export interface LoadedOptions extends SignInOptions {
  readonly settings: Settings;
}

type Text = string | number | boolean | readonly string[];

/** Variables, each with its text and the option that it was written as. */
export type NamedTexts = ReadonlyMap<string, { readonly value: string; readonly writtenAs: string }>;

/** A provider, as okta() or oidc() describe it. */
export interface ProviderOptions {
  readonly named: NamedTexts;
}

/** What every provider takes. Lists are written as lists; durations are seconds. */
export interface ClientRegistration {
  readonly clientId: string;
  /** Undefined: a public client, or one with a private key. */
  readonly clientSecret?: string;
  readonly clientAuth?: 'client_secret_basic' | 'client_secret_post' | 'private_key_jwt' | 'none';
  readonly clientPrivateKeyFile?: string;
  readonly clientKeyId?: string;
  readonly scopes?: readonly string[];
  readonly responseMode?: 'query' | 'form_post' | 'jwt' | 'query.jwt' | 'form_post.jwt';
  readonly groupsClaim?: string;
  readonly groupsSeparator?: string;
  readonly userinfo?: 'auto' | 'required' | 'off';
  /** Seconds. */
  readonly clockTolerance?: number;
  /** As in an address: `prompt=login&ui_locales=de`. */
  readonly authorizeParams?: string;
  readonly dpop?: boolean;
  readonly idTokenAlgorithms?: readonly string[];
  readonly idTokenDecryptionKeyFile?: string;
  readonly tenants?: readonly string[];
  readonly endSessionUrl?: string;
}

/** Okta: `org` is the org authorization server, which always works; any other name is a custom one's id, such as `default`. */
export function okta({
  orgUrl,
  authServer = 'org',
  ...client
}: ClientRegistration & { readonly orgUrl: string; readonly authServer?: string }): ProviderOptions {
  return { named: new Map([...named({ orgUrl, authServer }, 'OKTA_'), ...named(client, 'OIDC_')]) };
}

/** Any OpenID Connect issuer, to the letter. */
export function oidc({ issuer, ...client }: ClientRegistration & { readonly issuer: string }): ProviderOptions {
  return { named: named({ issuer, ...client }, 'OIDC_') };
}

/** Who may enter, and as what; docs/who-may-enter.md. What is left out asks for nothing. */
export interface EntryOptions {
  readonly allowedEmailDomains?: readonly string[];
  readonly allowedEmails?: readonly string[];
  readonly allowedGroups?: readonly string[];
  /** The application's roles, each with the groups of the provider that have it. */
  readonly roles?: Readonly<Partial<Record<RoleName, readonly string[]>>>;
  /** What a link to the login may hand on to the provider. */
  readonly loginParameters?: readonly string[];
}

/** A further way to sign in: an organisation's provider, and this application's client there. */
export interface ConnectionOptions {
  readonly provider: ProviderOptions;
  /** For people. Default: the id. */
  readonly label?: string;
  /** Of e-mail addresses: whoever names one of these signs in here. */
  readonly domains?: readonly string[];
  /** True: nobody is offered it. It is found by its domains, or by a link that names it. Default: false. */
  readonly hidden?: boolean;
  /** Any other setting of a provider by its name in .env.example, such as OIDC_DISCOVERY_URL. */
  readonly variables?: Readonly<Record<string, string>>;
}

/** The options as variables without the connection's name in front, as readConnection() takes them. */
export function connectionTexts({ provider, variables: others = {}, ...own }: ConnectionOptions): NamedTexts {
  const rest = Object.entries(others).map(([name, value]) => [name, { value, writtenAs: name }] as const);
  return new Map([...rest, ...named(own, '', ''), ...provider.named]);
}

/** Options of SignInModule. What is left out is read from the environment and `.env`; what is given here wins. */
export interface TextOptions extends SignInOptions, EntryOptions {
  readonly publicUrl?: string;
  readonly provider?: ProviderOptions;
  /** Further connections by their ids; `provider` is the connection `default`. */
  readonly connections?: Readonly<Record<string, ConnectionOptions>>;
  /** At least 32 random bytes as text; several, newest first, while one is being replaced. */
  readonly sessionSecret?: string | readonly string[];
  /** `postgres://...` or `sqlite:file`. */
  readonly database?: string;
  /** `redis://...`; left out: sessions are in the database. */
  readonly sessionStore?: string;
  /** Any other setting by its name in .env.example, such as SESSION_IDLE_TIMEOUT. */
  readonly variables?: Readonly<Record<string, string>>;
  readonly settings?: undefined;
}

export type ModuleOptions = TextOptions | LoadedOptions;

const variables = {
  ...{ publicUrl: 'PUBLIC_URL', sessionSecret: 'SESSION_SECRET', database: 'DATABASE_URL', sessionStore: 'SESSION_STORE_URL' },
  ...{ allowedEmailDomains: 'ALLOWED_EMAIL_DOMAINS', allowedEmails: 'ALLOWED_EMAILS', allowedGroups: 'ALLOWED_GROUPS' },
  ...{ roles: 'ROLES', loginParameters: 'LOGIN_PARAMETERS' },
};

/** The options as variables, for loadSettings(). */
export function textsOf({ provider, connections = {}, variables: others = {}, ...options }: TextOptions): NamedTexts {
  const given = Object.entries(variables).flatMap(([name, variable]) => {
    const value = options[name as keyof typeof variables];
    return value === undefined ? [] : [[variable, { value: textOf(value, ','), writtenAs: name }] as const];
  });
  const rest = Object.entries(others).map(([name, value]) => [name, { value, writtenAs: name }] as const);
  return new Map([...rest, ...given, ...(provider?.named ?? []), ...textsOfConnections(connections)]);
}

function textsOfConnections(connections: Readonly<Record<string, ConnectionOptions>>): NamedTexts {
  const ids = Object.keys(connections);
  if (ids.length === 0) return new Map();
  const texts = Object.entries(connections).flatMap(([id, options]) =>
    [...connectionTexts(options)].map(
      ([name, { value, writtenAs }]) => [prefixOf(id) + name, { value, writtenAs: `connections.${id}.${writtenAs}` }] as const,
    ),
  );
  return new Map([['CONNECTIONS', { value: ids.join(','), writtenAs: 'connections' }], ...texts]);
}

/** `clientId` as OIDC_CLIENT_ID, and so on. */
function named(options: object, prefix: string, place = 'provider.'): NamedTexts {
  const given = Object.entries(options).filter(([, value]) => value !== undefined) as [string, Text][];
  return new Map(
    given.map(([name, value]) => {
      const variable = prefix + name.replace(/[A-Z]/g, '_$&').toUpperCase();
      return [variable, { value: textOf(value, variable === 'OIDC_SCOPES' ? ' ' : ','), writtenAs: place + name }];
    }),
  );
}

function textOf(value: Text | EntryOptions['roles'], separator: string): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (typeof value !== 'object') return String(value);
  if (!isList(value)) return JSON.stringify(value);
  // No text stands for a setting that is not there; a list without members is one that cannot be meant.
  return value.length === 0 ? separator : value.some((item) => item.includes(',')) ? JSON.stringify(value) : value.join(separator);
}

function isList(value: object): value is readonly string[] {
  return Array.isArray(value);
}
