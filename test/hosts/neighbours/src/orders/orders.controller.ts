import { Body, Controller, Get, Param, ParseIntPipe, Post, Version } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { NewOrder } from './new-order.dto.js';
import { Order } from './order.entity.js';

@Controller('orders')
export class OrdersController {
  constructor(@InjectRepository(Order) private readonly orders: Repository<Order>) {}

  @Get()
  list() {
    return this.orders.find({ order: { id: 'ASC' } });
  }

  @Version('2')
  @Get()
  count() {
    return this.orders.count();
  }

  @Get(':id')
  find(@Param('id', ParseIntPipe) id: number) {
    return this.orders.findOneByOrFail({ id });
  }

  @Post()
  add(@Body() order: NewOrder) {
    return this.orders.save(order);
  }
}
