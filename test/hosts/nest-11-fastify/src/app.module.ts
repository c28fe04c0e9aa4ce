import { type MiddlewareConsumer, Module, type NestModule } from '@nestjs/common';
import { AccountController } from './account.controller.js'; // uses sign-in
import { AppController } from './app.controller.js';
import { AppService } from './app.service.js';
import { CatsController } from './cats.controller.js';
import { RequestLog } from './request-log.middleware.js';
import { SecretsModule } from './secrets.module.js';
import { signIn } from './sign-in.js'; // sign-in

@Module({
  imports: [
    SecretsModule,
    signIn, // sign-in
  ],
  controllers: [
    AppController,
    AccountController, // uses sign-in
    CatsController,
  ],
  providers: [AppService],
})
export class AppModule implements NestModule {
  configure(consumer: MiddlewareConsumer) {
    consumer.apply(RequestLog).forRoutes('{*path}');
  }
}
