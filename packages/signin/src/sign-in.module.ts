import {
  type DynamicModule,
  Inject,
  Logger,
  Module,
  type ModuleMetadata,
  type NestModule,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  type OnModuleInit,
  type Provider,
} from '@nestjs/common';
import { APP_GUARD, ApplicationConfig, DiscoveryModule } from '@nestjs/core';
import { RelyingParty } from '@fanlight/oidc';
import { AuditRecorder } from './audit/audit-recorder.js';
import { AuditTrail } from './audit/audit-trail.js';
import { Admission } from './auth/access/admission.js';
import { Controllers } from './auth/access/controllers.js';
import { GroupReader } from './auth/access/groups.js';
import { RateLimitGuard } from './auth/access/rate-limit.js';
import { RequirementCheck } from './auth/access/requirement-check.js';
import { SessionReader } from './auth/access/session-reader.js';
import { GlobalSignInGuard } from './auth/access/sign-in.guard.js';
import { AuthEvents } from './auth/auth-events.js';
import { OpenConnections } from './auth/sockets/open-connections.js';
import { Sockets } from './auth/sockets/sockets.js';
import { Cookies } from './auth/cookies.js';
import { Directory } from './auth/directory.js';
import { ownControllers } from './auth/http/own-controllers.js';
import { OwnRouteGuard } from './auth/http/own-route.guard.js';
import { OwnRoutes } from './auth/http/own-routes.js';
import { Requests } from './auth/http/requests.js';
import { Identities } from './auth/identities/identities.js';
import { ConnectionChoice } from './auth/login/connection-choice.js';
import { LoginRedirects } from './auth/login/login-redirects.js';
import { LoginTransactions } from './auth/login/login-transactions.js';
import { BeginLoginGuard, FinishLoginGuard } from './auth/login/login.guard.js';
import { LongLinks } from './auth/login/long-links.js';
import { OidcStrategy } from './auth/login/oidc.strategy.js';
import { SessionStarter } from './auth/login/session-starter.js';
import { SignInTrace } from './auth/login/sign-in-trace.js';
import { SignOut } from './auth/logout/sign-out.js';
import { ChosenConnection } from './auth/connections/chosen-connection.js';
import { Connections } from './auth/connections/connections.js';
import { connectionProviders, NoticeLog, ProviderOrigins, sourcesProvider } from './auth/connections/relying-party.provider.js';
import { SignInHooks } from './auth/sign-in-hooks.js';
import { AccessTokens } from './auth/tokens/access-tokens.js';
import { BearerTokens, IntrospectedTokens } from './auth/tokens/bearer-tokens.js';
import { RenewedClaims } from './auth/tokens/renewed-claims.js';
import { Tracing, Untraced } from './tracing/tracing.js';
import { loadSettings } from './config/load-settings.js';
import { Settings } from './config/settings.js';
import { Database } from './database/database.js';
import { openDatabase } from './database/open-database.js';
import { DevProvider } from './dev-provider.js';
import { Diagnoser } from './errors/diagnoser.js';
import { SignInFilter } from './errors/sign-in.filter.js';
import { checkNest, HostCheck } from './host-check.js';
import { RateLimits } from './limits/rate-limits.js';
import { openSharedLimiter } from './limits/shared-limiter.js';
import { type AsyncOptions, GivenOptions, type ModuleOptions, type StaticOptions } from './module-options.js';
import { SignInOptions, textsOf } from './options/sign-in-options.js';
import { PageViews } from './auth/page-views.js';
import { KeyRing } from './session/key-ring.js';
import { openSessionStore } from './session/open-session-store.js';
import { SessionStore } from './session/session-store.js';
import { SessionSweeper } from './session/session-sweeper.js';
import { Sessions } from './session/sessions.js';
import { DatabaseUserStore } from './users/database-user-store.js';
import { UserStore } from './users/user-store.js';

/** Milliseconds after the start. */
const discoveryDelayMs = 200;

const stores: Provider[] = [
  {
    provide: Database,
    inject: [Settings],
    useFactory: ({ database }: Settings) => openDatabase(database, (message) => new Logger('Database').warn(message)),
  },
  {
    provide: UserStore,
    inject: [GivenOptions, Database],
    useFactory: ({ userStore }: ModuleOptions, database: Database) => userStore ?? new DatabaseUserStore(database),
  },
  { provide: KeyRing, inject: [Settings], useFactory: ({ session }: Settings) => new KeyRing(session.secrets) },
  {
    provide: SessionStore,
    inject: [Settings, Database],
    useFactory: (settings: Settings, database: Database) =>
      openSessionStore(settings, database, (message) => new Logger('Sessions').warn(message)),
  },
  {
    provide: Sessions,
    inject: [SessionStore, UserStore, KeyRing, Settings, Connections],
    useFactory: (store: SessionStore, users: UserStore, ring: KeyRing, { session }: Settings, connections: Connections) =>
      new Sessions(store, users, ring, session, { isConnection: (id) => connections.mayBe(id) }),
  },
  SessionSweeper,
  {
    provide: RateLimits,
    inject: [Settings, Database],
    useFactory: async ({ rateLimit, sessionStore }: Settings, database: Database) =>
      new RateLimits(rateLimit === 'off' ? undefined : await openSharedLimiter(rateLimit, sessionStore, database)),
  },
];

