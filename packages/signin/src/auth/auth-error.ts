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
  login_issuer_unknown: 400,
  token_unavailable: 401,
  too_many_requests: 429,
} as const;

export type AuthErrorCode = keyof typeof statusOf;

interface AuthErrorOptions {
  readonly cause?: unknown;
  /** Where to go on after signing in, when it is known: a path below PUBLIC_URL. */
  readonly returnTo?: string;
  /** What the page may say beyond the code: the name of a missing group, a waiting time. */
  readonly detail?: Readonly<Record<string, unknown>> | undefined;
}

/** A refusal by this application. The message is for developers and logs and holds no token. */
export class AuthError extends Error {
  override readonly name = 'AuthError';
  readonly status: number;
  readonly returnTo: string | undefined;
  readonly detail: Readonly<Record<string, unknown>>;

  constructor(
    readonly code: AuthErrorCode,
    message: string,
    options: AuthErrorOptions = {},
  ) {
    super(message, { cause: options.cause });
    this.status = statusOf[code];
    this.returnTo = options.returnTo;
    this.detail = options.detail ?? {};
  }
}

/** The person is signed in, but not strongly or recently enough. Says what to ask the provider for. */
export class StepUpRequired extends AuthError {
  constructor(
    readonly acrValues: readonly string[],
    /** Seconds. */
    readonly maxAge: number | undefined,
  ) {
    super('step_up_required', 'This needs a stronger or more recent sign-in.', { detail: { acrValues, maxAge } });
  }
}
