import { randomUUID } from 'node:crypto';
import type { JwtLie } from './lie.js';
import { providerTime, type ProviderState } from './provider-state.js';

export const backchannelEvent = 'http://schemas.openid.net/event/backchannel-logout';

/** OpenID Connect Back-Channel Logout 1.0, section 2.4. */
export function logoutToken(
  state: ProviderState,
  session: { readonly sub?: string; readonly sid?: string },
  lie?: JwtLie,
): Promise<string> {
  const now = providerTime(state);
  const claims = {
    iss: state.issuer,
    aud: state.client.clientId,
    iat: now,
    exp: now + 120,
    jti: randomUUID(),
    events: { [backchannelEvent]: {} },
    ...session,
  };
  return state.keys.jwt({ typ: 'logout+jwt' }, claims, lie);
}
