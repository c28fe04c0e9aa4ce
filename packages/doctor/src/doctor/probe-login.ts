import type { Symptom } from '../diagnosis/diagnosis.js';
import { beginLogin, type ProviderContext, type TransportResponse } from '@fanlight/oidc';
import type { Send } from './request.js';

/** What became of an authorization request that forbids the provider to ask anything. */
export type LoginProbe =
  /** The browser would be back at the redirect URI, with these parameters. */
  | { readonly outcome: 'back'; readonly response: URLSearchParams }
  /** The provider goes on by itself. */
  | { readonly outcome: 'sign-in page' }
  | { readonly outcome: 'error page'; readonly status: number; readonly error: string | undefined; readonly lines: readonly string[] };

/** The provider would have had to ask something: the request itself was in order (OpenID Connect Core 1.0, section 3.1.2.6). */
const interactionErrors = new Set(['login_required', 'interaction_required', 'consent_required', 'account_selection_required']);

/** The error with which the provider sent the browser back, but for those that only say that it may not ask; undefined: it takes the request. */
export function errorOf(response: URLSearchParams): Symptom | undefined {
  const error = response.get('error') ?? '';
  if (error === '' || interactionErrors.has(error)) return undefined;
  return { where: 'authorize', error, description: response.get('error_description') ?? undefined };
}

/**
 * Sends the authorization request of a sign-in with prompt=none, without cookies (OpenID Connect Core 1.0, section 3.1.2.1).
 *
 * @param changes of the settings that it is made by
 * @throws OidcError where a pushed request is refused, NoResponse
 */
export async function probeLogin(
  context: ProviderContext,
  send: Send,
  changes: Partial<ProviderContext['options']> = {},
): Promise<LoginProbe> {
  // The query is the one response mode that can be read without a browser.
  const options = { ...context.options, responseMode: 'query' as const, ...changes };
  const { url } = await beginLogin({ ...context, options }, { prompt: 'none' });
  return follow(url, options.redirectUri, send);
}

/** A provider has its page within a few steps, or it goes round in circles. */
const maxSteps = 5;

/** Goes on within the provider, with its cookies, as some refuse at the second step (dex). */
async function follow(start: string, redirectUri: string, send: Send): Promise<LoginProbe> {
  const cookies = new Map<string, string>();
  let url = start;
  for (let step = 1; ; step++) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const { status, headers, text } = await send({ url, headers: { accept: 'text/html', ...(cookie && { cookie }) } });
    const location = locationOf({ status, headers }, url);
    if (location === undefined) {
      if (status < 400) return { outcome: 'sign-in page' };
      return { outcome: 'error page', status, error: undefined, lines: linesOf(text) };
    }
    if (location.href.startsWith(redirectUri)) {
      const response = location.searchParams.size > 0 ? location.searchParams : new URLSearchParams(location.hash.slice(1));
      return { outcome: 'back', response };
    }
    const there = elsewhere(location, status);
    if (there.outcome === 'error page' || location.origin !== new URL(url).origin || step === maxSteps) return there;
    // Several lines come as one, with commas between them; a date has blanks where a name has none.
    for (const [, name = '', value = ''] of (headers.get('set-cookie') ?? '').matchAll(/(?:^|, )([^=;,\s]+)=([^;,]*)/g))
      cookies.set(name, value);
    url = location.href;
  }
}

/** Cognito, Google and others send the browser to an error page of their own. */
function elsewhere({ pathname, searchParams }: URL, status: number): LoginProbe {
  const error = searchParams.get('error') ?? undefined;
  if (error === undefined && !/\/error(\/|$)/.test(pathname)) return { outcome: 'sign-in page' };
  return { outcome: 'error page', status, error, lines: [searchParams.get('error_description') ?? ''].filter((line) => line !== '') };
}

function locationOf({ status, headers }: Omit<TransportResponse, 'text'>, base: string): URL | undefined {
  const location = headers.get('location');
  return status >= 300 && status < 400 && location !== null ? (URL.parse(location, base) ?? undefined) : undefined;
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };
const maxLines = 200;

/** The visible text of an HTML page, an element each, without scripts and styles. */
export function linesOf(html: string): readonly string[] {
  return html
    .slice(0, 200_000)
    .replace(/<(script|style)\b[^>]*>[\s\S]*?<\/\1\s*>/gi, '\n')
    .split(/<[^>]*>|\n/)
    .map((line) => decodeEntities(line).replace(/\s+/g, ' ').trim())
    .filter((line) => line !== '')
    .slice(0, maxLines);
}

function decodeEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w{1,10}));/gi, (whole, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return entities[name.toLowerCase()] ?? whole;
    const point = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
    return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
  });
}
