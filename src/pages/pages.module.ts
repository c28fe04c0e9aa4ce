import { Module } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { AuthModule } from '../auth/auth.module.js';
import { ErrorFilter } from './error.filter.js';
import { HomeController } from './home.controller.js';

@Module({
  imports: [AuthModule],
  controllers: [HomeController],
  providers: [{ provide: APP_FILTER, useClass: ErrorFilter }],
})
export class PagesModule {}
