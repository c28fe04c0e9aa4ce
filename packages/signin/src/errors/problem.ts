import { HttpException } from '@nestjs/common';
import { OidcError, type ProviderResponse, type ProtocolStep } from '@fanlight/oidc';
import { SignInError } from '../auth/sign-in-error.js';
import { DatabaseError } from '../database/errors.js';

/** An error of any kind, as far as a response needs it. */
export interface Problem {
  readonly error: unknown;
  readonly status: number;
  /** Stable, for programs and logs. */
  readonly code: string;
  /** What is known of it, in the terms of the catalogue. */
  readonly symptom: Symptom;
  /** One sentence that anybody may read. */
  readonly message: string;
  readonly response: ProviderResponse | undefined;
  readonly returnTo: string | undefined;
  readonly detail: Readonly<Record<string, unknown>>;
  /** True: nobody expected it, so the log needs the whole error with its stack. */
  readonly unexpected: boolean;
}

/** Where something was seen, and what. */
interface Symptom {
  readonly where: Exclude<ProtocolStep, 'access_token'> | 'callback' | 'application';
  readonly code: string;
  readonly error?: string | undefined;
  readonly description?: string | undefined;
  readonly status?: number | undefined;
}

/** The settings say who may enter, and this person is not among them. */
export const notOnTheList: readonly string[] = ['address_not_verified', 'address_not_allowed', 'group_not_allowed'];

const callbackCodes: readonly string[] = [
  'callback_malformed',
  'session_not_kept',
  'person_inactive',
  'sign_in_denied',
  ...notOnTheList,
  'transaction_missing',
  'transaction_expired',
];

/** Reads what is known of an error. Anything unknown is our own fault: 500, and nothing of it is shown. */
export function problemOf(error: unknown): Problem {
  if (error instanceof SignInError && isOf(error.cause, error.code)) return problemOf(error.cause);
  const bare = { error, response: undefined, returnTo: undefined, detail: {}, unexpected: false, message: failed };
  if (error instanceof OidcError) {
    const { code, status, step, response } = error;
    // Whoever calls with a bad token is a program: it is told the reason, which names claims and never the token.
    const detail = step === 'access_token' ? { reason: error.message } : {};
    const { error: name = response?.providerCode, description, status: responded } = response ?? {};
    const where = step === 'access_token' ? 'application' : step;
    const message = status < 500 ? 'The sign-in was refused.' : 'The provider does not respond as it should.';
    return { ...bare, status, code, response, detail, message, symptom: { where, code, error: name, description, status: responded } };
  }
  if (error instanceof SignInError) {
    const { code, returnTo, detail, message, cause } = error;
    const where = callbackCodes.includes(code) ? 'callback' : 'application';
    // A session that the provider ended by refusing to renew it: the log has its words.
    const response = cause instanceof OidcError ? cause.response : undefined;
    return { ...bare, status: error.getStatus(), code, response, returnTo, detail, message, symptom: { where, code } };
  }
  if (error instanceof DatabaseError)
    return { ...bare, status: error.status, code: error.code, symptom: { where: 'application', code: 'store_unavailable' } };
  const status = statusOf(error);
  const code = codes[status] ?? (status < 500 ? 'bad_request' : 'internal_error');
  const said = saidBy(error);
  const message = said ?? failed;
  return { ...bare, status, code, unexpected: status >= 500 && said === undefined, message, symptom: { where: 'application', code } };
}

const failed = 'This application made a mistake.';

/** What the code that threw one of Nest's exceptions wrote into it for people; undefined: nothing but the status in words. */
function saidBy(error: unknown): string | undefined {
  if (!(error instanceof HttpException)) return undefined;
  const response = error.getResponse();
  const { message = response, error: name } = response as { readonly message?: unknown; readonly error?: unknown };
  if (name === undefined && typeof response === 'object') return undefined;
  const text = Array.isArray(message) ? message.join('; ') : message;
  // Nest's own words for an address that nobody knows.
  return typeof text !== 'string' || text === name || text.startsWith('Cannot ') ? undefined : text;
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
export function exactSummary({ code, detail, error, message }: Problem): string | undefined {
  if (saidBy(error) !== undefined && !(error instanceof SignInError)) return message;
  if (error instanceof OidcError && error.unmet !== undefined)
    return `This page needs ${error.unmet.asked}, and the provider answered with ${error.unmet.came}.`;
  const { missingGroups: groups, missingRoles: roles, cookie, reason } = detail;
  if (code === 'sign_in_denied') return String(reason);
  if (error instanceof SignInError && error.person?.email !== undefined && code === 'address_not_allowed')
    return `You signed in as ${error.person.email}, and this application is open to certain e-mail addresses only.`;
  if (code === 'session_not_kept')
    return `You signed in, and the next page did not know you: the cookie ${String(cookie)} did not come back, or no session belongs to it.`;
  if (code === 'groups_unavailable' && Array.isArray(groups))
    return `This is for ${groups.length === 1 ? 'the group' : 'one of the groups'} ${groups.join(', ')}, and your groups could not be read: the provider did not give your profile when you signed in.`;
  if (code === 'forbidden' && Array.isArray(roles))
    return `This is for people with the role ${roles.join(' or ')}, and you do not have it.`;
  if (code !== 'forbidden' || !Array.isArray(groups)) return undefined;
  return groups.length === 1
    ? `This is for the group ${String(groups[0])}, and you are not in it.`
    : `This is for these groups, and you are in none of them: ${groups.join(', ')}.`;
}
