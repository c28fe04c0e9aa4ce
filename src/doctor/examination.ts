import type { Settings } from '../config/settings.js';
import type { Facts } from '../diagnosis/diagnosis.js';
import type { ProviderConnection } from '../oidc/provider/provider-connection.js';
import type { Ask } from './ask.js';
import type { Management } from './management/management.js';

/** What the checks of one run share. */
export interface Examination {
  readonly settings: Settings;
  readonly facts: Facts;
  /** The same protocol client with which people are signed in: what it meets, they would meet. */
  readonly provider: Pick<ProviderConnection, 'context'>;
  readonly ask: Ask;
  /** Undefined: no token was given, or the provider is not Okta. */
  readonly management: Management | undefined;
}
