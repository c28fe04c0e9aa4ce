import { problemDetails, signInNeeded } from '../pages/problem-details.js';
import type { ApiRoute } from './api-route.js';
import { jsonSchema, type JsonSchema } from './json-schema.js';
import { operation, type Operation } from './operation.js';

export interface OpenApiDocument {
  readonly openapi: '3.1.1';
  readonly info: { readonly title: string; readonly version: string };
  readonly servers: readonly [{ readonly url: string }];
  /** By path, then by method. */
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  readonly components: {
    readonly schemas: Readonly<Record<string, JsonSchema>>;
    readonly securitySchemes: Readonly<Record<string, JsonSchema>>;
  };
}

export interface DocumentFacts {
  /** Where the application is, without a slash at the end. */
  readonly url: string;
  readonly sessionCookie: string;
  /** Other programs may call with access tokens. */
  readonly takesTokens: boolean;
}

/** The OpenAPI document of those routes that are described: https://spec.openapis.org/oas/v3.1.1.html */
export function openApiDocument(routes: readonly ApiRoute[], { url, sessionCookie, takesTokens }: DocumentFacts): OpenApiDocument {
  const paths: Record<string, Record<string, Operation>> = {};
  for (const route of routes) {
    if (route.description !== undefined)
      paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operation(route, route.description) };
  }
  return {
    openapi: '3.1.1',
    info: { title: 'API', version: '1' },
    servers: [{ url }],
    paths,
    security: [{ session: [] }, ...(takesTokens ? [{ token: [] }] : [])],
    components: {
      schemas: { Problem: jsonSchema(problemDetails, 'output'), SignInNeeded: jsonSchema(signInNeeded, 'output') },
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: sessionCookie },
        ...(takesTokens ? { token: { type: 'http', scheme: 'bearer' } } : {}),
      },
    },
  };
}
