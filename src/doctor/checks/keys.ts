import type { Check } from '../check.js';

/** Reads the keys with which ID tokens are checked. */
export const keysCheck: Check = {
  id: 'keys',
  title: 'Signing keys',
  needs: ['discovery'],
  run: async ({ provider }) => {
    const { ids } = (await (await provider.context()).keys.get()).keys;
    return { status: 'ok', finding: ids.length === 1 ? 'The provider publishes one key.' : `The provider publishes ${ids.length} keys.` };
  },
};
