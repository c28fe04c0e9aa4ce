import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { z } from 'zod';
import {
  Controllers,
  Cookies,
  isPublic,
  isRateLimited,
  isUnsafe,
  requirementsAt,
  routeDescription,
  type RouteDescription,
  problemDetails,
  signInNeeded,
} from '@fanlight/signin/application';
import { Settings } from '@fanlight/signin/settings';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;
type Responses = Operation['responses'];
type Schema = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>[string];

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

  const controllers = app.get(Controllers).list();
  const handlers = controllers.flatMap(({ controller, methods }) =>
    [...methods].map(([name, handler]) => ({ id: operationId(controller.name, name), controller, handler })),
  );
  const paths = Object.entries(document.paths).filter(([path]) => /^\/api(?:\/|$)/.test(path));
  for (const [, methods] of paths) {
    for (const [method, operation] of Object.entries(methods) as [string, Operation][]) {
      const found = handlers.find(({ id }) => id === operation.operationId);
      if (found !== undefined) describeOperation(operation, method.toUpperCase(), found.controller, found.handler);
    }
  }
  const schemas = { ...document.components?.schemas, Problem: jsonSchema(problemDetails), SignInNeeded: jsonSchema(signInNeeded) };
  return { ...document, paths: Object.fromEntries(paths), components: { ...document.components, schemas } };
}

function operationId(controller: string, method: string): string {
  return `${controller}.${method}`;
}

/** Adds to an operation of the document what the guards ask before its handler, and what `@Described` says of it. */
function describeOperation(operation: Operation, method: string, controller: object, handler: object): void {
  const isOpen = isPublic(handler, controller) === true;
  const description = Reflect.getMetadata(routeDescription, handler) as RouteDescription | undefined;
  if (isOpen) operation.security = [];
  const asked = [controller, handler].flatMap((place) => requirementsAt(place));
  const mayBeForbidden = (isUnsafe(method) && !isOpen) || asked.some(({ kind }) => kind !== 'stepUp');
  const refused: Responses = {
    ...(isRateLimited(handler, controller) ? { 429: problem('Too many requests of one address') } : {}),
    ...(mayBeForbidden ? { 403: problem('Not allowed, or not sent by a page of ours') } : {}),
    ...(isOpen ? {} : { 401: signInResponse, 503: problem('Sessions or keys cannot be read now') }),
  };
  operation.responses = { ...refused, ...(description ? described(operation, description) : operation.responses) };
}

function described(operation: Operation, { summary, body, returns, refusals = {} }: RouteDescription): Responses {
  operation.summary = summary;
  if (body === undefined) delete operation.requestBody;
  else operation.requestBody = { required: true, content: { 'application/json': { schema: jsonSchema(body, 'input') } } };
  const success = Object.keys(operation.responses).find((status) => status.startsWith('2')) ?? '200';
  return {
    ...operation.responses,
    [success]: { description: 'Done', ...(returns && { content: { 'application/json': { schema: jsonSchema(returns) } } }) },
    ...(body && {
      400: problem('The body is no JSON, or not what is described'),
      413: problem('The body is too large'),
      415: problem('The body is of another type'),
    }),
    ...Object.fromEntries(Object.entries(refusals).map(([status, text]) => [status, problem(text)])),
  };
}

/** @param io whether the schema is of what is sent to us (`input`) or of what we return */
function jsonSchema(schema: z.ZodType, io: 'input' | 'output' = 'output'): Schema {
  const members = Object.entries(z.toJSONSchema(schema, { target: 'draft-2020-12', io }));
  // The dialect is that of OpenAPI 3.1, which no schema in the document needs to name.
  return Object.fromEntries(members.filter(([name]) => name !== '$schema'));
}

function problem(description: string, schema = 'Problem') {
  return { description, content: { 'application/problem+json': { schema: { $ref: `#/components/schemas/${schema}` } } } };
}

const signInResponse = {
  ...problem('Nobody is signed in, the bearer token is refused, or a stronger sign-in is asked for', 'SignInNeeded'),
  headers: { 'WWW-Authenticate': { schema: { type: 'string' }, description: 'RFC 6750, section 3; RFC 9470, section 3' } },
};
