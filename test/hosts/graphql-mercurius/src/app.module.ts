import { type MiddlewareConsumer, Module, type NestModule } from '@nestjs/common';
import { GraphQLModule } from '@nestjs/graphql';
import { MercuriusDriver, type MercuriusDriverConfig } from '@nestjs/mercurius';
import { SignInModule } from '@fanlight/signin'; // sign-in
import { AccountController } from './account.controller.js'; // uses sign-in
import { AccountResolver } from './account.resolver.js'; // uses sign-in
import { AppController } from './app.controller.js';
import { AppService } from './app.service.js';
import { CatsController } from './cats.controller.js';
import { CatsResolver } from './cats.resolver.js';
import { RequestLog } from './request-log.middleware.js';

@Module({
  imports: [
    GraphQLModule.forRoot<MercuriusDriverConfig>({ driver: MercuriusDriver, autoSchemaFile: true }),
    SignInModule.forRoot(), // sign-in
  ],
  controllers: [
    AppController,
    AccountController, // uses sign-in
    CatsController,
  ],
  providers: [
    AppService,
    AccountResolver, // uses sign-in
    CatsResolver,
  ],
})
export class AppModule implements NestModule {
  configure(consumer: MiddlewareConsumer) {
    consumer.apply(RequestLog).forRoutes('{*path}');
  }
}
