import { Catch, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { OidcError } from '@fanlight/oidc';
import { currentSession } from '../auth/access/current-user.js';
import { AuthEvents } from '../auth/auth-events.js';
import { isPageLoad, requestSource, wantsHtml } from '../auth/access/incoming-request.js';
import { Connections } from '../auth/connections/connections.js';
import { Cookies } from '../auth/cookies.js';
import { OwnRoutes } from '../auth/http/own-routes.js';
import type { RepliedRequest } from '../auth/http/request.decorator.js';
import { Requests } from '../auth/http/requests.js';
import type { SignInRequest } from '../auth/http/sign-in-request.js';
import { LoginRedirects } from '../auth/login/login-redirects.js';
import { SignInError, StepUpRequired } from '../auth/sign-in-error.js';
import { defaultConnection, Settings } from '../config/settings.js';
import { DatabaseError } from '../database/errors.js';
import { PageViews } from '../auth/page-views.js';
import { Diagnoser, type Diagnosis } from './diagnoser.js';
import { errorPage, technicalFacts } from './error-page.js';
import { exactSummary, problemOf, type Problem } from './problem.js';
import { wayOn } from './way-on.js';
import { wwwAuthenticate, type ProblemDetails } from './problem-details.js';

/** Seconds for which the next page can still say that the session ended. */
const endedNoticeSeconds = 10 * 60;
/** Diagnoses that an administrator of the provider mends, and of nobody in particular. */
const stopsEverybody = new Set(['realm-unavailable', 'redirect-uri-not-registered', 'grant-type-not-enabled', 'feature-not-enabled']);

/**
 * Where an error of sign-in becomes a response: a redirect to sign in, a page, or JSON (RFC 9457). A class of the host's that extends it
 * under `@Catch()` shows every other error the same way.
 */
@Catch(SignInError, OidcError, DatabaseError)
export class SignInFilter implements ExceptionFilter {
  private readonly logger = new Logger('Error');

  constructor(
    private readonly settings: Settings,
    private readonly views: PageViews,
    private readonly diagnoser: Diagnoser,
    private readonly events: AuthEvents,
    private readonly cookies: Cookies,
    private readonly redirects: LoginRedirects,
    private readonly requests: Requests,
    private readonly routes: OwnRoutes,
    private readonly connections: Connections,
  ) {}

  async catch(error: unknown, host: ArgumentsHost): Promise<unknown> {
    // A GraphQL driver or a gateway tells it in its own form: what is returned counts as thrown.
    if (host.getType() !== 'http') return SignInError.of(error);
    const request = this.requests.behind(host);
    const { reply } = request;
    if (reply.isSent) return undefined;
    const problem = problemOf(error);
    reply.header('cache-control', 'no-store');
    if ((problem.code === 'signed_out' || error instanceof StepUpRequired) && isPageLoad(request)) {
      this.redirects.toLogin(reply, this.settings.publicUrl.path + request.url, error instanceof StepUpRequired ? error : {});
      return undefined;
    }
    const diagnosis = this.diagnoser.diagnose(problem, request.login?.connection);
    this.record(request, problem, diagnosis);
    await this.send(request, problem, { ...diagnosis, summary: exactSummary(problem) ?? diagnosis.summary });
    return undefined;
  }

  /** Whether the message of an error that nobody expected may stand on the page in development. */
  protected isForDevelopers(_error: unknown): boolean {
    return false;
  }

  private async send(request: RepliedRequest, problem: Problem, diagnosis: Diagnosis): Promise<void> {
    const reply = request.reply.code(problem.status);
    // A script reads this response: the person is told on the next page.
    if (problem.code === 'session_ended' && !wantsHtml(request))
      reply.header('set-cookie', this.cookies.set(this.cookies.ended, '1', endedNoticeSeconds));
    const retryAfter = problem.response?.retryAfter ?? problem.detail['retryAfter'];
    if (typeof retryAfter === 'number') reply.header('retry-after', Math.ceil(retryAfter));
    if (problem.status === 401 && request.isApi) reply.header('www-authenticate', wwwAuthenticate(problem));
    if (wantsHtml(request)) reply.html(await this.page(request, problem, diagnosis));
    else reply.json(this.json(request, problem, diagnosis), 'application/problem+json');
  }

  private async page(request: SignInRequest, problem: Problem, diagnosis: Diagnosis): Promise<string> {
    const { title, summary, who, advice, steps, paste } = diagnosis;
    const { publicUrl } = this.settings;
    const otherAccount =
      this.connections.known(request.login?.connection ?? defaultConnection)?.provider.recognised?.otherAccount ?? 'login';
    const { connections, redirects } = this;
    const place = { publicUrl, route: this.routes.find(request.url), redirects, connections, otherAccount } as const;
    const context = errorPage({
      ...{ title, summary, who, advice, steps, paste },
      status: problem.status,
      reference: request.id,
      // Whoever sends somebody a link must not choose what this page says: OAuth 2.0 Security BCP (RFC 9700), section 4.
      providerWords: this.mayQuote(request, problem) ? wordsOf(problem) : undefined,
      technical: technicalFacts(problem, diagnosis, !problem.unexpected || this.isForDevelopers(problem.error)),
      sequence: request.sequence?.steps,
      retry: diagnosis.retry ? wayOn(request, problem, diagnosis, place) : undefined,
      development: this.settings.environment !== 'production',
      now: Date.now(),
    });
    // An error page that says that sessions cannot be read is shown all the same.
    const session = await currentSession(request).catch(() => undefined);
    const shell = { title, person: session?.data.name, base: this.settings.publicUrl.path };
    try {
      return this.views.render('error', context, shell);
    } catch (failure) {
      // The host's own page is broken, as while it is being edited.
      this.logger.error(failure);
      const reason = { name: 'Broken error page', value: failure instanceof Error ? failure.message : String(failure) };
      const technical = this.settings.environment === 'production' ? [] : [reason, ...context.technical];
      return this.views.render('error', { ...context, technical }, shell, {});
    }
  }

  /** A pushed request is answered by the provider itself; what a link put into it could still be echoed. */
  private mayQuote({ login, url }: SignInRequest, { error }: Problem): boolean {
    if (login?.proven === true) return true;
    return error instanceof OidcError && error.step === 'par' && !/[?&](?!returnTo=|link=|max_age=)[^&=]+=/.test(url);
  }

  /** An API gets the address to sign in at, never a redirect to it. */
  private json(request: SignInRequest, problem: Problem, { title, summary }: Diagnosis): ProblemDetails {
    const { status, code, detail } = problem;
    const login = status === 401 ? { login: this.signInAddress(request, problem) } : {};
    return { type: 'about:blank', title, status, detail: summary, code, reference: request.id, ...detail, ...login };
  }

  /** Where signing in gives what is missing. A script adds the page to come back to: an API call has none. */
  private signInAddress(request: SignInRequest, { returnTo, error }: Problem): string {
    const { publicUrl } = this.settings;
    const start = `${publicUrl.path}/`;
    if (error instanceof StepUpRequired) return publicUrl.origin + this.redirects.address({ returnTo: start }, error);
    return request.isApi ? this.routes.uri('login') : publicUrl.origin + this.redirects.address({ returnTo: returnTo ?? start });
  }

  private record(request: SignInRequest, { error, status, code, symptom, response, unexpected }: Problem, diagnosis: Diagnosis): void {
    if (code === 'prefetch_refused') return;
    const isTrouble = symptom.where !== 'application' || status >= 500;
    const person = error instanceof SignInError ? error.person : undefined;
    // What fails there is a sign-in that came to nothing; elsewhere it is a page or a call.
    if ((isTrouble || person !== undefined) && ['login', 'callback'].includes(this.routes.find(request.url) ?? '')) {
      const failed = status >= 500 || diagnosis.who === 'developer' || stopsEverybody.has(diagnosis.id);
      const outcome = failed ? 'failed' : 'refused';
      const connection = request.login?.connection;
      this.events.emit('refused', { reason: diagnosis.id, outcome, person, connection, source: requestSource(request) });
    }
    const line = { reference: request.id, code, diagnosis: diagnosis.id, status };
    if (unexpected) this.logger.error(error, line);
    else if (status === 403 && error instanceof SignInError)
      this.logger.log(error.message, { ...line, method: request.method, route: request.url.replace(/[?#].*$/s, ''), ...error.detail });
    else if (isTrouble || response !== undefined)
      this.logger.warn(error instanceof Error ? error.message : String(error), {
        ...line,
        provider: response,
        ...(this.settings.environment === 'production' && this.fixForTheLog(diagnosis)),
      });
  }

  /** What a developer sees on the page, for the log of an application whose pages do not show it. */
  private fixForTheLog({ steps, paste, api }: Diagnosis) {
    const call = api && { call: `${api.method} ${this.settings.provider.server.orgUrl ?? ''}${api.path}`, body: api.body };
    return { steps, paste: Object.fromEntries(paste.map(({ label, value }) => [label, value])), api: call };
  }
}

/** The description, or an error that holds words in place of a code. */
function wordsOf({ response }: Problem): string | undefined {
  const { error, description } = response ?? {};
  return description ?? (error?.includes(' ') ? error : undefined);
}
