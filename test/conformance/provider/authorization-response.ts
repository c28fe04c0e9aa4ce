import { html, redirect, type Answer } from './answer.js';
import { patched } from './lie.js';
import { providerTime, type ProviderState } from './provider-state.js';

interface Response {
  readonly redirectUri: string;
  readonly mode: string;
  readonly parameters: Record<string, unknown>;
}

/** Sends the browser back by query or form_post, plain or as a JWT (JARM, sections 2.1 and 2.3). */
export async function authorizationResponse(state: ProviderState, { redirectUri, mode, parameters }: Response): Promise<Answer> {
  const iss = (state.setup.responseIssuer ?? 'advertised') === 'off' ? {} : { iss: state.issuer };
  const sent = patched({ ...parameters, ...iss }, state.lie.authorizationResponse);
  const pairs = mode.endsWith('jwt') ? [['response', await jarm(state, sent)] as const] : pairsOf(sent);
  return mode.startsWith('form_post') ? selfPosting(redirectUri, pairs) : redirect(withQuery(redirectUri, pairs));
}

async function jarm(state: ProviderState, parameters: Record<string, unknown>): Promise<string> {
  const lie = state.lie.jarm;
  if (lie?.raw) return String(lie.raw.value);
  const claims = { ...parameters, iss: state.issuer, aud: state.client.clientId, exp: providerTime(state) + 600 };
  return state.keys.jwt({}, claims, lie);
}

function pairsOf(parameters: Record<string, unknown>): (readonly [string, string])[] {
  return Object.entries(parameters).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((one) => [name, String(one)] as const),
  );
}

export function withQuery(uri: string, pairs: readonly (readonly [string, string])[]): string {
  const url = new URL(uri);
  for (const [name, value] of pairs) url.searchParams.append(name, value);
  return url.href;
}

/** OAuth 2.0 Form Post Response Mode, section 2. */
function selfPosting(action: string, pairs: readonly (readonly [string, string])[]): Answer {
  const fields = pairs.map(([name, value]) => `<input type="hidden" name="${escaped(name)}" value="${escaped(value)}">`);
  return html(
    `<body onload="document.forms[0].submit()"><form method="post" action="${escaped(action)}">${fields.join('')}<button>Continue</button></form></body>`,
  );
}

export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
