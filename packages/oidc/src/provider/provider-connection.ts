import type { KeyObject } from 'node:crypto';
import { OidcError } from '../errors.js';
import type { Notice, RelyingPartyOptions, RelyingPartyRuntime } from '../relying-party-options.js';
import { KeySet } from '../tokens/key-set.js';
import type { Clock, TokenRules } from '../tokens/token-claims.js';
import { allowedAlgorithms, keyAlgorithms } from '../tokens/verification-keys.js';
import { type Authenticate, clientAuthentication, type ClientKey, clientKey, readPrivateKey } from './client-authentication.js';
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
  readonly authenticate: Authenticate;
  /** Signs request objects; undefined: this client has no key. */
  readonly clientKey: ClientKey | undefined;
  readonly decryptionKey: KeyObject | undefined;
  readonly dpopNonces: DpopNonces;
  /** Those that this client's ID tokens came with since the start. */
  readonly idTokenAlgorithms: Set<string>;
  readonly notify: (notice: Notice) => void;
}

/** What ID tokens are judged by. */
export function idTokenRules({ keys, options, metadata, decryptionKey, clock }: ProviderContext): TokenRules {
  const { clientId, clientSecret } = options;
  const algorithms = allowedAlgorithms(options.idTokenAlgorithms, metadata.algorithms.idToken);
  const encryptionRequired = decryptionKey !== undefined && options.idTokenEncryption !== 'optional';
  return { keys, decryptionKey, encryptionRequired, algorithms, clientSecret, issuer: metadata.issuer, clientId, clock };
}

/**
 * What logout tokens are judged by: `alg` is that of this client's ID tokens (Back-Channel Logout 1.0, section 2.6 (3)). The provider
 * advertises those of all its clients; as long as no ID token came, they are all that is known.
 */
export function logoutTokenRules(context: ProviderContext): TokenRules {
  const rules = idTokenRules(context);
  const { options, idTokenAlgorithms: seen } = context;
  if (options.idTokenAlgorithms !== undefined || seen.size === 0) return rules;
  return { ...rules, algorithms: allowedAlgorithms([...seen], undefined) };
}

/** For tokens whose algorithm no metadata names, signed by any key of the provider: access tokens, requests to sign somebody out. */
export function accessTokenRules(context: ProviderContext): TokenRules {
  return {
    ...idTokenRules(context),
    algorithms: keyAlgorithms,
    clientSecret: undefined,
    decryptionKey: undefined,
    encryptionRequired: false,
  };
}

const defaultTimeoutMs = 5000;

/** What lives as long as the application and is shared by all logins: metadata, keys, DPoP nonces, the client's own credentials. */
export class ProviderConnection {
  readonly discovery: Discovery;
  private readonly shared: Omit<ProviderContext, 'metadata' | 'keys'>;
  private keySet: KeySet | undefined;

  /** @throws OidcError configuration */
  constructor(options: RelyingPartyOptions, { now = () => Date.now() }: RelyingPartyRuntime) {
    checkAddresses(options);
    const { timeout = defaultTimeoutMs, clockTolerance, idTokenDecryptionKey } = options;
    const http = new ProviderHttp({ ...options, onRequest: options.onRequest, timeout, now });
    const notify = onceEach(options);
    this.shared = {
      options,
      http,
      clock: { now, tolerance: clockTolerance, providerOffset: () => http.clockOffset },
      authenticate: clientAuthentication(options),
      clientKey: options.clientPrivateKey && clientKey(options.clientPrivateKey),
      decryptionKey: idTokenDecryptionKey === undefined ? undefined : readPrivateKey(idTokenDecryptionKey, 'ID tokens'),
      dpopNonces: new DpopNonces(),
      idTokenAlgorithms: new Set(),
      notify,
    };
    this.discovery = new Discovery(() => fetchMetadata(options, http, notify), now, notify);
  }

  get dpopNonces(): DpopNonces {
    return this.shared.dpopNonces;
  }

  get decryptionKey(): KeyObject | undefined {
    return this.shared.decryptionKey;
  }

  /** The provider as it is known now; asks it when it is not. */
  async context(): Promise<ProviderContext> {
    const metadata = await this.discovery.metadata();
    const { http, clock, notify } = this.shared;
    const url = requireEndpoint(metadata, 'keys', 'keys');
    if (this.keySet?.url !== url) this.keySet = new KeySet(url, http, () => clock.now(), notify);
    return { ...this.shared, metadata, keys: this.keySet };
  }
}

function onceEach({ onNotice }: RelyingPartyOptions): ProviderContext['notify'] {
  const messages = new Set<string>();
  return (notice) => {
    if (notice.recurs !== true && messages.has(notice.message)) return;
    messages.add(notice.message);
    onNotice?.(notice);
  };
}

function checkAddresses({ issuer, discoveryUrl, redirectUri }: RelyingPartyOptions): void {
  const url = URL.parse(redirectUri);
  if (url === null || url.search !== '' || url.hash !== '') {
    throw new OidcError('configuration', `the redirect URI ${redirectUri} must be an address without query and fragment`, 'authorize');
  }
  if (!isSecureUrl(discoveryUrl, isLocalProvider({ issuer, discoveryUrl }))) {
    const message = `the discovery address of ${issuer} must begin with https:// (http:// only where the issuer is on this machine, too)`;
    throw new OidcError('configuration', message, 'discovery');
  }
}
