import { Module } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import { APP_FILTER } from '@nestjs/core';
import { SignInModule, type Tracing } from '@fanlight/signin';
import { settingsIn } from '../config/settings.module.js';
import { signInPages } from '../rendering/sign-in-pages.js';
import { Views } from '../rendering/views.js';
import { TRACING } from '../tracing/tracing.module.js';
import { ErrorFilter } from './error.filter.js';

/** Registers the Passport OIDC strategy, with its routes and guards, and shows its pages and every error by views/. */
@Module({
  imports: [
    SignInModule.forRootAsync({
      inject: [ConfigService, Views, TRACING],
      useFactory: (config: ConfigService, views: Views, tracing: Tracing | undefined) => ({
        settings: settingsIn(config),
        pages: signInPages(views),
        ...(tracing === undefined ? {} : { tracing }),
      }),
    }),
  ],
  providers: [{ provide: APP_FILTER, useClass: ErrorFilter }],
})
export class AuthModule {}
