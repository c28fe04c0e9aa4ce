import { Injectable, NotFoundException } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import type { AuthenticateOptions } from 'passport';
import { Strategy as OpenIDConnectStrategy } from 'passport-openidconnect';
import { callbackPath } from '../../config/own-addresses.js';
import { defaultConnection, Settings } from '../../config/settings.js';
import { loginParameters } from '../../config/variables/login-parameters.js';
import { OidcError, type SignedIn } from '@fanlight/oidc';
import { Sessions } from '../../session/sessions.js';
import { currentSession } from '../access/current-user.js';
import { requestQuery } from '../access/incoming-request.js';
import { ChosenConnection, enabled } from '../connections/chosen-connection.js';
import type { Connection } from '../connections/connection.js';
import { Connections } from '../connections/connections.js';
import { OwnRoutes } from '../http/own-routes.js';
import { SignInError } from '../sign-in-error.js';
import { Cookies, loginLifetimeSeconds } from '../cookies.js';
import type { RepliedRequest } from '../http/request.decorator.js';
import { SignOut } from '../logout/sign-out.js';
import { LoginRedirects } from './login-redirects.js';
import { ConnectionChoice } from './connection-choice.js';
import { authorizationResponse, loginRequest, type LoginRequest } from './login-request.js';
import { LoginTransactions, type PendingLogin } from './login-transactions.js';
import { LongLinks } from './long-links.js';
import { homePath } from './return-to.js';
import { SignInTrace } from './sign-in-trace.js';

/** What the login guard hands to the strategy with each request. */
export type OidcStrategyOptions = AuthenticateOptions & { readonly phase: 'begin' | 'finish' };

interface Arrival {
  readonly returnTo: string;
  /** What the start page says to whoever arrives there and wanted another page. */
  readonly notice: ArrivalNotice | undefined;
}

export interface FinishedLogin extends Arrival {
  readonly connection: Connection;
  readonly signedIn: SignedIn;
  /** When the browser left for the provider, milliseconds. */
  readonly startedAt: number;
  /** Key of the session whose person adds this account; undefined: somebody signs in. */
  readonly adds?: string | undefined;
}

/** A response that changes nothing: its login is finished already, or over, and there is somewhere to go on to. */
type LateLogin = Arrival & { readonly signedIn?: undefined };

/** What the provider's response leaves on the request as `user`. */
export type LoginOutcome = FinishedLogin | LateLogin;

/** `late`: the page that the person wanted is not known any more. `address`: its address was too long to be remembered. */
export type ArrivalNotice = 'late' | 'address';

/** Sign-ins in a row that left no session: each is several redirects, of which browsers follow about twenty. */
const maxRounds = 2;

/**
 * passport-openidconnect's strategy with its judgement taken away: constructor, `validate` and Passport's actions (success,
 * fail, error, redirect) stay, the protocol is packages/oidc/src's.
 *
 * `authenticate` is replaced as a whole. Wrapping only the parent's token request would leave it as a second judge after the
 * certified one, and a worse one: it reads `error` before `state`, knows no clock tolerance, compares the issuer with a fixed
 * text, and throws out of reach on an ID token that is not an object.
 */
@Injectable()
export class OidcStrategy extends PassportStrategy(OpenIDConnectStrategy, 'oidc', 8) {
  constructor(
    private readonly settings: Settings,
    private readonly cookies: Cookies,
    private readonly chosen: ChosenConnection,
    private readonly choice: ConnectionChoice,
    private readonly connections: Connections,
    private readonly routes: OwnRoutes,
    private readonly transactions: LoginTransactions,
    private readonly sessions: Sessions,
    private readonly links: LongLinks,
    private readonly redirects: LoginRedirects,
    private readonly signOut: SignOut,
    private readonly trace: SignInTrace,
  ) {
    const { server, clientId } = settings.provider;
    super({
      issuer: server.issuer,
      // Only a description: discovery may be out of reach now, and where it is read its endpoints are the ones in use.
      authorizationURL: server.endpoints?.authorization ?? server.issuer,
      tokenURL: server.endpoints?.token ?? server.issuer,
      userInfoURL: server.endpoints?.userinfo ?? server.issuer,
      clientID: clientId,
      clientSecret: '',
      callbackURL: `${settings.publicUrl.href}${callbackPath}`,
      // Nothing is kept under it; to make one up, the parent calls url.parse, of which Node warns.
      sessionKey: 'unused',
    });
  }

  /** Passport calls this on a fresh object per request (`Object.create(strategy)`), so the actions belong to this request alone. */
  override authenticate(incoming: unknown, options?: unknown): void {
    const request = incoming as RepliedRequest;
    const { phase } = options as OidcStrategyOptions;
    const done = this.trace.record(request, () => (phase === 'begin' ? this.begin(request) : this.finish(request)));
    done.catch(async (thrown: unknown) => {
      await this.trace.end(request, thrown);
      const error = SignInError.of(thrown);
      // Passport keeps the two apart: somebody said no, or something broke. Both carry their cause to the page.
      if (error instanceof SignInError && error.getStatus() < 500) this.fail(error, error.getStatus());
      else this.error(error instanceof Error ? error : new Error('Sign-in failed', { cause: error }));
    });
  }

  /** The place to look at a person before a session starts: throw a SignInError to refuse, return what goes on as `request.user`. */
  validate(login: FinishedLogin): FinishedLogin | Promise<FinishedLogin> {
    return login;
  }

