import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import type { Answered } from './provoke.js';

/** The parts of an OpenAPI document that are looked at. */
export interface OpenApiDocument {
  readonly servers: readonly { readonly url: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly responses: Readonly<Record<string, Promised>> }>>>>;
}

interface Promised {
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly content?: Readonly<Record<string, unknown>>;
}

/** Judges what a server answers by what its OpenAPI document promises. */
export class DocumentJudge {
  // A URI or a time of another form is the business of other tests.
  private readonly ajv = new Ajv2020({ strict: true, allErrors: true, validateFormats: false, allowUnionTypes: true });

  constructor(readonly document: OpenApiDocument) {
    // The rest of the document is no schema, and what is known by this name is only looked up.
    this.ajv.addVocabulary(Object.keys(document));
    this.ajv.addSchema(document, 'document');
  }

  /** Every operation as `GET /api/me`, with its statuses. */
  get operations(): Readonly<Record<string, readonly number[]>> {
    return Object.fromEntries(
      Object.entries(this.document.paths).flatMap(([path, methods]) =>
        Object.entries(methods).map(([method, { responses }]) => [`${method.toUpperCase()} ${path}`, Object.keys(responses).map(Number)]),
      ),
    );
  }

  /** What is wrong with an answer; undefined: it is as promised. */
  complaint(route: string, { status, type, challenge, body }: Answered): string | undefined {
    const [method = '', path = ''] = route.split(' ');
    const promised = this.document.paths[path]?.[method.toLowerCase()]?.responses[status];
    if (promised === undefined) return `${route} answers ${status}, which is not described`;
    if (promised.headers?.['WWW-Authenticate'] !== undefined && challenge === null) return `${route} ${status} lacks WWW-Authenticate`;
    if (promised.content === undefined) return body === undefined ? undefined : `${route} ${status} has a body`;
    const [expected = ''] = Object.keys(promised.content);
    if (type?.split(';')[0] !== expected) return `${route} ${status} is ${type}, and not ${expected}`;
    const isValid = this.schema(path, method.toLowerCase(), status, expected);
    return isValid(body) ? undefined : `${route} ${status}: ${this.ajv.errorsText(isValid.errors)}`;
  }

  private schema(...[path, method, status, type]: [string, string, number, string]): ValidateFunction {
    const pointer = ['paths', path, method, 'responses', String(status), 'content', type, 'schema']
      .map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1')))
      .join('/');
    return this.ajv.compile({ $ref: `document#/${pointer}` });
  }
}
