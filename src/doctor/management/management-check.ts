import type { Check, CheckContext, CheckResult } from '../check.js';
import type { Management } from './management.js';

type ManagementRun = (management: Management, context: CheckContext) => Promise<CheckResult>;

/** A check that looks into the organisation, where there is a token for it that works. */
export function managementCheck({ run, ...check }: Omit<Check, 'run'> & { readonly run: ManagementRun }): Check {
  return {
    needs: ['api'],
    ...check,
    applies: (context) => context.management !== undefined && check.applies?.(context) !== false,
    run: async (context) => {
      if (context.management === undefined) throw new Error('a check that needs the Management API ran without a token');
      return run(context.management, context);
    },
  };
}
