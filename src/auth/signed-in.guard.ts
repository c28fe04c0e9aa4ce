import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { Settings } from '../config/settings.js';
import { AuthError } from './auth-error.js';
import { currentSession } from './current-session.js';
import { publicRoute } from './public.decorator.js';

/** Guards every route that is not marked public. The error page's filter sends people who open a page to sign in. */
@Injectable()
export class SignedInGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly settings: Settings,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    if (this.reflector.getAllAndOverride<boolean>(publicRoute, [context.getHandler(), context.getClass()])) return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if (currentSession(request) !== undefined) return true;
    throw new AuthError('signed_out', 'This needs a signed-in person.', { returnTo: this.settings.publicUrl.path + request.url });
  }
}
