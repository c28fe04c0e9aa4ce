import type { ServerResponse } from 'node:http';
import { Catch, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AuthEvents } from '../auth/auth-events.js';
import { callbackPath } from '../auth/callback-path.js';
import { Cookies } from '../auth/cookies.js';
import { loginPath } from '../auth/login-path.js';
import { LoginRedirects } from '../auth/login-redirects.js';
import { isApi, isPageLoad, wantsHtml } from '../auth/page-load.js';
import { StepUpRequired } from '../auth/step-up-required.js';
import { requestSource } from '../auth/request-source.js';
import { maxReturnToChars } from '../auth/return-to.js';
import { installationOf } from '../config/installation.js';
import { Settings } from '../config/settings.js';
import { Diagnoser } from '../diagnosis/diagnoser.js';
import type { Diagnosis } from '../diagnosis/diagnosis.js';
import { replyOf } from '../http/reply-of.js';
import { Views } from '../rendering/views.js';
import { challenge } from './challenge.js';
import { errorPage } from './error-page.js';
import { exactSummary } from './exact-summary.js';
import { pageWithoutViews } from './page-without-views.js';
import { problemOf, type Problem } from './problem.js';
import type { ProblemDetails } from './problem-details.js';
import { Shells } from './shells.js';
import { technicalFacts } from './technical-facts.js';

/** Seconds for which the next page can still say that the session ended. */
const endedNotice = 10 * 60;

/** What fails here is a sign-in that came to nothing; elsewhere it is a page or a call. */
const signInRoutes = new Set(['/login', callbackPath]);

