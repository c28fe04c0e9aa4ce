import { HttpException } from '@nestjs/common';
import { SignInError, DatabaseError } from '@fanlight/signin';
import { type Symptom, symptomOf } from '@fanlight/doctor/catalogue';
import { OidcError, type ProviderResponse } from '@fanlight/oidc';

/** An error of any kind, as far as a response needs it. */
export interface Problem {
  readonly error: unknown;
  readonly status: number;
  /** Stable, for programs and logs. */
  readonly code: string;
  readonly symptom: Symptom;
  readonly response: ProviderResponse | undefined;
  readonly returnTo: string | undefined;
  readonly detail: Readonly<Record<string, unknown>>;
  /** True: nobody expected it, so the log needs the whole error with its stack. */
  readonly unexpected: boolean;
}

const callbackCodes: readonly string[] = [
  'callback_malformed',
  'session_not_kept',
  'sign_in_denied',
  'transaction_missing',
  'transaction_expired',
];

/** Reads what is known of an error. Anything unknown is our own fault: 500, and nothing of it is shown. */
export function problemOf(error: unknown): Problem {
  if (error instanceof SignInError && isOf(error.cause, error.code)) return problemOf(error.cause);
  const bare = { error, response: undefined, returnTo: undefined, detail: {}, unexpected: false };
  if (error instanceof OidcError) {
    const { code, status, step, response } = error;
    // Whoever calls with a bad token is a program: it is told the reason, which names claims and never the token.
    const detail = step === 'access_token' ? { reason: error.message } : {};
    return { ...bare, status, code, response, symptom: symptomOf(error), detail };
  }
  if (error instanceof SignInError) {
    const { code, returnTo, detail } = error;
    return {
      ...bare,
      status: error.getStatus(),
      code,
      returnTo,
      detail,
      symptom: { where: callbackCodes.includes(code) ? 'callback' : 'application', code },
    };
  }
  if (error instanceof DatabaseError)
    return { ...bare, status: error.status, code: error.code, symptom: { where: 'application', code: 'store_unavailable' } };
  const status = statusOf(error);
  const code = codes[status] ?? (status < 500 ? 'bad_request' : 'internal_error');
  return { ...bare, status, code, unexpected: status >= 500, symptom: { where: 'application', code } };
}

/** Whether an error is only another's form for Nest. */
function isOf(cause: unknown, code: string): boolean {
  return (cause instanceof OidcError || cause instanceof DatabaseError) && cause.code === code;
}

/** Nest's exceptions and Fastify's errors (a body too large, a malformed address) carry their status in different places. */
function statusOf(error: unknown): number {
  const status = error instanceof HttpException ? error.getStatus() : (error as { statusCode?: unknown } | null)?.statusCode;
  return typeof status === 'number' && status >= 400 && status < 600 ? status : 500;
}

const codes: Readonly<Record<number, string>> = {
  404: 'not_found',
  405: 'method_not_allowed',
  413: 'body_too_large',
  414: 'address_too_long',
  415: 'unsupported_media_type',
  429: 'too_many_requests',
};

/** Says what is missing by its name, where the catalogue cannot know it: a group, a cookie. */
export function exactSummary({ code, detail }: Problem): string | undefined {
  const { missingGroups: groups, cookie, reason } = detail;
  if (code === 'sign_in_denied') return String(reason);
  if (code === 'session_not_kept')
    return `You signed in, and the next page did not know you: the cookie ${String(cookie)} did not come back, or no session belongs to it.`;
  if (code === 'groups_unavailable' && Array.isArray(groups))
    return `This is for ${groups.length === 1 ? 'the group' : 'one of the groups'} ${groups.join(', ')}, and your groups could not be read: the provider did not give your profile when you signed in.`;
  if (code !== 'forbidden' || !Array.isArray(groups)) return undefined;
  return groups.length === 1
    ? `This is for the group ${String(groups[0])}, and you are not in it.`
    : `This is for these groups, and you are in none of them: ${groups.join(', ')}.`;
}
