import type { Check } from '../check.js';
import { found } from '../failure.js';
import { managementOf, withManagement } from './api.js';

export const dpopCheck: Check = {
  id: 'dpop',
  title: 'DPoP',
  needs: ['api'],
  applies: withManagement,
  run: async (examination) => {
    const { facts, settings } = examination;
    const required = (await managementOf(examination).client(facts.clientId))['dpop_bound_access_tokens'] === true;
    if (required && !settings.provider.dpop)
      return { ...found({ where: 'token', error: 'invalid_dpop_proof_missing_header' }, facts), providerWords: undefined };
    return {
      status: 'ok',
      finding: required ? 'The application requires it, and sign-in sends it.' : 'The application does not require it.',
    };
  },
};
