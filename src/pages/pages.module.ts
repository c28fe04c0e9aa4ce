import { Module } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { AuditModule, AuthModule } from '@fanlight/signin';
import { ErrorFilter } from './error.filter.js';
import { HomeController } from './home.controller.js';
import { Pages } from './pages.js';
import { ProfileController } from './profile.controller.js';

@Module({
  imports: [AuditModule, AuthModule],
  controllers: [HomeController, ProfileController],
  providers: [Pages, { provide: APP_FILTER, useClass: ErrorFilter }],
  exports: [Pages],
})
export class PagesModule {}
