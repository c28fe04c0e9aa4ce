import type { z } from 'zod';
import type { RouteDescription } from '../auth/described.decorator.js';
import { isUnsafe } from '../auth/csrf.guard.js';
import type { ApiRoute } from './api-route.js';
import { jsonSchema, type JsonSchema } from './json-schema.js';

/** A part of the OpenAPI document: https://spec.openapis.org/oas/v3.1.1.html#operation-object */
export interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly security?: readonly [];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly required: true; readonly content: Content };
  readonly responses: Readonly<Record<string, Answer>>;
}

interface Parameter {
  readonly name: string;
  readonly in: 'path';
  readonly required: boolean;
  readonly schema: JsonSchema;
}

interface Answer {
  readonly description: string;
  readonly headers?: Readonly<Record<string, { readonly schema: JsonSchema; readonly description: string }>>;
  readonly content?: Content;
}

type Content = Readonly<Record<string, { readonly schema: JsonSchema }>>;

/** What a program has to know to call a route: what the decorators and guards say, and what its description adds. */
export function operation(route: ApiRoute, description: RouteDescription): Operation {
  const { summary, body, answer } = description;
  const parameters = route.parameters.map(pathParameter);
  return {
    operationId: route.name,
    summary,
    ...(route.isPublic ? { security: [] } : {}),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body === undefined ? {} : { requestBody: { required: true, content: content(body, 'input') } }),
    responses: {
      [route.success]: { description: 'Done', ...(answer === undefined ? {} : { content: content(answer) }) },
      ...refusals(route, description),
    },
  };
}

/** By guard, in the order in which they ask; the handler's own come last. */
function refusals(route: ApiRoute, { body, refusals: own = {} }: RouteDescription): Record<string, Answer> {
  const isHeld = (kinds: readonly string[]): boolean => route.requirements.some((kind) => kinds.includes(kind));
  return {
    ...(body === undefined
      ? {}
      : {
          400: problem('The body is no JSON, or not what is described'),
          413: problem('The body is too large'),
          415: problem('The body is of another type'),
        }),
    ...(route.isRateLimited ? { 429: problem('Too many requests of one address') } : {}),
    ...(isRefusedToOtherSites(route) || isHeld(['groups', 'scopes', 'claims'])
      ? { 403: problem('Not allowed, or not sent by a page of ours') }
      : {}),
    ...(route.isPublic ? {} : { 401: signInNeeded, 503: problem('Sessions or keys cannot be read now') }),
    ...Object.fromEntries(Object.entries(own).map(([status, text]) => [status, problem(text)])),
  };
}

function isRefusedToOtherSites({ method, isCrossSite }: ApiRoute): boolean {
  return isUnsafe(method) && !isCrossSite;
}

function pathParameter(name: string): Parameter {
  return { name, in: 'path', required: true, schema: { type: 'string' } };
}

const signInNeeded: Answer = {
  description: 'Nobody is signed in, the bearer token is refused, or a stronger sign-in is asked for',
  headers: { 'WWW-Authenticate': { schema: { type: 'string' }, description: 'RFC 6750, section 3; RFC 9470, section 3' } },
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/SignInNeeded' } } },
};

function problem(description: string): Answer {
  return { description, content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } };
}

function content(schema: z.ZodType, io: 'input' | 'output' = 'output'): Content {
  return { 'application/json': { schema: jsonSchema(schema, io) } };
}
