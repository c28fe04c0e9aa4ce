import type { AuthorizationServer } from '../config/settings.js';
import type { Provider } from '../rendering/page-contexts.js';

/** The authorization server, as pages name it. An issuer need not be an address (FusionAuth's is free text). */
export function provider({ label, issuer }: AuthorizationServer): Provider {
  return { label, issuer, host: URL.parse(issuer)?.host ?? issuer };
}
