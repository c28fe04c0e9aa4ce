import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import { DatabaseError, SignInError } from '@fanlight/signin';
import { type RepliedRequest, Requests } from '@fanlight/signin/application';
import { ScimError } from '../resources/scim-error.js';

/** Seconds after which a directory may ask a store again that is down. Okta reads whole seconds alone. */
const retrySeconds = 30;

/** Every error under /scim/v2 as SCIM says it: RFC 7644, section 3.12. */
@Catch()
export class ScimErrorFilter implements ExceptionFilter {
  private readonly logger = new Logger('Scim');

  constructor(private readonly requests: Requests) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = this.requests.behind(host);
    if (!request.reply.isSent) this.send(request, error);
  }

  private send({ id, reply }: RepliedRequest, error: unknown): void {
    const known = scimErrorOf(error);
    if (known === undefined) this.logger.error(error instanceof Error ? error : new Error(String(error)), `reference ${id}`);
    const shown = known ?? new ScimError(500, `Something went wrong here (reference ${id}).`);
    for (const [name, value] of Object.entries(shown.headers)) reply.header(name, value);
    reply
      .header('cache-control', 'no-store')
      .code(shown.getStatus())
      .json(shown.getResponse() as object, 'application/scim+json');
  }
}

function scimErrorOf(error: unknown): ScimError | undefined {
  if (error instanceof ScimError) return error;
  if (error instanceof DatabaseError)
    return new ScimError(503, 'The store is not there at the moment.', undefined, { 'retry-after': String(retrySeconds) });
  if (!(error instanceof HttpException)) return undefined;
  const retryAfter = error instanceof SignInError ? error.detail['retryAfter'] : undefined;
  const headers: Record<string, string> = typeof retryAfter === 'number' ? { 'retry-after': String(Math.ceil(retryAfter)) } : {};
  return new ScimError(error.getStatus(), error.message, error.getStatus() === 400 ? 'invalidSyntax' : undefined, headers);
}