  private async begin(request: RepliedRequest): Promise<void> {
    const { reply, form, url: target } = request;
    const parameters = form ?? requestQuery(target);
    const choice = await this.choice.of(request, parameters);
    const { connection, isNamed } = choice;
    const login = this.loginRequest(connection, parameters, request);
    const { returnTo, link, extras } = login;
    const isTooLong = link === undefined && !this.transactions.takes(returnTo);
    const named = isNamed ? connection?.id : undefined;
    if (isTooLong && this.redirects.toLoginByLink(reply, returnTo, { ...extras, connection: named })) return;
    const isLost = login.isLost || isTooLong;
    if (connection === undefined) return this.choice.ask(request, { ...login, isLost }, choice);
    request.login = { connection: connection.id, returnTo, proven: false };
    await this.checkForLoop(request);
    const { transaction, url } = await connection.relyingParty.begin(extras);
    const pending = { connection: connection.id, transaction, returnTo: isLost ? homePath(this.settings.publicUrl) : returnTo, isLost };
    reply.header('set-cookie', this.transactions.remember(pending, link, request.headers.cookie));
    this.trace.begin(request, transaction.state, url);
    this.redirect(url, 302);
  }

  private loginRequest(connection: Connection | undefined, parameters: URLSearchParams, { headers }: RepliedRequest): LoginRequest {
    return loginRequest(parameters, {
      publicUrl: this.settings.publicUrl,
      findLink: (name) => this.links.find(name, headers.cookie),
      // Whoever chooses first takes them along, and the one that is chosen judges.
      passedOn: connection?.settings.entry.loginParameters ?? loginParameters,
    });
  }

  /** Whoever signs in again and again without being signed in afterwards would be sent around for ever: their browser gives up without a word. */
  private async checkForLoop(request: RepliedRequest): Promise<void> {
    const { session, lost } = this.cookies;
    const rounds = Number(this.cookies.valuesOf(lost, request.headers.cookie)[0] ?? 0);
    if (rounds < maxRounds || (await request.session().catch(() => undefined)) !== undefined) return;
    request.reply.header('set-cookie', this.cookies.clear(lost));
    throw new SignInError('session_not_kept', `The last ${maxRounds} sign-ins succeeded, and the cookie ${session} brought no session.`, {
      detail: { cookie: session },
    });
  }

  private async finish(request: RepliedRequest): Promise<void> {
    const arrivedAt = await this.arrivedAt(request);
    const response = await arrivedAt.relyingParty.openResponse(authorizationResponse(request));
    const state = response.get('state') ?? '';
    const login = await this.takeOnce(state, request);
    // First of all the login is used up and shown to be this browser's: neither `error` nor `code` means anything before that.
    request.reply.header('set-cookie', this.transactions.forget(state, request.headers.cookie));
    if (!('transaction' in login)) return this.success(login);
    const { transaction, returnTo, isLost, adds } = login;
    this.trace.resume(request, response, transaction.startedAt);
    request.login = { connection: login.connection, returnTo, proven: true };
    // RFC 9700, section 4.4.2: not all providers say who they are, so that the redirect URI has to.
    if (login.connection !== arrivedAt.id)
      throw new OidcError('response_issuer_mismatch', 'the response came to the redirect URI of another connection', 'authorize');
    const connection = enabled(arrivedAt);
    const { dpopKey } = transaction;
    const revoke = (refreshToken: string | undefined): void => void this.signOut.revoke({ refreshToken, dpopKey }, connection.id);
    const signedIn = await connection.relyingParty.complete(response, transaction, revoke);
    const notice = isLost ? 'address' : undefined;
    try {
      this.success(await this.validate({ connection, signedIn, returnTo, notice, startedAt: transaction.startedAt, adds }));
    } catch (error) {
      revoke(signedIn.tokens.refreshToken);
      throw error;
    }
  }

  /** The connection whose redirect URI this is. @throws NotFoundException where there is none of that id */
  private async arrivedAt({ url }: RepliedRequest): Promise<Connection> {
    const found = await this.connections.find(this.routes.connectionAt(url) ?? defaultConnection);
    if (found === undefined) throw new NotFoundException();
    return found;
  }

  /**
   * The login that `state` belongs to, once: a double click, a reload or a copied cookie sends no code a second time, on whichever
   * instance (RFC 6749, section 4.1.2: a provider may revoke what it gave for a code that comes twice).
   *
   * Whoever comes late goes on to their page, where they are signed in or sign in on the way. What is not known here at all is no
   * error for somebody who is signed in, and leads nowhere but to the start page.
   */
  private async takeOnce(state: string, request: RepliedRequest): Promise<PendingLogin | LateLogin> {
    try {
      const login = this.transactions.take(state, request.headers.cookie, Date.now());
      // Longer than the login lives, since the clocks of two instances differ.
      if (await this.sessions.claimOnce('login', state, login.transaction.startedAt + 2 * loginLifetimeSeconds * 1000)) return login;
      return { returnTo: login.returnTo, notice: login.isLost ? 'address' : undefined };
    } catch (error) {
      if (!(error instanceof SignInError) || (await currentSession(request)) === undefined) throw error;
      const { returnTo } = error;
      return returnTo === undefined ? { returnTo: homePath(this.settings.publicUrl), notice: 'late' } : { returnTo, notice: undefined };
    }
  }
}
