import { Module } from '@nestjs/common';
import { OrdersApi } from './orders-api.js';
import { OrdersClient } from './orders-client.js';
import { OrdersController } from './orders.controller.js';

/** A page of this application that shows what another program's API knows about the person. */
@Module({ controllers: [OrdersController], providers: [OrdersApi, OrdersClient] })
export class DownstreamModule {}
