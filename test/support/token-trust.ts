import { KeySet } from '../../packages/oidc/src/tokens/key-set.js';
import { ProviderHttp } from '../../packages/oidc/src/provider/provider-http.js';
import type { Clock, TokenTrust } from '../../packages/oidc/src/tokens/token-claims.js';
import type { ForgingProvider } from './forging-provider.js';

/** Trust in the keys that a forging provider publishes, for tests of one kind of token. */
export function trustIn(provider: ForgingProvider, algorithms: readonly string[] = [provider.key.algorithm]): TokenTrust {
  const http = new ProviderHttp({ timeout: 5000, now: Date.now, onRequest: undefined });
  return { keys: new KeySet(`${provider.url}/keys`, http, Date.now, () => undefined), algorithms, decryptionKey: undefined };
}

/** A clock that stands. Seconds since the epoch; the provider's is `ahead` of it. */
export function clockAt(seconds: number, { tolerance = 60, ahead }: { tolerance?: number; ahead?: number } = {}): Clock {
  return { now: () => seconds * 1000, tolerance, providerOffset: () => ahead };
}
