import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { OidcError } from '@fanlight/oidc';
import { AccessTokens, SignInError } from '@fanlight/signin';
import { OrdersApi, ordersAudience, ordersScope, type Order } from './orders-api.js';

export type OrdersErrorCode = 'orders_refused' | 'orders_unreachable';

/** The orders API said no, or did not answer. */
export class OrdersError extends Error {
  override readonly name = 'OrdersError';

  constructor(
    readonly code: OrdersErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Calls the orders API in the name of the person who sent a request. */
@Injectable()
export class OrdersClient {
  constructor(
    private readonly tokens: AccessTokens,
    private readonly api: OrdersApi,
  ) {}

  /** Throws SignInError and OidcError as AccessTokens does, and OrdersError. */
  async list(request: FastifyRequest): Promise<readonly Order[]> {
    const response = await this.ask(request);
    if (response.ok) return (await response.json()) as readonly Order[];
    await response.body?.cancel();
    if (response.status >= 500) throw new OrdersError('orders_unreachable', `The orders API answered ${response.status}.`);
    const challenge = response.headers.get('www-authenticate') ?? '';
    throw new OrdersError('orders_refused', `The orders API answered ${response.status}: ${challenge}`);
  }

  /** For each call anew: the token is in the session, refreshed when it is about to expire, and proved where it is bound to a key. */
  private async ask(request: FastifyRequest): Promise<Response> {
    try {
      const needs = { scopes: [ordersScope], audience: ordersAudience };
      return await this.tokens.fetch(request, this.api.url, { signal: AbortSignal.timeout(5000) }, needs);
    } catch (cause) {
      if (cause instanceof SignInError || cause instanceof OidcError) throw cause;
      throw new OrdersError('orders_unreachable', 'The orders API does not answer.', { cause });
    }
  }
}
