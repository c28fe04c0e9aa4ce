import type { Check } from '../check.js';
import { found } from '../failure.js';
import { valueAt } from '../provider-json.js';
import { managementOf, withManagement } from './api.js';

export const pkceSettingCheck: Check = {
  id: 'pkce-setting',
  title: 'PKCE setting',
  needs: ['api'],
  applies: withManagement,
  run: async (examination) => {
    const { facts, settings } = examination;
    const application = await managementOf(examination).application(facts.clientId);
    const required = valueAt(application, 'credentials', 'oauthClient', 'pkce_required') === true;
    if (required && !settings.provider.pkce)
      return { ...found({ where: 'authorize', error: 'pkce_missing_challenge' }, facts), providerWords: undefined };
    return {
      status: 'ok',
      finding: required
        ? '“Require PKCE as additional verification” is ticked.'
        : '“Require PKCE as additional verification” is not ticked; sign-in sends it anyway.',
    };
  },
};
