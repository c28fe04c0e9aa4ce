import { Module, type OnApplicationBootstrap } from '@nestjs/common';
import { APP_GUARD, DiscoveryModule } from '@nestjs/core';
import { LimitsModule } from '../limits/limits.module.js';
import { AccessTokens } from './access-tokens.js';
import { AuthEvents } from './auth-events.js';
import { BackchannelLogoutController } from './backchannel-logout.controller.js';
import { BearerTokens } from './bearer-tokens.js';
import { Clock } from './clock.js';
import { Controllers } from './controllers.js';
import { Cookies } from './cookies.js';
import { CsrfGuard } from './csrf.guard.js';
import { FrontchannelLogoutController } from './frontchannel-logout.controller.js';
import { GroupReader } from './group-reader.js';
import { IntrospectedTokens } from './introspected-tokens.js';
import { LoginController } from './login.controller.js';
import { BeginLoginGuard, FinishLoginGuard } from './login.guard.js';
import { LoginTransactions } from './login-transactions.js';
import { LoginRedirects } from './login-redirects.js';
import { LongLinks } from './long-links.js';
import { LogoutController } from './logout.controller.js';
import { LogoutPages } from './logout-pages.js';
import { MeController } from './me.controller.js';
import { NoticeLog } from './notice-log.js';
import { OneTimeTokens } from './one-time-tokens.js';
import { OidcStrategy } from './oidc.strategy.js';
import { ProviderOrigins } from './provider-origins.js';
import { organisationProvider, relyingPartyProvider } from './relying-party.provider.js';
import { RelyingParty } from '../oidc/relying-party.js';
import { RateLimitHook } from './rate-limit.hook.js';
import { RequirementCheck } from './requirement-check.js';
import { RequirementsGuard } from './requirements.guard.js';
import { SessionHook } from './session.hook.js';
import { SignIn } from './sign-in.js';
import { SignOut } from './sign-out.js';
import { SignedInGuard } from './signed-in.guard.js';
import { UniversalLogoutController } from './universal-logout.controller.js';
import { UsersModule } from '../users/users.module.js';

/** Sign-in, sign-out, and the guards of every route. */
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
    AuthEvents,
    BearerTokens,
    BeginLoginGuard,
    Clock,
    Controllers,
    Cookies,
    FinishLoginGuard,
    GroupReader,
    IntrospectedTokens,
    LoginRedirects,
    LoginTransactions,
    LongLinks,
    LogoutPages,
    NoticeLog,
    OidcStrategy,
    OneTimeTokens,
    organisationProvider,
    ProviderOrigins,
    RateLimitHook,
    relyingPartyProvider,
    RequirementCheck,
    SessionHook,
    SignIn,
    SignOut,
    { provide: APP_GUARD, useClass: CsrfGuard },
    { provide: APP_GUARD, useClass: SignedInGuard },
    { provide: APP_GUARD, useClass: RequirementsGuard },
  ],
  exports: [
    AccessTokens,
    AuthEvents,
    Clock,
    Controllers,
    Cookies,
    LoginRedirects,
    ProviderOrigins,
    RateLimitHook,
    RelyingParty,
    SessionHook,
    SignOut,
  ],
})
export class AuthModule implements OnApplicationBootstrap {
  constructor(private readonly origins: ProviderOrigins) {}

  onApplicationBootstrap(): void {
    this.origins.learn().catch(() => {
      // The provider is down: the application starts all the same, and its readiness says so.
    });
  }
}
