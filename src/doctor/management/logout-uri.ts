import type { Check } from '../check.js';
import { found } from '../failure.js';
import { strings } from '../provider-json.js';
import { managementOf, withManagement } from './api.js';
import { nearMiss } from './registered-uri.js';
import { addUri } from './uri-fix.js';

/** A missing one stops no sign-in: people meet Okta's error page when they sign out. */
export const logoutUriCheck: Check = {
  id: 'logout-uri',
  title: 'Sign-out redirect URI',
  needs: ['api'],
  applies: withManagement,
  run: async (examination) => {
    const { facts } = examination;
    const client = await managementOf(examination).client(facts.clientId);
    const registered = strings(client['post_logout_redirect_uris']);
    if (registered.includes(facts.postLogoutRedirectUri)) return { status: 'ok', finding: `${facts.postLogoutRedirectUri} is registered.` };
    const hint = nearMiss(facts.postLogoutRedirectUri, registered);
    return {
      ...found({ where: 'logout', error: 'illegal_post_logout_redirect_uri' }, facts, 'warning'),
      finding: `${facts.postLogoutRedirectUri} is not registered: signing out ends on an error page.`,
      providerWords: undefined,
      details: hint === undefined ? [`Registered: ${registered.join(', ') || 'none'}.`] : [hint],
      fix: addUri(client, 'post_logout_redirect_uris', facts.postLogoutRedirectUri),
    };
  },
};
