import type { Check } from '../check.js';
import type { Examination } from '../examination.js';
import type { Management } from './management.js';

/** For the checks that look into the organisation. */
export const withManagement = ({ management }: Examination): boolean => management !== undefined;

/** The Management API of an examination to which `withManagement` applies. */
export function managementOf({ management }: Examination): Management {
  if (management === undefined) throw new Error('a check that needs the Management API ran without a token');
  return management;
}

/** Reads the application, so that a token that is too old or too weak is told once. */
export const apiCheck: Check = {
  id: 'api',
  title: 'API token',
  applies: withManagement,
  run: async (examination) => {
    const { client_name: name } = await managementOf(examination).client(examination.facts.clientId);
    return { status: 'ok', finding: `It may read the application “${typeof name === 'string' ? name : examination.facts.clientId}”.` };
  },
};
