import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { AccessTokens } from '@fanlight/signin';
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
    // For each call anew: it is in the session, and refreshed when it is about to expire.
    const token = await this.tokens.for(request, { scopes: [ordersScope], audience: ordersAudience });
    const response = await this.ask(token);
    if (response.ok) return (await response.json()) as readonly Order[];
    await response.body?.cancel();
    if (response.status >= 500) throw new OrdersError('orders_unreachable', `The orders API answered ${response.status}.`);
    const challenge = response.headers.get('www-authenticate') ?? '';
    throw new OrdersError('orders_refused', `The orders API answered ${response.status}: ${challenge}`);
  }

  private async ask(token: string): Promise<Response> {
    try {
      // A redirect would take the token to an address that nobody chose.
      const options: RequestInit = { redirect: 'error', signal: AbortSignal.timeout(5000) };
      return await fetch(this.api.url, { ...options, headers: { authorization: `Bearer ${token}` } });
    } catch (cause) {
      throw new OrdersError('orders_unreachable', 'The orders API does not answer.', { cause });
    }
  }
}
