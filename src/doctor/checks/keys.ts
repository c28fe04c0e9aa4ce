import type { Check } from '../check.js';

/** Reads the keys with which ID tokens are checked. */
export const keysCheck: Check = {
  id: 'keys',
  title: 'Signing keys',
  needs: ['discovery'],
  run: async ({ provider }) => {
    const { ids } = (await (await provider.context()).keys.get()).keys;
    if (ids.length === 0) return { status: 'failed', finding: "The provider's key set is empty: no ID token can be checked." };
    return { status: 'ok', finding: ids.length === 1 ? 'The provider publishes one key.' : `The provider publishes ${ids.length} keys.` };
  },
};
