import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Settings } from '../../config/settings.js';
import { AuthError } from '../auth-error.js';
import { Cookies } from '../cookies.js';
import { BearerTokens } from '../tokens/bearer-tokens.js';
import { currentSession } from './current-user.js';
import { publicRoute } from './decorators.js';
import { isPageLoad } from './incoming-request.js';

/** Guards every route that is not marked public. The error page's filter sends people who open a page to sign in. */
@Injectable()
export class SignedInGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly settings: Settings,
    private readonly cookies: Cookies,
    private readonly bearerTokens: BearerTokens,
  ) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    if (this.reflector.getAllAndOverride<boolean | undefined>(publicRoute, [context.getHandler(), context.getClass()])) return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const token = BearerTokens.read(request);
    if (token !== undefined) return this.acceptProgram(token, request);
    if (currentSession(request) !== undefined) return true;
    throw this.refusal(request, context.switchToHttp().getResponse<FastifyReply>());
  }

  private async acceptProgram(token: string, request: FastifyRequest): Promise<boolean> {
    request.bearer = await this.bearerTokens.accept(token, request.ip);
    return true;
  }

  private refusal(request: FastifyRequest, reply: FastifyReply): AuthError {
    const returnTo = this.settings.publicUrl.path + request.url;
    // Whoever was signed out in the middle of their work is told so, and not silently sent to the provider.
    if (isPageLoad(request) && request.headers.cookie?.includes(`${this.cookies.ended}=1`)) {
      void reply.header('set-cookie', this.cookies.clear(this.cookies.ended));
      return new AuthError('session_ended', 'The session ended during an earlier request.', { returnTo });
    }
    return new AuthError('signed_out', 'This needs a signed-in person.', { returnTo });
  }
}
