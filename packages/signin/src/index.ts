export { type AuditEvent, AuditTrail } from './audit/audit-trail.js';
export { Controllers } from './auth/access/controllers.js';
export { isUnsafe } from './auth/access/csrf.js';
export { currentSession, CurrentSession, currentUser, CurrentUser } from './auth/access/current-user.js';
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
export { isPageLoad, requestQuery, requestSource, wantsHtml } from './auth/access/incoming-request.js';
export { isForMachines, pathOf } from './auth/access/machine-paths.js';
export { isPublic, requirementsAt } from './auth/access/marks.js';
export type { ParameterOf } from './auth/access/parameter-of.js';
export { isRateLimited, RateLimited } from './auth/access/rate-limit.js';
export { RequirementError } from './auth/access/requirement-check.js';
export { SignInGuard } from './auth/access/sign-in.guard.js';
export { type SignIn, type SignInDecision, SignInHooks, type SignOutEvent } from './auth/sign-in-hooks.js';
export { AuthEvents, type SignOutReason } from './auth/auth-events.js';
export { Cookies } from './auth/cookies.js';
export { hasManyFields, isDeep, withSpaces } from './auth/http/own-body.js';
export { OwnRoutes } from './auth/http/own-routes.js';
export { OwnRequest, type RepliedRequest } from './auth/http/request.decorator.js';
export { Requests } from './auth/http/requests.js';
export { requestOf, SignInRequest } from './auth/http/sign-in-request.js';
export { LoginRedirects } from './auth/login/login-redirects.js';
export type { ArrivalNotice } from './auth/login/oidc.strategy.js';
export { SignOut } from './auth/logout/sign-out.js';
export { PageViews } from './auth/page-views.js';
export { ProviderOrigins } from './auth/relying-party.provider.js';
export { SignInError, type SignInErrorCode, StepUpRequired } from './auth/sign-in-error.js';
export { AccessTokens } from './auth/tokens/access-tokens.js';
export { type OutgoingRequest, type SendWith, Tracing, Untraced } from './tracing/tracing.js';
export { Settings } from './config/settings.js';
export { Database } from './database/database.js';
export { DatabaseError } from './database/errors.js';
export type { Schema } from './database/schema.js';
export { type Statement, statements } from './database/statements.js';
export { DevProvider, EmbeddedProviderError } from './dev-provider.js';
export { problemDetails, signInNeeded } from './errors/problem-details.js';
export { SignInFilter } from './errors/sign-in.filter.js';
export { HostError } from './host-check.js';
export { oidc, okta, SignInOptions } from './options/sign-in-options.js';
export { type ErrorPage, type PageFunctions, type Provider, providerOf, type Shell, type SignInPages } from './pages/pages.js';
export { type ListedSession, Session, type SessionData } from './session/session.js';
export { Sessions } from './session/sessions.js';
export { type AsyncOptions, type ModuleOptions, SignInModule } from './sign-in.module.js';
export { type User, type UserDetails, UserStore } from './users/user-store.js';
