import type { Entry } from '../entry.js';
import { accessPolicy } from './access-policy.js';
import { client } from './client.js';
import { idToken } from './id-token.js';
import { loginTransaction } from './login-transaction.js';
import { providerTrouble } from './provider-trouble.js';
import { redirectUri } from './redirect-uri.js';

/** Everything that is known to go wrong with sign-in: the one source of the error page, the doctor and docs/okta.md. */
export const catalogue: readonly Entry[] = [...accessPolicy, ...redirectUri, ...client, ...providerTrouble, ...loginTransaction, ...idToken];
