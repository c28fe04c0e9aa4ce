import type { Check } from '../check.js';
import { found } from '../failure.js';
import { objects } from '../provider-json.js';
import { managementOf, withManagement } from './api.js';

/** Whether anybody is assigned; who in particular, only a sign-in shows. */
export const assignmentCheck: Check = {
  id: 'assignment',
  title: 'Assignment',
  needs: ['api'],
  applies: withManagement,
  run: async (examination) => {
    const { facts } = examination;
    const management = managementOf(examination);
    const assigned = `/api/v1/apps/${encodeURIComponent(facts.clientId)}`;
    const groups = objects(await management.get(`${assigned}/groups`));
    if (groups.length > 0)
      return { status: 'ok', finding: `The application is assigned to ${groups.length === 1 ? 'one group' : `${groups.length} groups`}.` };
    const users = objects(await management.get(`${assigned}/users`));
    if (users.length > 0) return { status: 'ok', finding: 'The application is assigned to people one by one, and to no group.' };
    return {
      ...found({ where: 'callback', error: 'user_not_assigned' }, facts),
      finding: 'Nobody is assigned to the application.',
      providerWords: undefined,
    };
  },
};
