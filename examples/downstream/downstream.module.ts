import { Module } from '@nestjs/common';
import { AuthModule } from '@fanlight/signin';
import { OrdersApi } from './orders-api.js';
import { OrdersClient } from './orders-client.js';
import { OrdersController } from './orders.controller.js';

/** A page of this application that shows what another program's API knows about the person. */
@Module({ imports: [AuthModule], controllers: [OrdersController], providers: [OrdersApi, OrdersClient] })
export class DownstreamModule {}