/** The one place where an error becomes an answer: a redirect to sign in, a page, or JSON (RFC 9457). */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  private readonly logger = new Logger('Error');
  private readonly diagnoser: Diagnoser;

  constructor(
    private readonly settings: Settings,
    private readonly views: Views,
    private readonly events: AuthEvents,
    private readonly cookies: Cookies,
    private readonly shells: Shells,
    private readonly redirects: LoginRedirects,
  ) {
    this.diagnoser = new Diagnoser(installationOf(settings));
  }

  async catch(error: unknown, host: ArgumentsHost): Promise<void> {
    const reply = replyOf(host.switchToHttp().getResponse<FastifyReply | ServerResponse>());
    const { request } = reply;
    if (reply.sent) return;
    const problem = problemOf(error);
    void reply.header('cache-control', 'no-store');
    if ((problem.code === 'signed_out' || error instanceof StepUpRequired) && isPageLoad(request)) {
      await this.redirects.toLogin(reply, this.settings.publicUrl.path + request.url, error instanceof StepUpRequired ? error : {});
      return;
    }
    const diagnosis = this.diagnoser.diagnose(problem.symptom);
    this.record(error, problem, diagnosis, request);
    this.answer(request, reply, problem, diagnosis, error);
  }

  private answer(request: FastifyRequest, reply: FastifyReply, problem: Problem, diagnosis: Diagnosis, error: unknown): void {
    void reply.code(problem.status);
    // A script got this answer: the person reads it on the next page.
    if (problem.code === 'session_ended' && !wantsHtml(request))
      void reply.header('set-cookie', this.cookies.set(this.cookies.ended, '1', endedNotice));
    if (problem.answer?.retryAfter !== undefined) void reply.header('retry-after', Math.ceil(problem.answer.retryAfter));
    else if (typeof problem.detail['retryAfter'] === 'number') void reply.header('retry-after', problem.detail['retryAfter']);
    if (problem.status === 401 && isApi(request.url)) void reply.header('www-authenticate', challenge(problem, error));
    if (wantsHtml(request)) void reply.type('text/html; charset=utf-8').send(this.page(request, problem, diagnosis, error));
    else void reply.type('application/problem+json').send(this.json(request, problem, diagnosis, error));
  }

  private page(request: FastifyRequest, problem: Problem, diagnosis: Diagnosis, error: unknown): string {
    const context = errorPage({
      ...diagnosis,
      summary: exactSummary(problem) ?? diagnosis.summary,
      status: problem.status,
      reference: request.id,
      // Whoever sends somebody a link must not choose what this page says: design decision 7, OAuth 2.0 Security BCP (RFC 9700) 4.
      providerWords: request.login?.proven === true ? problem.answer?.description : undefined,
      technical: technicalFacts(problem, diagnosis, error),
      retry: this.retry(request, problem),
      development: this.settings.environment !== 'production',
      now: Date.now(),
    });
    // Whoever is signed in keeps their name and the way out.
    const signedIn = !request.bearer && request.found?.session !== undefined;
    const shell = signedIn ? this.shells.for(request, diagnosis.title) : this.shells.anonymous(diagnosis.title);
    try {
      return this.views.render('error', context, shell);
    } catch (failure) {
      // The views themselves are broken, as while one is being edited.
      this.logger.error(failure);
      return pageWithoutViews(context, this.settings.environment === 'production' ? undefined : failure);
    }
  }

  /** Trying again means starting the same sign-in again, not sending the same callback a second time. */
  private retry(request: FastifyRequest, problem: Problem): string | undefined {
    const { publicUrl } = this.settings;
    if (problem.code === 'not_found' || problem.code === 'csrf_refused') return undefined;
    const known = request.login?.returnTo ?? problem.returnTo;
    const signIn = problem.symptom.where !== 'application' || problem.code === 'signed_out' || problem.code === 'session_ended';
    // A login that failed before it began knows where to go only by its own address.
    const began = known !== undefined || request.method !== 'GET' || !/^\/login(?:\?|$)/.test(request.url);
    if (signIn && began) return loginPath(publicUrl, { returnTo: known ?? `${publicUrl.path}/` });
    return request.method === 'GET' && request.url.length <= maxReturnToChars ? publicUrl.path + request.url : undefined;
  }

  /** Problem Details for HTTP APIs. An API gets the address to sign in at, never a redirect to it. */
  private json(request: FastifyRequest, problem: Problem, diagnosis: Diagnosis, error: unknown): ProblemDetails {
    return {
      type: 'about:blank',
      title: diagnosis.title,
      status: problem.status,
      detail: exactSummary(problem) ?? diagnosis.summary,
      code: problem.code,
      reference: request.id,
      ...problem.detail,
      ...(problem.status === 401 ? { login: this.signInAddress(request, problem, error) } : {}),
    };
  }

  /** Where signing in gives what is missing. A script adds the page to come back to: an API call has none. */
  private signInAddress(request: FastifyRequest, { returnTo }: Problem, error: unknown): string {
    const { publicUrl } = this.settings;
    const start = `${publicUrl.path}/`;
    if (error instanceof StepUpRequired) return publicUrl.origin + loginPath(publicUrl, { returnTo: start }, error);
    return isApi(request.url) ? `${publicUrl.href}/login` : publicUrl.origin + loginPath(publicUrl, { returnTo: returnTo ?? start });
  }

  private record(error: unknown, problem: Problem, diagnosis: Diagnosis, request: FastifyRequest): void {
    if (problem.code === 'prefetch_refused') return;
    const isTrouble = problem.symptom.where !== 'application' || problem.status >= 500;
    if (isTrouble && signInRoutes.has(request.routeOptions.url ?? '')) {
      const failed = problem.status >= 500 || diagnosis.who === 'developer';
      this.events.emit('refused', { reason: diagnosis.id, outcome: failed ? 'failed' : 'refused', source: requestSource(request) });
    }
    const line = {
      reference: request.id,
      code: problem.code,
      diagnosis: diagnosis.id,
      status: problem.status,
    };
    if (problem.unexpected) this.logger.error(error, line);
    else if (isTrouble)
      this.logger.warn(error instanceof Error ? error.message : String(error), {
        ...line,
        provider: problem.answer,
        ...(this.settings.environment === 'production' && this.keptOffThePage(diagnosis)),
      });
  }

  /** What a developer sees on the page, for the log of an application whose pages do not show it. */
  private keptOffThePage({ steps, paste, api }: Diagnosis) {
    const call = api && { call: `${api.method} ${this.settings.provider.server.orgUrl ?? ''}${api.path}`, body: api.body };
    return { steps, paste: Object.fromEntries(paste.map(({ label, value }) => [label, value])), api: call };
  }
}
