import { Controller, Get } from '@nestjs/common';
import { z } from 'zod';
import { Cookies } from '../auth/cookies.js';
import { Described } from '../auth/described.decorator.js';
import { Public } from '../auth/public.decorator.js';
import { Settings } from '../config/settings.js';
import { ApiRoutes } from './api-routes.js';
import { openApiDocument, type OpenApiDocument } from './openapi-document.js';

/** For whoever writes a client: what /api offers. */
@Public()
@Controller('api/openapi.json')
export class OpenApiController {
  constructor(
    private readonly settings: Settings,
    private readonly cookies: Cookies,
    private readonly routes: ApiRoutes,
  ) {}

  @Get()
  @Described({ summary: 'This document', answer: z.looseObject({ openapi: z.literal('3.1.1') }) })
  document(): OpenApiDocument {
    const { publicUrl, api } = this.settings;
    return openApiDocument(this.routes.list(), {
      url: publicUrl.href,
      sessionCookie: this.cookies.session,
      takesTokens: api !== undefined,
    });
  }
}
