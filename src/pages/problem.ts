import { HttpException } from '@nestjs/common';
import { AuthError } from '../auth/auth-error.js';
import { DatabaseError } from '../database/errors.js';
import type { Symptom } from '../diagnosis/symptom.js';
import { OidcError, type ProtocolStep, type ProviderAnswer } from '../oidc/errors.js';

/** An error of any kind, as far as an answer needs it. */
export interface Problem {
  readonly status: number;
  /** Stable, for programs and logs. */
  readonly code: string;
  readonly symptom: Symptom;
  readonly answer: ProviderAnswer | undefined;
  readonly returnTo: string | undefined;
  readonly detail: Readonly<Record<string, unknown>>;
  /** True: nobody expected it, so the log needs the whole error with its stack. */
  readonly unexpected: boolean;
}

const placeOf: Record<ProtocolStep, Symptom['where']> = {
  discovery: 'discovery',
  keys: 'keys',
  par: 'par',
  authorize: 'authorize',
  token: 'token',
  id_token: 'id_token',
  userinfo: 'userinfo',
  refresh: 'refresh',
  revocation: 'revocation',
  introspection: 'introspection',
  logout: 'logout',
  logout_token: 'logout_token',
  access_token: 'application',
};

const atCallback: readonly string[] = ['callback_malformed', 'session_not_kept'];

/** Reads what is known of an error. Anything unknown is our own fault: 500, and nothing of it is shown. */
export function problemOf(error: unknown): Problem {
  const bare = { answer: undefined, returnTo: undefined, detail: {}, unexpected: false };
  if (error instanceof OidcError) {
    const { code, status, answer } = error;
    const symptom = {
      where: placeOf[error.step],
      code,
      error: answer?.error ?? answer?.providerCode,
      description: answer?.description,
      status: answer?.status,
    };
    // Whoever calls with a bad token is a program: it is told the reason, which names claims and never the token.
    const detail = error.step === 'access_token' ? { reason: error.message } : {};
    return { ...bare, status, code, answer, symptom, detail };
  }
  if (error instanceof AuthError) {
    const { code, status, returnTo, detail } = error;
    return {
      ...bare,
      status,
      code,
      returnTo,
      detail,
      symptom: { where: code.startsWith('transaction') || atCallback.includes(code) ? 'callback' : 'application', code },
    };
  }
  if (error instanceof DatabaseError)
    return { ...bare, status: error.status, code: error.code, symptom: { where: 'application', code: 'store_unavailable' } };
  const status = statusOf(error);
  const code = codeOf(status);
  return { ...bare, status, code, unexpected: status >= 500, symptom: { where: 'application', code } };
}

/** Nest's exceptions and Fastify's errors (a body too large, a malformed address) carry their status in different places. */
function statusOf(error: unknown): number {
  const status = error instanceof HttpException ? error.getStatus() : (error as { statusCode?: unknown } | null)?.statusCode;
  return typeof status === 'number' && status >= 400 && status < 600 ? status : 500;
}

function codeOf(status: number): string {
  const known: Record<number, string> = {
    400: 'bad_request',
    404: 'not_found',
    405: 'method_not_allowed',
    413: 'body_too_large',
    414: 'address_too_long',
    415: 'unsupported_media_type',
    429: 'too_many_requests',
  };
  return known[status] ?? (status < 500 ? 'bad_request' : 'internal_error');
}
