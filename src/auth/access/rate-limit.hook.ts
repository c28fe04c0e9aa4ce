import { Injectable } from '@nestjs/common';
import { MetadataScanner } from '@nestjs/core';
import { FASTIFY_ROUTE_CONFIG_METADATA } from '@nestjs/platform-fastify/constants.js';
import type { FastifyInstance } from 'fastify';
import { type LimitedBy, RateLimits } from '../../limits/rate-limits.js';
import { AuthError } from '../auth-error.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    readonly limitedBy?: LimitedBy;
  }
}

/**
 * Counts this route's or this controller's requests by address, against RATE_LIMIT: what anybody may call and what costs something.
 * @param by `instance`: in this process alone and apart from all else, for what must not depend on the store that instances share.
 */
export function RateLimited(by: LimitedBy = 'shared'): ClassDecorator & MethodDecorator {
  return (target: object, _name?: string | symbol, handler?: { readonly value?: unknown }): void => {
    for (const method of handler === undefined ? methodsOf(target) : [handler.value as object]) {
      const config = Reflect.getMetadata(FASTIFY_ROUTE_CONFIG_METADATA, method) as object | undefined;
      // What a handler says of itself counts more than what is said of its class, and is there first.
      Reflect.defineMetadata(FASTIFY_ROUTE_CONFIG_METADATA, { limitedBy: by, ...config }, method);
    }
  };
}

/** Refuses a request that is over its limit before its body is read. */
@Injectable()
export class RateLimitHook {
  constructor(private readonly limits: RateLimits) {}

  install(server: FastifyInstance): void {
    // Not an async function: most routes have nothing to wait for.
    server.addHook('onRequest', (request, _reply, done) => {
      const { limitedBy } = request.routeOptions.config;
      if (limitedBy === undefined) return done();
      this.count(request.ip, limitedBy).then(() => done(), done);
    });
  }

  private async count(address: string, limitedBy: LimitedBy): Promise<void> {
    const retryAfter = await this.limits.consume(address, limitedBy);
    if (retryAfter > 0)
      throw new AuthError('too_many_requests', 'Too many requests of one address in a minute (RATE_LIMIT).', { detail: { retryAfter } });
  }
}

/** Whether requests of that handler are counted. */
export function isRateLimited(handler: object): boolean {
  const config = Reflect.getMetadata(FASTIFY_ROUTE_CONFIG_METADATA, handler) as { limitedBy?: LimitedBy } | undefined;
  return config?.limitedBy !== undefined;
}

function methodsOf(controller: object): object[] {
  const scanner = new MetadataScanner();
  const { prototype } = controller as { prototype: Record<string, object> };
  return scanner.getAllMethodNames(prototype).flatMap((name) => prototype[name] ?? []);
}
