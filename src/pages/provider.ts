import type { AuthorizationServer } from '../config/settings.js';
import type { Provider } from '../rendering/page-contexts.js';

/** The authorization server, as pages name it. */
export function provider({ label, issuer }: AuthorizationServer): Provider {
  return { label, issuer, host: new URL(issuer).host };
}
