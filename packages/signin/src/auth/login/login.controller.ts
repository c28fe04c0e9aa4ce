import { Controller, Get, Head, HttpCode, Post, Res, UseFilters, UseGuards } from '@nestjs/common';
import { Public } from '../access/decorators.js';
import { Cookies } from '../cookies.js';
import { OwnRouteGuard } from '../http/own-route.guard.js';
import { OwnRequest, type RepliedRequest } from '../http/request.decorator.js';
import { Identities } from '../identities/identities.js';
import { ConnectionChoice } from './connection-choice.js';
import { FormRepostFilter, FormRepostGuard } from './form-repost.js';
import { LoginRedirects } from './login-redirects.js';
import { BeginLoginGuard, FinishLoginGuard } from './login.guard.js';
import type { LoginOutcome } from './oidc.strategy.js';
import { SessionStarter } from './session-starter.js';
import { type RecordedSteps, SignInTrace } from './sign-in-trace.js';

/** Time in which the start page can say why the browser is there. */
const noticeSeconds = 60;

/** Starts sign-in. The guard does the work. */
@Public()
@UseGuards(OwnRouteGuard)
@Controller()
export class LoginController {
  /** Nobody is looking, so nothing is started. Before GET, whose handler the router would take for HEAD as well. */
  @Head()
  @HttpCode(204)
  look(): void {
    // Says that the address exists.
  }

  @Get()
  @UseGuards(BeginLoginGuard)
  begin(): void {
    // The guard has sent the browser to the provider.
  }

  /** A third party (Okta's dashboard tile) may start a login by a form: OpenID Connect Core 1.0, section 4. */
  @Post()
  @UseGuards(BeginLoginGuard)
  beginByForm(): void {
    // As above.
  }
}

/** Takes the provider's response. The guard does the work; a handler here runs only when it lets it. */
@Public()
@UseGuards(OwnRouteGuard)
@Controller()
export class CallbackController {
  constructor(
    private readonly starter: SessionStarter,
    private readonly identities: Identities,
    private readonly cookies: Cookies,
    private readonly redirects: LoginRedirects,
    private readonly trace: SignInTrace,
    private readonly choice: ConnectionChoice,
  ) {}

  /** Nobody is looking, so nothing is used up. */
  @Head()
  @HttpCode(204)
  look(): void {
    // Says that the address exists.
  }

  @Get()
  @UseGuards(FinishLoginGuard)
  finish(@OwnRequest() request: RepliedRequest, @Res() _response: unknown): Promise<void> {
    return this.enter(request);
  }

  /** OAuth 2.0 Form Post Response Mode 1.0. */
  @Post()
  @UseFilters(FormRepostFilter)
  @UseGuards(FormRepostGuard, FinishLoginGuard)
  finishByForm(@OwnRequest() request: RepliedRequest, @Res() _response: unknown): Promise<void> {
    return this.enter(request);
  }

  private async enter(request: RepliedRequest): Promise<void> {
    const { reply } = request;
    const login = request.user as LoginOutcome;
    if (login.signedIn !== undefined) {
      const start = (steps: RecordedSteps): Promise<string[]> =>
        login.adds === undefined ? this.starter.start(request, { ...login, steps }) : this.identities.finish(request, login);
      reply.header('set-cookie', await this.trace.enter(request, login.returnTo, start));
      if (login.adds === undefined) reply.header('set-cookie', await this.choice.remember(login.connection));
    }
    if (login.notice !== undefined) reply.header('set-cookie', this.cookies.set(this.cookies.notice, login.notice, noticeSeconds));
    this.redirects.onward(reply.header('cache-control', 'no-store'), login.returnTo);
  }
}
