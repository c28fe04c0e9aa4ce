const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Whether an address may be asked: by https; by http only on this machine (localhost, 127.0.0.1, ::1), where no network can listen, and
 * only for a provider that runs here. Else a document from afar could have the client's secret sent to whatever listens on this machine.
 */
export function isSecureUrl(value: string, providerIsLocal: boolean): boolean {
  return URL.parse(value)?.protocol === 'https:' || (providerIsLocal && isLoopbackHttp(value));
}

/** Whether the provider is reached by http on this machine. An issuer need not be an address (FusionAuth's is free text). */
export function isLocalProvider({ issuer, discoveryUrl }: { readonly issuer: string; readonly discoveryUrl: string }): boolean {
  return isLoopbackHttp(discoveryUrl) && (isLoopbackHttp(issuer) || !issuer.includes('://'));
}

function isLoopbackHttp(value: string): boolean {
  const url = URL.parse(value);
  return url?.protocol === 'http:' && LOOPBACK.has(url.hostname);
}
