import type { Check } from '../check.js';
import { found } from '../failure.js';

/** Seconds that a Date header and a network explain. */
const negligible = 5;

/** Compares the clocks by the Date header of what the provider answered so far: a wrong one makes every ID token look forged. */
export const clockCheck: Check = {
  id: 'clock',
  title: 'Clock',
  needs: ['discovery'],
  run: async ({ settings, facts, provider }) => {
    const { clock } = await provider.context();
    const offset = clock.providerOffset();
    if (offset === undefined) return { status: 'unknown', finding: 'The provider does not say what time it is.' };
    if (Math.abs(offset) <= negligible) return { status: 'ok', finding: 'The clocks agree.' };
    const difference = `The provider's clock is ${Math.abs(offset)} seconds ${offset > 0 ? 'ahead of' : 'behind'} ours`;
    const { clockTolerance } = settings.provider;
    if (Math.abs(offset) <= clockTolerance)
      return { status: 'warning', finding: `${difference}; OIDC_CLOCK_TOLERANCE=${clockTolerance} still accepts that.` };
    return {
      ...found({ where: 'id_token', code: 'id_token_clock' }, facts),
      finding: `${difference}, more than OIDC_CLOCK_TOLERANCE=${clockTolerance} accepts.`,
    };
  },
};
