import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/auth.module.js';
import { ApiRoutes } from './api-routes.js';
import { OpenApiController } from './openapi.controller.js';

/** The OpenAPI document of /api. For development: production does not load it, and answers 404. */
@Module({ imports: [AuthModule], controllers: [OpenApiController], providers: [ApiRoutes] })
export class OpenApiModule {}
