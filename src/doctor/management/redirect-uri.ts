import type { Check } from '../check.js';
import { found } from '../failure.js';
import { strings } from '../provider-json.js';
import { managementOf, withManagement } from './api.js';
import { nearMiss } from './registered-uri.js';
import { addUri } from './uri-fix.js';

export const redirectUriCheck: Check = {
  id: 'redirect-uri',
  title: 'Sign-in redirect URI',
  needs: ['api'],
  applies: withManagement,
  run: async (examination) => {
    const { facts } = examination;
    const client = await managementOf(examination).client(facts.clientId);
    const registered = strings(client['redirect_uris']);
    if (registered.includes(facts.redirectUri)) return { status: 'ok', finding: `${facts.redirectUri} is registered.` };
    const misplaced = strings(client['post_logout_redirect_uris']).includes(facts.redirectUri)
      ? 'It stands among the sign-out redirect URIs.'
      : undefined;
    const hint = misplaced ?? nearMiss(facts.redirectUri, registered);
    return {
      ...found({ where: 'authorize', error: 'illegal_redirect_uri' }, facts),
      finding: `${facts.redirectUri} is not registered.`,
      providerWords: undefined,
      details: hint === undefined ? [`Registered: ${registered.join(', ') || 'none'}.`] : [hint],
      fix: addUri(client, 'redirect_uris', facts.redirectUri),
    };
  },
};
