export { type AuditEvent, AuditTrail } from './audit/audit-trail.js';
export { AuditModule } from './audit/audit.module.js';
export { Controllers } from './auth/access/controllers.js';
export { isUnsafe } from './auth/access/csrf.js';
export { currentSession, CurrentSession, CurrentUser } from './auth/access/current-user.js';
export {
  Claims,
  Described,
  Groups,
  Public,
  routeDescription,
  type RouteDescription,
  Scopes,
  SignedIn,
  StepUp,
} from './auth/access/decorators.js';
export { isApi, isPageLoad, requestQuery, requestSource, wantsHtml } from './auth/access/incoming-request.js';
export { isForMachines, pathOf } from './auth/access/machine-paths.js';
export { isPublic, requirementsAt } from './auth/access/marks.js';
export type { ParameterOf } from './auth/access/parameter-of.js';
export { isRateLimited, RateLimited } from './auth/access/rate-limit.js';
export { RequirementError } from './auth/access/requirement-check.js';
export { SignInGuard, SignInOptions } from './auth/access/sign-in.guard.js';
export { type SignIn, type SignInDecision, SignInHooks, type SignOutEvent } from './auth/sign-in-hooks.js';
export { SignInError, type SignInErrorCode, StepUpRequired } from './auth/sign-in-error.js';
export { AuthEvents, type SignOutReason } from './auth/auth-events.js';
export { AuthModule } from './auth/auth.module.js';
export { Cookies } from './auth/cookies.js';
export { hasManyFields, isDeep, withSpaces } from './auth/http/own-body.js';
export { OwnRoutes } from './auth/http/own-routes.js';
export { OwnRequest, type RepliedRequest } from './auth/http/request.decorator.js';
export { Requests } from './auth/http/requests.js';
export { requestOf, SignInRequest } from './auth/http/sign-in-request.js';
export { loginPath, LoginRedirects } from './auth/login/login-redirects.js';
export type { ArrivalNotice } from './auth/login/oidc.strategy.js';
export { maxReturnToChars } from './auth/login/return-to.js';
export { SignOut } from './auth/logout/sign-out.js';
export { type PageContexts, type PageName, PageViews, type Provider, providerOf, type Shell } from './auth/page-contexts.js';
export { ProviderOrigins } from './auth/relying-party.provider.js';
export { AccessTokens } from './auth/tokens/access-tokens.js';
export { type OutgoingRequest, type SendWith, Tracing, Untraced } from './auth/tracing.js';
export { SettingsModule } from './config/settings.module.js';
export { DatabaseModule } from './database/database.module.js';
export { Database } from './database/database.js';
export { DatabaseError } from './database/errors.js';
export type { Schema } from './database/schema.js';
export { type Statement, statements } from './database/statements.js';
export { SessionModule } from './session/session.module.js';
export { type ListedSession, Session, type SessionData } from './session/session.js';
export { Sessions } from './session/sessions.js';
export { UsersModule } from './users/database-user-store.js';
export { type User, type UserDetails, UserStore } from './users/user-store.js';
