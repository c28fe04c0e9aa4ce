import { Injectable, SetMetadata, type CanActivate, type CustomDecorator, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { RateLimits } from '../limits/rate-limits.js';
import { AuthError } from './auth-error.js';

export const rateLimitedRoute = 'auth:rate-limited';

/** Counts this controller's requests by address, against RATE_LIMIT: what anybody may call and what costs something. */
export const RateLimited = (): CustomDecorator => SetMetadata(rateLimitedRoute, true);

@Injectable()
export class RateLimitGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly limits: RateLimits,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (!this.reflector.getAllAndOverride<boolean | undefined>(rateLimitedRoute, [context.getHandler(), context.getClass()])) return true;
    const retryAfter = await this.limits.consume(context.switchToHttp().getRequest<FastifyRequest>().ip);
    if (retryAfter === 0) return true;
    throw new AuthError('too_many_requests', 'Too many requests of one address in a minute (RATE_LIMIT).', { detail: { retryAfter } });
  }
}
