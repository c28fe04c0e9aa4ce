import { introspectToken } from '../../oidc/requests/introspection.js';
import type { Check } from '../check.js';

/** Asks about a token that does not exist: an answer proves ID, secret and method, and nothing changes (RFC 7662, section 2.2). */
export const credentialsCheck: Check = {
  id: 'credentials',
  title: 'Client credentials',
  needs: ['discovery'],
  run: async ({ settings, provider }) => {
    const { clientAuth } = settings.provider;
    if (clientAuth === 'none') return { status: 'ok', finding: 'There are none: OIDC_CLIENT_AUTH=none.' };
    const context = await provider.context();
    if (context.metadata.endpoints.introspection === undefined) {
      return {
        status: 'unknown',
        finding: 'The provider has no introspection, with which they could be tried; the next check tries them.',
      };
    }
    await introspectToken(context, 'doctor');
    return { status: 'ok', finding: `The provider accepts them (${clientAuth}).` };
  },
};
