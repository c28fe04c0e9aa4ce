import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Settings } from '@fanlight/signin/settings';
import { BearerJudge } from './bearer-judge.js';

/** What tokens for this API have as `aud`: the audience of Okta's custom server `default`. */
export const ordersAudience = 'api://default';
export const ordersScope = 'orders:read';

export interface Order {
  readonly number: string;
  readonly item: string;
}

/**
 * The downstream API. In life it is another program on another machine, and knows the provider and its own audience, nothing of
 * this application; it starts along with it here, so that one command is enough.
 */
@Injectable()
export class OrdersApi implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly server = createServer((request, response) => void this.answer(request, response));
  private readonly judge: BearerJudge;

  constructor({ provider }: Settings) {
    this.judge = new BearerJudge(provider.server, ordersAudience, provider.proxy);
  }

  /** Where its orders are, once it has started. */
  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/orders`;
  }

  async onApplicationBootstrap(): Promise<void> {
    await once(this.server.listen(0, '127.0.0.1'), 'listening');
  }

  onApplicationShutdown(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private async answer({ headers }: IncomingMessage, response: ServerResponse): Promise<void> {
    const verdict = await this.judge.judge(headers.authorization, ordersScope);
    if (!verdict.accepted) return void response.writeHead(verdict.status, { 'www-authenticate': verdict.challenge }).end();
    const orders: readonly Order[] = [{ number: '1001', item: `A lamp for ${verdict.subject}` }];
    response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' }).end(JSON.stringify(orders));
  }
}
