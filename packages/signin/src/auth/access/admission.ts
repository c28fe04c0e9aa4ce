import { type ExecutionContext, Injectable } from '@nestjs/common';
import { Settings } from '../../config/settings.js';
import { Connections } from '../connections/connections.js';
import { OpenConnections } from '../sockets/open-connections.js';
import { Cookies } from '../cookies.js';
import { Requests } from '../http/requests.js';
import { messageBehind, requestOf, type SignInRequest } from '../http/sign-in-request.js';
import { SignInError } from '../sign-in-error.js';
import { BearerTokens } from '../tokens/bearer-tokens.js';
import { refuseCrossSite } from './csrf.js';
import { type CurrentUser, currentUser } from './current-user.js';
import { GroupReader, type Groups } from './groups.js';
import { isPageLoad } from './incoming-request.js';
import { requirementsAt } from './marks.js';
import { checkRequirement } from './requirements.js';

/** Judges who may call a handler: a program by its bearer token, else a person by their session, and what decorators ask of either. */
@Injectable()
export class Admission {
  constructor(
    private readonly settings: Settings,
    private readonly cookies: Cookies,
    private readonly requests: Requests,
    private readonly bearerTokens: BearerTokens,
    private readonly groups: GroupReader,
    private readonly sockets: OpenConnections,
    private readonly connections: Connections,
  ) {}

  /** @throws SignInError signed_out and the like; OidcError for a bearer token, StoreUnavailableError. Judging twice costs nothing. */
  async judge(context: ExecutionContext): Promise<void> {
    const request = this.requestBehind(context);
    const token = BearerTokens.read(request);
    const user = await (token === undefined ? this.personBehind(request) : this.programBehind(token, request));
    this.checkRequirements(context, user);
    if (user.session !== undefined && Reflect.hasMetadata('__sse__', context.getHandler())) this.sockets.holdStream(context, request);
  }

  private requestBehind(context: ExecutionContext): SignInRequest {
    const message = messageBehind(context);
    const type = context.getType<string>();
    if (message === undefined) throw new Error(`No HTTP request was found behind this ${type} call. ${hint(type)}`);
    const known = type === 'http' ? requestOf(message) : this.requests.of(message);
    if (known === undefined) throw new Error('No hook saw this request: SignInModule was not there when the HTTP adapter was made.');
    return known;
  }

  private async programBehind(token: string, request: SignInRequest): Promise<CurrentUser> {
    // A socket may live on for days after its token has ended.
    if (request.isHandshake) throw new SignInError('forbidden', 'A WebSocket is for people with a session: it takes no bearer token.');
    const program = (await (request.judgement ??= this.bearerTokens.accept(token, request.ip))) as CurrentUser;
    request.bearer = program;
    return program;
  }

  private async personBehind(request: SignInRequest): Promise<CurrentUser> {
    const user = await currentUser(request);
    if (user === undefined) throw this.refusal(request);
    refuseCrossSite(request);
    return user;
  }

  private checkRequirements(context: ExecutionContext, user: CurrentUser): void {
    const requirements = [context.getClass(), context.getHandler()].flatMap((place) => requirementsAt(place));
    if (requirements.length === 0) return;
    // What is known without asking anybody: a connection that is not known here says only why groups are missing otherwise.
    const { provider } = this.connections.known(user.connection) ?? this.settings;
    const connection = this.connections.named(user.connection);
    const groupsClaim = (): Groups['kind'] => this.groups.read(provider, user.claims, user.userinfo).kind;
    const circumstances = { now: Math.floor(Date.now() / 1000), tolerance: provider.clockTolerance, connection, groupsClaim };
    for (const requirement of requirements) checkRequirement(requirement, user, circumstances);
  }

  private refusal(request: SignInRequest): SignInError {
    const returnTo = this.settings.publicUrl.path + request.url;
    // Whoever was signed out in the middle of their work is told so, and not silently sent to the provider.
    if (isPageLoad(request) && request.headers.cookie?.includes(`${this.cookies.ended}=1`)) {
      request.reply?.header('set-cookie', this.cookies.clear(this.cookies.ended));
      return new SignInError('session_ended', 'The session ended during an earlier request.', { returnTo });
    }
    return new SignInError('signed_out', 'This needs a signed-in person.', { returnTo });
  }
}

function hint(type: string): string {
  if (type === 'ws') return 'A gateway on a port of its own needs a property with @WebSocketServer().';
  return type === 'graphql' ? 'The GraphQL context needs the request as `req`.' : '';
}
