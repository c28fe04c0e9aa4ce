import { Controller, Get, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { SignInError } from '@fanlight/signin';
import { OidcError } from '@fanlight/oidc';
import type { Order } from './orders-api.js';
import { OrdersClient, OrdersError } from './orders-client.js';

export interface OrdersAnswer {
  readonly orders: readonly Order[];
  /** Why there are none to show; null: there was no trouble. */
  readonly trouble: { readonly code: string; readonly text: string; /** It may work later. */ readonly retry: boolean } | null;
}

/** The orders of whoever is signed in. A page shows more than orders, so it is there even when they are not to be had. */
@Controller('orders')
export class OrdersController {
  constructor(private readonly orders: OrdersClient) {}

  @Get()
  async list(@Req() request: FastifyRequest): Promise<OrdersAnswer> {
    try {
      return { orders: await this.orders.list(request), trouble: null };
    } catch (error) {
      return { orders: [], trouble: troubleOf(error) };
    }
  }
}

/** By class and code, never by the text. What is not about orders is thrown on: the application answers it. */
function troubleOf(error: unknown): OrdersAnswer['trouble'] {
  if (error instanceof SignInError) {
    // signed_out and session_ended are no matter of orders: the person has to sign in again, and the application says so.
    if (error.code !== 'token_unavailable') throw error;
    return { code: error.code, text: error.message, retry: false };
  }
  // The provider is down or slow, or refuses this client: the person stays signed in.
  if (error instanceof OidcError) return { code: error.code, text: 'The token could not be renewed.', retry: error.status >= 500 };
  if (error instanceof OrdersError) return { code: error.code, text: error.message, retry: error.code === 'orders_unreachable' };
  throw error;
}
