import { HttpException } from '@nestjs/common';
import { DatabaseError } from '../database/errors.js';
import { OidcError } from '@fanlight/oidc';

/** Every cause for which this folder refuses a request, with its HTTP status. Stable: pages, logs, metrics and tests name them. */
const statusOf = {
  signed_out: 401,
  session_ended: 401,
  forbidden: 403,
  groups_missing: 403,
  groups_overage: 403,
  groups_unavailable: 503,
  groups_unreadable: 403,
  step_up_required: 401,
  csrf_refused: 403,
  prefetch_refused: 503,
  transaction_missing: 400,
  transaction_expired: 400,
  callback_malformed: 400,
  session_not_kept: 400,
  sign_in_denied: 403,
  identity_unproven: 403,
  identity_taken: 409,
  identity_last: 409,
  address_not_verified: 403,
  address_not_allowed: 403,
  group_not_allowed: 403,
  person_inactive: 403,
  login_issuer_unknown: 400,
  connection_unknown: 400,
  connection_disabled: 403,
  connection_unusable: 500,
  token_unavailable: 401,
  too_many_requests: 429,
} as const;

/** Causes of this package's own refusals; those of the provider and of the store are in OidcError and DatabaseError. */
export type SignInErrorCode = keyof typeof statusOf;

interface SignInErrorOptions {
  readonly cause?: unknown;
  /** Where to go on after signing in, when it is known: a path below PUBLIC_URL. */
  readonly returnTo?: string | undefined;
  /** What the page may say beyond the code: the name of a missing group, a waiting time. */
  readonly detail?: Readonly<Record<string, unknown>> | undefined;
  /** Who was refused, where that is proven. */
  readonly person?: RefusedPerson | undefined;
}

/** Somebody who has proved at the provider who they are, and may not enter. */
export interface RefusedPerson {
  /** Id of the one by which they came. */
  readonly connection: string;
  readonly issuer: string;
  readonly subject: string;
  readonly email?: string | undefined;
  /** Undefined: they have never entered. */
  readonly userId?: string | undefined;
}

/**
 * A refusal by sign-in, or what went wrong at the provider or the store (`cause`). One of Nest's exceptions, so that a filter of the
 * host that shows those shows this sensibly. The message is for developers and logs and holds no token.
 */
export class SignInError extends HttpException {
  override readonly name = 'SignInError';
  readonly returnTo: string | undefined;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly person: RefusedPerson | undefined;

  /** `status`: the HTTP status, where the code is none of this package's own refusals. */
  constructor(
    readonly code: string,
    message: string,
    { cause, returnTo, detail = {}, person }: SignInErrorOptions = {},
    status: number = statusOf[code as SignInErrorCode],
  ) {
    super({ statusCode: status, message, error: code, code }, status, { cause });
    this.returnTo = returnTo;
    this.detail = detail;
    this.person = person;
  }

  /** Errors of the provider and the store as exceptions of Nest's; any other as it is. */
  static of(error: unknown): unknown {
    if (!(error instanceof OidcError || error instanceof DatabaseError)) return error;
    const message = error.status < 500 ? 'The sign-in was refused.' : 'Signing in does not work at the moment.';
    return new SignInError(error.code, message, { cause: error }, error.status);
  }

  /** What programs find in a GraphQL error: Apollo and Mercurius copy it. 401 and 403 are called as Nest calls them for Apollo. */
  get extensions(): { readonly code: string; readonly reason: string } {
    const codes: Readonly<Record<number, string>> = { 401: 'UNAUTHENTICATED', 403: 'FORBIDDEN' };
    return { code: codes[this.getStatus()] ?? this.code.toUpperCase(), reason: this.code };
  }
}

/** The person is signed in, but not strongly or recently enough. Says what to ask the provider for. */
export class StepUpRequired extends SignInError {
  constructor(
    readonly acrValues: readonly string[],
    /** Seconds. */
    readonly maxAge: number | undefined,
    /** Id of the connection to prove it at; undefined: there is one alone. */
    readonly connection: string | undefined,
  ) {
    super('step_up_required', 'This needs a stronger or more recent sign-in.', { detail: { acrValues, maxAge } });
  }
}
