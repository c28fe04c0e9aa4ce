import { Injectable, SetMetadata, type CanActivate, type CustomDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { RateLimits } from '../limits/rate-limits.js';
import { AuthError } from './auth-error.js';
import { RouteMark } from './route-mark.js';

export const rateLimitedRoute = 'auth:rate-limited';
const isLimited = RouteMark.flag(rateLimitedRoute);

/** Counts this controller's requests by address, against RATE_LIMIT: what anybody may call and what costs something. */
export const RateLimited = (): CustomDecorator => SetMetadata(rateLimitedRoute, true);

@Injectable()
export class RateLimitGuard implements CanActivate {
  /** By seconds to wait. An error takes the stack down when it is made, which would be the dearest part of a refusal. */
  private readonly refusals = new Map<number, AuthError>();

  constructor(private readonly limits: RateLimits) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    if (!isLimited.of(context)) return true;
    return this.count(context.switchToHttp().getRequest<FastifyRequest>().ip);
  }

  private async count(address: string): Promise<boolean> {
    const wait = await this.limits.consume(address);
    if (wait === 0) return true;
    const refusal = this.refusals.get(wait) ?? tooMany(wait);
    this.refusals.set(wait, refusal);
    throw refusal;
  }
}

function tooMany(retryAfter: number): AuthError {
  return new AuthError('too_many_requests', 'Too many requests of one address in a minute (RATE_LIMIT).', { detail: { retryAfter } });
}
