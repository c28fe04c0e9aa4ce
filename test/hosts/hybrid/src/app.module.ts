import { type MiddlewareConsumer, Module, type NestModule } from '@nestjs/common';
import { SignInModule } from '@fanlight/signin'; // sign-in
import { AccountController } from './account.controller.js'; // uses sign-in
import { AppController } from './app.controller.js';
import { AppService } from './app.service.js';
import { CatsController } from './cats.controller.js';
import { RequestLog } from './request-log.middleware.js';
import { SumsController } from './sums.controller.js';

@Module({
  imports: [
    SignInModule.forRoot(), // sign-in
  ],
  controllers: [
    AppController,
    AccountController, // uses sign-in
    CatsController,
    SumsController,
  ],
  providers: [AppService],
})
export class AppModule implements NestModule {
  configure(consumer: MiddlewareConsumer) {
    consumer.apply(RequestLog).forRoutes('{*path}');
  }
}
