import { type MiddlewareConsumer, Module, type NestModule } from '@nestjs/common';
import { SignInModule } from '@fanlight/signin'; // sign-in
import { AccountController } from './account.controller.js'; // uses sign-in
import { AccountGateway } from './account.gateway.js'; // uses sign-in
import { AppController } from './app.controller.js';
import { AppService } from './app.service.js';
import { CatsController } from './cats.controller.js';
import { CatsGateway } from './cats.gateway.js';
import { RequestLog } from './request-log.middleware.js';

@Module({
  imports: [
    SignInModule.forRoot(), // sign-in
  ],
  controllers: [
    AppController,
    AccountController, // uses sign-in
    CatsController,
  ],
  providers: [
    AppService,
    AccountGateway, // uses sign-in
    CatsGateway,
  ],
})
export class AppModule implements NestModule {
  configure(consumer: MiddlewareConsumer) {
    consumer.apply(RequestLog).forRoutes('{*path}');
  }
}
