import type { SignInRequest } from '../auth/http/sign-in-request.js';
import type { Connections } from '../auth/connections/connections.js';
import type { LoginExtras, LoginRedirects } from '../auth/login/login-redirects.js';
import { maxReturnToChars } from '../auth/login/return-to.js';
import { StepUpRequired } from '../auth/sign-in-error.js';
import type { OwnRoute } from '../config/own-addresses.js';
import type { PublicUrl } from '../config/settings.js';
import type { ErrorPage } from '../pages/pages.js';
import type { Diagnosis } from './diagnoser.js';
import { notOnTheList, type Problem } from './problem.js';

/** Errors that a sign-in mends. */
const mendedBySignIn = new Set(['signed_out', 'session_ended', 'token_unavailable', 'step_up_required']);
/** Errors that a change elsewhere mends, which this application learns of at the next sign-in. */
const mendedByAnother = new Set([
  'forbidden',
  'groups_missing',
  'groups_overage',
  'groups_unavailable',
  'person_inactive',
  'sign_in_denied',
]);
/** What the provider has to ask, and may not ask unless it is told to. */
const prompts: Readonly<Record<string, 'login' | 'consent'>> = { 'login-required': 'login', 'consent-required': 'consent' };

interface Place {
  readonly publicUrl: PublicUrl;
  /** The route of ours that failed. */
  readonly route: OwnRoute | undefined;
  readonly redirects: LoginRedirects;
  /** What the provider is asked for, so that the person can choose another account: it would take the same one without a word. */
  readonly otherAccount: 'login' | 'select_account';
  readonly connections: Connections;
}

/**
 * The button of an error page. Trying again means starting the same sign-in again, not sending the same callback a second time.
 * @returns undefined where the same would fail again
 */
export function wayOn(
  request: SignInRequest,
  { code, status, error, symptom, returnTo }: Problem,
  { id }: Pick<Diagnosis, 'id'>,
  { publicUrl, route, redirects, connections, otherAccount }: Place,
): ErrorPage['retry'] {
  const here = request.method === 'GET' && request.url.length <= maxReturnToChars ? publicUrl.path + request.url : undefined;
  const known = request.login?.returnTo ?? returnTo ?? (route === undefined ? here : undefined);
  const began = request.login?.connection;
  const connection = began === undefined ? undefined : connections.named(began);
  const signIn = (label: string, extras: LoginExtras = {}): ErrorPage['retry'] => ({
    href: redirects.address({ returnTo: known ?? `${publicUrl.path}/` }, { connection, ...extras }),
    label,
  });
  if (mendedBySignIn.has(code)) return signIn('Sign in', error instanceof StepUpRequired ? error : {});
  if (notOnTheList.includes(code)) return signIn('Use another account', { prompt: otherAccount });
  if (mendedByAnother.has(code)) return signIn('Sign in again');
  // Renewing the tokens of somebody who is signed in: a provider that was down may be up again.
  if (symptom.where === 'refresh' && status < 500) return signIn('Sign in again');
  const isFailedSignIn = (symptom.where !== 'application' && symptom.where !== 'refresh') || (route === 'callback' && status >= 500);
  // A login that failed before it began knows where to go only by its own address.
  const hasBegun = request.login !== undefined || here === undefined || route !== 'login';
  if (isFailedSignIn && hasBegun) return signIn('Try again', { prompt: prompts[id] });
  return here !== undefined && (isFailedSignIn || status >= 500 || status === 429) ? { href: here, label: 'Try again' } : undefined;
}
