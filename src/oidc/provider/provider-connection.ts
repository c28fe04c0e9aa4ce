import type { KeyObject } from 'node:crypto';
import type { ClientAuth } from 'openid-client';
import { OidcError } from '../errors.js';
import type { Notice, RelyingPartyOptions, RelyingPartyRuntime } from '../relying-party-options.js';
import type { IdTokenRules } from '../tokens/id-token.js';
import { KeySet } from '../tokens/key-set.js';
import type { Clock } from '../tokens/token-claims.js';
import type { TokenTrust } from '../tokens/token-kind.js';
import { allowedAlgorithms, KEY_ALGORITHMS } from '../tokens/verification-keys.js';
import { clientAuthentication, readPrivateKey } from './client-authentication.js';
import { fetchMetadata } from './discovery-document.js';
import { Discovery } from './discovery.js';
import { DpopNonces } from './dpop.js';
import { ProviderHttp } from './provider-http.js';
import { isLocalProvider, isSecureUrl, type ProviderMetadata, requireEndpoint } from './provider-metadata.js';

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

const TIMEOUT = 5000;

/** What lives as long as the application and is shared by all logins: metadata, keys, DPoP nonces, the client's own credentials. */
export class ProviderConnection {
  readonly discovery: Discovery;
  private readonly options: RelyingPartyOptions;
  private readonly now: () => number;
  private readonly http: ProviderHttp;
  private readonly notify: (notice: Notice) => void;
  private readonly authentication: ClientAuth;
  private readonly decryptionKey: KeyObject | undefined;
  private readonly dpopNonces = new DpopNonces();
  private readonly told = new Set<string>();
  private keySet: { readonly url: string; readonly keys: KeySet } | undefined;

  /** @throws OidcError configuration */
  constructor(options: RelyingPartyOptions, runtime: RelyingPartyRuntime) {
    this.options = { ...options, redirectUri: checkedRedirectUri(options) };
    this.now = runtime.now ?? Date.now;
    this.notify = (notice) => this.tell(notice);
    this.http = new ProviderHttp({
      now: this.now,
      timeout: options.timeout ?? TIMEOUT,
      onRequest: options.onRequest,
      around: options.around,
      proxy: options.proxy,
    });
    this.discovery = new Discovery(() => fetchMetadata(this.options, this.http, this.notify), this.now, this.notify);
    this.authentication = clientAuthentication(options);
    this.decryptionKey = options.idTokenDecryptionKey === undefined ? undefined : readPrivateKey(options.idTokenDecryptionKey, 'ID tokens');
  }

  /** The provider as it is known now; asks it when it is not. */
  async context(): Promise<ProviderContext> {
    const metadata = await this.discovery.metadata();
    const { options, now, http, authentication, decryptionKey, dpopNonces, notify } = this;
    const clock = { now, tolerance: options.clockTolerance, providerOffset: () => http.clockOffset };
    const keys = this.keysAt(requireEndpoint(metadata, 'keys', 'keys'));
    return { options, metadata, http, keys, clock, authentication, decryptionKey, dpopNonces, notify };
  }

  private tell(notice: Notice): void {
    if (notice.recurs !== true && this.told.has(notice.message)) return;
    this.told.add(notice.message);
    this.options.onNotice?.(notice);
  }

  private keysAt(url: string): KeySet {
    if (this.keySet?.url !== url) this.keySet = { url, keys: new KeySet(url, this.http, this.now, this.notify) };
    return this.keySet.keys;
  }
}

/** As openid-client writes it at the token endpoint, so that both requests name the very same address. */
function checkedRedirectUri({ issuer, discoveryUrl, redirectUri }: RelyingPartyOptions): string {
  const url = URL.parse(redirectUri);
  if (url === null || url.search !== '' || url.hash !== '') {
    throw new OidcError('configuration', `the redirect URI ${redirectUri} must be an address without query and fragment`, 'authorize');
  }
  if (!isSecureUrl(discoveryUrl, isLocalProvider({ issuer, discoveryUrl }))) {
    throw new OidcError(
      'configuration',
      `the discovery address of ${issuer} must begin with https:// (http:// only where the issuer is on this machine, too)`,
      'discovery',
    );
  }
  return url.href;
}
