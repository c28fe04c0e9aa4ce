import type { EmbeddedOktaSwitches } from '../embedded-okta.js';
import type { Store } from '../provider/store.js';
import type { AccessPolicy } from './access-policies.js';

/** What an administrator changed, kept over a restart. */
export interface OrganisationState {
  readonly switches: EmbeddedOktaSwitches;
  readonly policies: readonly (readonly [string, AccessPolicy[]])[];
}

/** Keeps the state of the organisation in the provider's store. */
export class OrganisationMemory {
  constructor(private readonly store: Store) {}

  recall(): OrganisationState | undefined {
    return this.store.get<OrganisationState>('Organisation', 'state')?.payload;
  }

  keep(state: OrganisationState): void {
    this.store.put('Organisation', 'state', state);
  }
}
