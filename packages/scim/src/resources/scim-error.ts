import { HttpException } from '@nestjs/common';

const errorSchema = 'urn:ietf:params:scim:api:messages:2.0:Error';

/** RFC 7644, section 3.12, table 9. */
export type ScimType = 'invalidFilter' | 'invalidPath' | 'invalidSyntax' | 'invalidValue' | 'mutability' | 'noTarget' | 'uniqueness';

/** A refusal, as SCIM says it. `message` is shown to the directory's administrator. */
export class ScimError extends HttpException {
  override readonly name = 'ScimError';

  constructor(
    status: number,
    message: string,
    readonly scimType?: ScimType,
    /** Headers beside the body: `Allow`, `WWW-Authenticate`, `Retry-After`. */
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(scimErrorBody(status, message, scimType), status);
  }
}

/** `status` is a text: RFC 7644, section 3.12. */
function scimErrorBody(status: number, detail: string, scimType: ScimType | undefined): object {
  return { schemas: [errorSchema], status: String(status), ...(scimType && { scimType }), detail };
}

export function notFound(what: string): ScimError {
  return new ScimError(404, `${what} is not here.`);
}

/** 400 with its scimType. */
export function refused(scimType: ScimType, message: string): ScimError {
  return new ScimError(400, message, scimType);
}
