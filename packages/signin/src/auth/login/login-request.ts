import type { PublicUrl } from '../../config/settings.js';
import type { AuthorizationRequestExtras } from '@fanlight/oidc';
import type { SignInRequest } from '../http/sign-in-request.js';
import { requestQuery } from '../access/incoming-request.js';
import { SignInError } from '../sign-in-error.js';
import { homePath, maxReturnToChars, returnTo } from './return-to.js';

/** What a request to /login asks for, checked. */
export interface LoginRequest {
  readonly returnTo: string;
  /** The name under which LongLinks keeps it, where it does. */
  readonly link: string | undefined;
  /** The person wanted another address than `returnTo`, which is too long to be remembered here. */
  readonly isLost: boolean;
  readonly extras: AuthorizationRequestExtras;
}

interface LoginContext {
  readonly publicUrl: PublicUrl;
  /** What the `link` of the request stands for. */
  readonly findLink: (name: string) => string | undefined;
  /** What LOGIN_PARAMETERS names. */
  readonly passedOn: readonly string[];
}

const maxHintChars = 320;

/**
 * Reads `returnTo`, `login_hint` and the parameters of a third-party initiated login (OpenID Connect Core 1.0, section 4:
 * `login_hint`, `target_link_uri`). A foreign return address is dropped, not obeyed: the person lands on the start page.
 */
export function loginRequest(parameters: URLSearchParams, { publicUrl, findLink, passedOn }: LoginContext): LoginRequest {
  const target = parameters.get('returnTo') ?? parameters.get('target_link_uri');
  const link = parameters.get('link') ?? undefined;
  const linked = link === undefined ? undefined : findLink(link);
  return {
    returnTo: linked ?? returnTo(target, publicUrl) ?? homePath(publicUrl),
    link: linked === undefined ? undefined : link,
    isLost: (link !== undefined && linked === undefined) || (target !== null && target.length > maxReturnToChars),
    extras: extrasOf(parameters, passedOn),
  };
}

/** Text on one line. */
const plainText = /^[^\p{Cc}\p{Zl}\p{Zp}\p{Cs}]+$/u;
/** What has the provider ask for more, and may always be asked for: an error page leads here with what it is to ask. */
const strictPrompts = /^(?:login|consent|select_account)$/;
const allPrompts = /^(?:none|create|(?:login|consent|select_account)(?: (?:login|consent|select_account)){0,2})$/;

/** Whoever writes these into a link can make a sign-in stronger, never weaker. What makes no sense is left out. */
function extrasOf(parameters: URLSearchParams, passedOn: readonly string[]): AuthorizationRequestExtras {
  const read = (name: string, pattern: RegExp): string | undefined => {
    const value = parameters.get(name) ?? '';
    return value.length <= maxHintChars && pattern.test(value) ? value : undefined;
  };
  const maxAge = read('max_age', /^\d{1,8}$/);
  const others = passedOn.filter((name) => name !== 'prompt').map((name) => [name, read(name, plainText)] as const);
  return {
    loginHint: read('login_hint', /\S/)?.trim(),
    acrValues: read('acr_values', /^[\x21-\x7e]+(?: [\x21-\x7e]+)*$/)?.split(' '),
    maxAge: maxAge === undefined ? undefined : Number(maxAge),
    prompt: read('prompt', passedOn.includes('prompt') ? allPrompts : strictPrompts),
    parameters: Object.fromEntries(others.filter((entry): entry is [string, string] => entry[1] !== undefined)),
  };
}

const once = ['code', 'state', 'error', 'iss', 'response', 'id_token', 'access_token'];

/**
 * The provider's response as it stands in the query (response_mode query) or in the posted form (form_post).
 * RFC 6749, section 3.1: parameters must not appear more than once; unknown ones are ignored.
 * Throws SignInError callback_malformed.
 */
export function authorizationResponse(request: Pick<SignInRequest, 'method' | 'url' | 'form'>): URLSearchParams {
  const response = request.method === 'POST' ? formOf(request.form) : requestQuery(request.url);
  for (const name of once) {
    if (response.getAll(name).length > 1) throw new SignInError('callback_malformed', `The callback holds ${name} more than once.`);
  }
  return response;
}

function formOf(form: URLSearchParams | undefined): URLSearchParams {
  if (form !== undefined) return form;
  throw new SignInError('callback_malformed', 'The callback was posted, but not as a form.');
}
