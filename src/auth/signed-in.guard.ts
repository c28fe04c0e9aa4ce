import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Settings } from '../config/settings.js';
import { AuthError } from './auth-error.js';
import { Cookies } from './cookies.js';
import { currentSession } from './current-session.js';
import { isPageLoad } from './page-load.js';
import { publicRoute } from './public.decorator.js';

/** Guards every route that is not marked public. The error page's filter sends people who open a page to sign in. */
@Injectable()
export class SignedInGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly settings: Settings,
    private readonly cookies: Cookies,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    if (this.reflector.getAllAndOverride<boolean>(publicRoute, [context.getHandler(), context.getClass()])) return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if (currentSession(request) !== undefined) return true;
    const returnTo = this.settings.publicUrl.path + request.url;
    // Whoever was signed out in the middle of their work is told so, and not silently sent to the provider.
    if (isPageLoad(request) && request.headers.cookie?.includes(`${this.cookies.ended}=1`)) {
      void context.switchToHttp().getResponse<FastifyReply>().header('set-cookie', this.cookies.clear(this.cookies.ended));
      throw new AuthError('session_ended', 'The session ended during an earlier request.', { returnTo });
    }
    throw new AuthError('signed_out', 'This needs a signed-in person.', { returnTo });
  }
}
