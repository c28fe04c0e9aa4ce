import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { Controllers } from '../auth/controllers.js';
import { Cookies } from '../auth/cookies.js';
import { Settings } from '../config/settings.js';
import { problemDetails, signInNeeded } from '../pages/problem-details.js';
import { describeOperation, jsonSchema, type Operation } from './describe-operation.js';

/** The OpenAPI document of the routes below /api: what Nest knows of them, and what our guards and `@Described` add. */
export function apiDocument(app: INestApplication): OpenAPIObject {
  const { publicUrl, api } = app.get(Settings);
  const builder = new DocumentBuilder()
    .setOpenAPIVersion('3.1.1')
    .setTitle('API')
    .setVersion('1')
    .addServer(publicUrl.href)
    .addSecurity('session', { type: 'apiKey', in: 'cookie', name: app.get(Cookies).session })
    .addSecurityRequirements('session');
  if (api !== undefined) builder.addSecurity('token', { type: 'http', scheme: 'bearer' }).addSecurityRequirements('token');
  const document = SwaggerModule.createDocument(app, builder.build(), { operationIdFactory: operationId, autoTagControllers: false });

  const handlers = new Map(
    app
      .get(Controllers)
      .list()
      .flatMap(({ controller, methods }) =>
        [...methods].map(([name, handler]) => [operationId(controller.name, name), { controller, handler }] as const),
      ),
  );
  const paths = Object.entries(document.paths).filter(([path]) => /^\/api(?:\/|$)/.test(path));
  for (const [, methods] of paths) {
    for (const [method, operation] of Object.entries(methods) as [string, Operation][]) {
      const found = handlers.get(operation.operationId ?? '');
      if (found !== undefined) describeOperation(operation, method.toUpperCase(), found.controller, found.handler);
    }
  }
  const schemas = { ...document.components?.schemas, Problem: jsonSchema(problemDetails), SignInNeeded: jsonSchema(signInNeeded) };
  return { ...document, paths: Object.fromEntries(paths), components: { ...document.components, schemas } };
}

function operationId(controller: string, method: string): string {
  return `${controller}.${method}`;
}
