import { ApiError } from '../errors/api-errors.js';
import { oktaId } from '../organisation/person.js';
import { CREATED, type Call } from './call.js';

const ORIGINS = /^\/api\/v1\/trustedOrigins$/;

/** Only remembered: a server-side sign-in needs none of them. */
export const TRUSTED_ORIGIN_CALLS: readonly Call[] = [
  { method: 'GET', path: ORIGINS, answer: ({ organisation }) => organisation.trustedOrigins },
  {
    method: 'POST',
    path: ORIGINS,
    answer: ({ organisation, body }) => {
      const { name, origin, scopes } = body;
      if (typeof origin !== 'string' || !URL.canParse(origin)) throw new ApiError('E0000001', 'origin');
      const added = { id: oktaId('tos', origin), name, origin, scopes, status: 'ACTIVE', created: CREATED, lastUpdated: CREATED };
      organisation.trustedOrigins.push(added);
      return added;
    },
  },
];
