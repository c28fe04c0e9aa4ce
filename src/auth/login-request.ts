import type { PublicUrl } from '../config/settings.js';
import type { AuthorizationRequestExtras } from '../oidc/sign-in.js';
import { AuthError } from './auth-error.js';
import { returnTo } from './return-to.js';

/** What a request to /login asks for, checked. */
export interface LoginRequest {
  readonly returnTo: string;
  readonly extras: AuthorizationRequestExtras;
}

const longestHint = 320;

/**
 * Reads `returnTo`, `login_hint` and the parameters of a third-party initiated login (OpenID Connect Core 1.0, section 4:
 * `iss`, `login_hint`, `target_link_uri`). A foreign return address is dropped, not obeyed: the person lands on `fallback`.
 * Throws AuthError login_issuer_unknown when `iss` is not the issuer this application trusts (a mix-up otherwise).
 */
export function loginRequest(parameters: URLSearchParams, issuer: string, publicUrl: PublicUrl): LoginRequest {
  const named = parameters.get('iss');
  if (named !== null && named !== issuer) {
    throw new AuthError('login_issuer_unknown', 'A login was asked for with an issuer that is not the configured one.');
  }
  const target = parameters.get('returnTo') ?? parameters.get('target_link_uri');
  const hint = parameters.get('login_hint');
  return {
    returnTo: returnTo(target, publicUrl) ?? `${publicUrl.path}/`,
    extras: { ...(hint !== null && hint !== '' && hint.length <= longestHint ? { loginHint: hint } : {}), ...stepUp(parameters) },
  };
}

/** What a step-up asks for. Whoever writes these into a link can make a sign-in stronger, never weaker. */
function stepUp(parameters: URLSearchParams): Pick<AuthorizationRequestExtras, 'acrValues' | 'maxAge'> {
  const acrValues = parameters.get('acr_values');
  const maxAge = parameters.get('max_age');
  return {
    ...(acrValues !== null && /^[\x21-\x7e]+(?: [\x21-\x7e]+)*$/.test(acrValues) && acrValues.length <= longestHint
      ? { acrValues: acrValues.split(' ') }
      : {}),
    ...(maxAge !== null && /^\d{1,8}$/.test(maxAge) ? { maxAge: Number(maxAge) } : {}),
  };
}
