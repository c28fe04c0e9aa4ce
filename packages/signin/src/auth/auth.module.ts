import { Global, Module, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { APP_GUARD, DiscoveryModule } from '@nestjs/core';
import { LimitsModule } from '../limits/limits.module.js';
import { RelyingParty } from '@fanlight/oidc';
import { UsersModule } from '../users/database-user-store.js';
import { Admission } from './access/admission.js';
import { Controllers } from './access/controllers.js';
import { GroupReader } from './access/groups.js';
import { MeController } from './access/me.controller.js';
import { RateLimitGuard } from './access/rate-limit.js';
import { RequirementCheck } from './access/requirement-check.js';
import { SessionReader } from './access/session-reader.js';
import { GlobalSignInGuard, SignInOptions } from './access/sign-in.guard.js';
import { AuthEvents } from './auth-events.js';
import { OpenConnections } from './connections/open-connections.js';
import { Sockets } from './connections/sockets.js';
import { Cookies } from './cookies.js';
import { OwnRouteGuard } from './http/own-route.guard.js';
import { OwnRoutes } from './http/own-routes.js';
import { Requests } from './http/requests.js';
import { LoginRedirects } from './login/login-redirects.js';
import { LoginTransactions } from './login/login-transactions.js';
import { LoginController } from './login/login.controller.js';
import { LongLinks } from './login/long-links.js';
import { OidcStrategy } from './login/oidc.strategy.js';
import { SessionStarter } from './login/session-starter.js';
import { SignInTrace } from './login/sign-in-trace.js';
import { BackchannelLogoutController } from './logout/backchannel-logout.controller.js';
import { FrontchannelLogoutController } from './logout/frontchannel-logout.controller.js';
import { LogoutController } from './logout/logout.controller.js';
import { NoticeLog, organisationProvider, ProviderOrigins, relyingPartyProvider } from './relying-party.provider.js';
import { SignInHooks } from './sign-in-hooks.js';
import { SignOut } from './logout/sign-out.js';
import { UniversalLogoutController } from './logout/universal-logout.controller.js';
import { AccessTokens } from './tokens/access-tokens.js';
import { BearerTokens, IntrospectedTokens } from './tokens/bearer-tokens.js';

const discoveryDelayMs = 200;

/** Sign-in, sign-out, and the guards of every route. */
@Global()
@Module({
  imports: [DiscoveryModule, LimitsModule, UsersModule],
  controllers: [
    BackchannelLogoutController,
    FrontchannelLogoutController,
    LoginController,
    LogoutController,
    MeController,
    UniversalLogoutController,
  ],
  providers: [
    AccessTokens,
    Admission,
    AuthEvents,
    BearerTokens,
    Controllers,
    Cookies,
    GroupReader,
    IntrospectedTokens,
    LoginRedirects,
    LoginTransactions,
    LongLinks,
    NoticeLog,
    OidcStrategy,
    OpenConnections,
    organisationProvider,
    ProviderOrigins,
    OwnRouteGuard,
    OwnRoutes,
    RateLimitGuard,
    relyingPartyProvider,
    Requests,
    RequirementCheck,
    SessionReader,
    SessionStarter,
    SignInTrace,
    SignOut,
    { provide: SignInHooks, useFactory: () => ({}) },
    SignInOptions,
    Sockets,
    { provide: APP_GUARD, useClass: GlobalSignInGuard },
  ],
  exports: [AccessTokens, Admission, AuthEvents, Cookies, LoginRedirects, OwnRoutes, RelyingParty, Requests, SignOut],
})
export class AuthModule implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly relyingParty: RelyingParty) {}

  onApplicationBootstrap(): void {
    // Soon, since the pages say where their sign-out may lead; not now, since loading undici would hold up the first of them.
    // A provider that is down is asked again at the first sign-in, and readiness says so.
    this.timer = setTimeout(() => void this.relyingParty.metadata().catch(() => undefined), discoveryDelayMs).unref();
  }

  onApplicationShutdown(): void {
    clearTimeout(this.timer);
  }
}
