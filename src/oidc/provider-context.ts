import type { KeyObject } from 'node:crypto';
import type { ClientAuth } from 'openid-client';
import type { DpopNonces } from './dpop.js';
import type { IdTokenRules } from './id-token.js';
import type { KeySet } from './key-set.js';
import type { ProviderHttp } from './provider-http.js';
import type { ProviderMetadata } from './provider-metadata.js';
import type { Notice, RelyingPartyOptions } from './relying-party-options.js';
import type { TokenTrust } from './token-trust.js';
import { allowedAlgorithms, KEY_ALGORITHMS } from './signing-algorithms.js';
import type { Clock } from './token-claims.js';

/** What every step of the protocol works with: the settings, the provider as it is known now, and the way to it. */
export interface ProviderContext {
  readonly options: RelyingPartyOptions;
  readonly metadata: ProviderMetadata;
  readonly http: ProviderHttp;
  readonly keys: KeySet;
  readonly clock: Clock;
  readonly authentication: ClientAuth;
  readonly decryptionKey: KeyObject | undefined;
  readonly dpopNonces: DpopNonces;
  readonly notify: (notice: Notice) => void;
}

/** Whom and which moment signed tokens are judged for. */
export function idTokenRules({ metadata, options, clock }: ProviderContext): IdTokenRules {
  return { issuer: metadata.issuer, clientId: options.clientId, clock };
}

/** What ID tokens, and logout tokens with them (Back-Channel Logout 1.0, section 2.4), may be signed and encrypted with. */
export function idTokenTrust({ keys, options, metadata, decryptionKey }: ProviderContext): TokenTrust {
  const algorithms = allowedAlgorithms(options.idTokenAlgorithms, metadata.algorithms.idToken);
  return { keys, decryptionKey, algorithms, clientSecret: options.clientSecret };
}

/** What tokens may be signed with whose algorithm no metadata names: access tokens, requests to sign somebody out. A key of the provider. */
export function providerKeyTrust({ keys }: ProviderContext): TokenTrust {
  return { keys, decryptionKey: undefined, algorithms: KEY_ALGORITHMS };
}