/** What a host may inject. */
const offered = [
  ...[
    AccessTokens,
    Admission,
    AuditTrail,
    AuthEvents,
    Connections,
    Cookies,
    Database,
    Directory,
    Identities,
    LoginRedirects,
    OwnRoutes,
    PageViews,
    ProviderOrigins,
    RateLimits,
  ],
  ...[RelyingParty, RenewedClaims, Requests, Sessions, Settings, SignInFilter, SignInOptions, SignOut, UserStore],
  // The filter's, for a class of the host's that extends it.
  ...[Diagnoser],
  DevProvider,
];

/**
 * Sign-in for any Nest application. It installs itself: one early hook on the HTTP adapter, the guard, a filter for its own errors, and
 * six routes. It sets no header on what the host sends, parses no body but that of its own routes, and catches no error but its own.
 */
@Module({})
export class SignInModule implements NestModule, OnModuleInit, OnApplicationBootstrap, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    @Inject(ApplicationConfig) private readonly config: ApplicationConfig,
    @Inject(SignInOptions) private readonly options: SignInOptions,
    @Inject(SignInFilter) private readonly filter: SignInFilter,
    @Inject(RelyingParty) private readonly relyingParty: RelyingParty,
    @Inject(HostCheck) private readonly hostCheck: HostCheck,
    @Inject(DevProvider) private readonly devProvider: DevProvider,
  ) {}

  /** Without options everything is read from the environment and `.env`, by the names of .env.example. */
  static forRoot(options: ModuleOptions = {}): DynamicModule {
    return compose({ provide: GivenOptions, useValue: options }, options);
  }

  /** The same by a factory. What has to be known before it is called stands beside it. */
  static forRootAsync({ imports, inject, useFactory, ...known }: AsyncOptions): DynamicModule {
    const useKnown = async (...injected: never[]): Promise<ModuleOptions> => ({ ...(await useFactory(...injected)), ...known });
    return compose({ provide: GivenOptions, inject: inject ?? [], useFactory: useKnown }, known, imports);
  }

  /** After the host's main.ts and before its routes: the last moment at which a filter counts. */
  configure(): void {
    this.hostCheck.beforeRoutes();
    if (this.options.errors !== false) this.config.addGlobalFilter(this.filter);
  }

  async onModuleInit(): Promise<void> {
    await this.devProvider.start();
  }

  onApplicationBootstrap(): void {
    this.hostCheck.atLast();
    // Soon, since the pages say where their sign-out may lead; not now, since loading undici would hold up the first of them.
    // A provider that is down is asked again at the first sign-in, and readiness says so.
    this.timer = setTimeout(() => void this.relyingParty.metadata().catch(() => undefined), discoveryDelayMs).unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearTimeout(this.timer);
    await this.devProvider.stop();
  }
}

function compose(given: Provider, { paths }: StaticOptions, imports: ModuleMetadata['imports'] = []): DynamicModule {
  checkNest();
  return {
    module: SignInModule,
    global: true,
    imports: [DiscoveryModule, ...imports],
    controllers: ownControllers(paths),
    providers: [
      given,
      { provide: SignInOptions, useExisting: GivenOptions },
      { provide: SignInHooks, useExisting: GivenOptions },
      { provide: Settings, inject: [GivenOptions], useFactory: settingsOf },
      { provide: Tracing, inject: [SignInOptions], useFactory: ({ tracing }: SignInOptions) => tracing ?? new Untraced() },
      sourcesProvider(GivenOptions),
      ...stores,
      ...[
        AccessTokens,
        Admission,
        AuditRecorder,
        AuditTrail,
        AuthEvents,
        BearerTokens,
        BeginLoginGuard,
        ChosenConnection,
        ConnectionChoice,
        ...connectionProviders,
        Controllers,
        Cookies,
        DevProvider,
        Diagnoser,
        Directory,
      ],
      ...[
        FinishLoginGuard,
        GroupReader,
        HostCheck,
        Identities,
        IntrospectedTokens,
        LoginRedirects,
        LoginTransactions,
        LongLinks,
        NoticeLog,
      ],
      ...[OidcStrategy, OwnRouteGuard, OwnRoutes, PageViews, ProviderOrigins, RateLimitGuard, RenewedClaims, Requests, RequirementCheck],
      ...[SessionReader, SessionStarter, SignInFilter, SignInTrace, SignOut, OpenConnections, Sockets],
      { provide: APP_GUARD, useClass: GlobalSignInGuard },
    ],
    exports: offered,
  };
}

/** @throws ConfigurationError with every problem at once. */
function settingsOf(options: ModuleOptions): Settings {
  if (options.settings !== undefined) return options.settings;
  const settings = loadSettings({ options: textsOf(options), inHost: true });
  const logger = new Logger('SignIn');
  for (const { setting, message } of settings.warnings) logger.warn(`${setting} ${message}`);
  return settings;
}
