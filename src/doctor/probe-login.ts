import { beginLogin } from '../oidc/requests/authorization-request.js';
import type { Symptom } from '../diagnosis/symptom.js';
import type { ProviderContext } from '../oidc/provider/provider-connection.js';
import type { LoginTransaction } from '../oidc/sign-in.js';
import type { Answer, Ask } from './ask.js';
import { linesOf } from './page-text.js';

/** What became of an authorization request that forbids the provider to ask anything. */
export type LoginProbe =
  /** The browser would be back at the redirect URI, with this in its hand. */
  | { readonly came: 'back'; readonly response: URLSearchParams; readonly transaction: LoginTransaction }
  /** The provider goes on by itself. */
  | { readonly came: 'sign-in page' }
  | { readonly came: 'error page'; readonly status: number; readonly error: string | undefined; readonly lines: readonly string[] };

/** The provider would have had to ask something: the request itself was in order (OpenID Connect Core 1.0, section 3.1.2.6). */
const wouldHaveAsked = new Set(['login_required', 'interaction_required', 'consent_required', 'account_selection_required']);

/** The error with which the provider sent the browser back, but for those that only say that it may not ask; undefined: it takes the request. */
export function errorOf(response: URLSearchParams): Symptom | undefined {
  const error = response.get('error') ?? '';
  if (error === '' || wouldHaveAsked.has(error)) return undefined;
  return { where: 'authorize', error, description: response.get('error_description') ?? undefined };
}

/**
 * Sends the authorization request of a sign-in with prompt=none, without cookies (OpenID Connect Core 1.0, section 3.1.2.1).
 * @throws OidcError where a pushed request is refused, NoAnswer
 */
export async function probeLogin(context: ProviderContext, ask: Ask): Promise<LoginProbe> {
  // The query is the one answer that can be read without a browser.
  const readable = { ...context, options: { ...context.options, responseMode: 'query' as const } };
  const { url, transaction } = await beginLogin(readable, { prompt: 'none' });
  const answer = await ask({ url, headers: { accept: 'text/html' } });
  const location = locationOf(answer, url);
  if (location === undefined) {
    if (answer.status < 400) return { came: 'sign-in page' };
    return { came: 'error page', status: answer.status, error: undefined, lines: linesOf(answer.text) };
  }
  if (!location.href.startsWith(context.options.redirectUri)) return elsewhere(location, answer.status);
  const response = location.searchParams.size > 0 ? location.searchParams : new URLSearchParams(location.hash.slice(1));
  return { came: 'back', response, transaction };
}

/** Cognito, Google and others send the browser to an error page of their own. */
function elsewhere({ pathname, searchParams }: URL, status: number): LoginProbe {
  const error = searchParams.get('error') ?? undefined;
  if (error === undefined && !/\/error(\/|$)/.test(pathname)) return { came: 'sign-in page' };
  return { came: 'error page', status, error, lines: [searchParams.get('error_description') ?? ''].filter((line) => line !== '') };
}

function locationOf({ status, headers }: Answer, base: string): URL | undefined {
  const location = headers.get('location');
  return status >= 300 && status < 400 && location !== null ? (URL.parse(location, base) ?? undefined) : undefined;
}
