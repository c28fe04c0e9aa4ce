import { applyDecorators, type CanActivate, type ExecutionContext, Injectable, SetMetadata, UseGuards } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { type LimitedBy, RateLimits } from '../../limits/rate-limits.js';
import { SignInError } from '../sign-in-error.js';
import { requestBehind } from '../http/sign-in-request.js';
import { refusingIn } from './refusals.js';

const limitedBy = 'auth:limited-by';

/** Refuses a request that is over its limit. */
@Injectable()
export class RateLimitGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly limits: RateLimits,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = requestBehind(context);
    const by = this.reflector.getAllAndOverride<LimitedBy | undefined>(limitedBy, [context.getHandler(), context.getClass()]);
    const retryAfter = request === undefined ? 0 : await this.limits.consume(request.ip, by);
    return refusingIn(context, async () => {
      if (retryAfter > 0) throw tooManyRequests(retryAfter);
      return true;
    });
  }
}

/**
 * Counts this route's or this controller's requests by address, against RATE_LIMIT: what anybody may call and what costs something.
 * @param by `instance`: in this process alone and apart from all else, for what must not depend on the store that instances share.
 */
export function RateLimited(by: LimitedBy = 'shared'): ClassDecorator & MethodDecorator {
  return applyDecorators(SetMetadata(limitedBy, by), UseGuards(RateLimitGuard));
}

/** Whether requests of a handler are counted: `places` are the handler and its controller. */
export function isRateLimited(...places: readonly object[]): boolean {
  return places.some((place) => Reflect.hasMetadata(limitedBy, place));
}

/** `retryAfter`: seconds. */
export function tooManyRequests(retryAfter: number): SignInError {
  return new SignInError('too_many_requests', 'Too many requests of one address in a minute (RATE_LIMIT).', { detail: { retryAfter } });
}
